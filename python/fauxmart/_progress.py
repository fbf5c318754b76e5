"""Progress: a bar of tqdm's, in notebooks where it is installed, or a function of the caller's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Progress: TypeAlias = "bool | None | Callable[[int, int], object]"


def wanted(progress: Progress) -> bool:
    """True, or a function: yes. None: in a notebook that has tqdm."""
    if progress is None:
        return _in_notebook() and _has_tqdm()
    return progress is not False


@contextmanager
def bar(progress: Progress, total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """A function that shows how many of `total` are done."""
    if callable(progress):
        report = progress
        yield lambda done: (report(done, total), None)[1]
        return
    from tqdm.auto import tqdm

    with tqdm(total=total, unit=f" {unit}", unit_scale=True) as shown:
        yield lambda done: (shown.update(done - shown.n), None)[1]


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and "IPKernelApp" in getattr(shell, "config", {})


def _has_tqdm() -> bool:
    from importlib.util import find_spec

    return find_spec("tqdm") is not None
