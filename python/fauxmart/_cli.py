"""The command `fauxmart`: the program inside the package takes this process over.

So signals, exit statuses, pipes and terminals are the program's own affair.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn


def main() -> NoReturn:
    """Replaces this process by the program, with the same arguments; `load` is ours."""
    if sys.argv[1:2] == ["load"]:
        from . import _load_command

        status = _load_command.run(sys.argv[1:])
        if status is not None:
            sys.exit(status)
    here = Path(__file__).resolve().parent
    program = Path(__file__).with_name("bin") / "fauxmart"
    if not (here.parent / "pyarrow").is_dir():
        # Installed elsewhere than pyarrow: the loader has to be told.
        found = find_spec("pyarrow")
        if found is not None and found.submodule_search_locations:
            paths = [found.submodule_search_locations[0], os.environ.get("LD_LIBRARY_PATH", "")]
            os.environ["LD_LIBRARY_PATH"] = ":".join(filter(None, paths))
    try:
        os.execv(program, ["fauxmart", *sys.argv[1:]])
    except OSError as error:
        sys.exit(f"fauxmart: cannot run {program}: {error.strerror}")
