"""The extension, loaded when it is first needed.

It is linked to the libarrow inside the pyarrow wheel, so a process has one libarrow. Beside pyarrow
(one site-packages, as pip installs) the loader finds it alone; elsewhere it is loaded here first.
pyarrow itself is not imported.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

__all__ = ["native"]

if TYPE_CHECKING:
    from . import _fauxmart as native
else:

    class _Native:
        """Stands for the extension module until something of it is asked for."""

        def __getattr__(self, name: str) -> Any:
            return getattr(_load(), name)

    native = _Native()


def _load() -> Any:
    """The extension module. ImportError: there is no pyarrow of the right version."""
    try:
        return import_module("fauxmart._fauxmart")
    except ImportError as error:
        if "libarrow" not in str(error) and "libparquet" not in str(error):
            raise
        _load_arrow(error)
        return import_module("fauxmart._fauxmart")


def _load_arrow(cause: ImportError) -> None:
    import ctypes
    import os

    found = find_spec("pyarrow")
    if found is None or not found.submodule_search_locations:
        raise ImportError("fauxmart needs pyarrow, which is not installed") from cause
    folder = found.submodule_search_locations[0]
    wanted = str(cause).split(":")[0].rpartition(".so.")[2]  # "libarrow.so.2500: cannot open ..."
    for name in ("libarrow", "libparquet"):
        library = os.path.join(folder, f"{name}.so.{wanted}")
        if not os.path.isfile(library):
            raise ImportError(
                f"fauxmart is built for another version of pyarrow: {library} is missing"
            ) from cause
        ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
