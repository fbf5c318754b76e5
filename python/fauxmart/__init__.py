"""The complete data of an online shop that does not exist, with the truth about its incidents.

>>> import fauxmart as fm
>>> shop = fm.generate("payment_outage", seed=7, intensity=2)
>>> shop.orders.to_pandas()  # doctest: +SKIP

Equal arguments give equal rows, on any machine: those that the command line writes. Tables are made
when they are read, by the same engine, and come as Arrow without a copy.
"""

from ._arguments import ScenarioLike
from ._dataset import Dataset, generate
from ._descriptions import (
    Check,
    ScenarioInfo,
    Validation,
    data_version,
    describe,
    scenarios,
    validate,
)
from ._load import Loaded, load
from ._scenario import Scenario
from ._table import Table

__all__ = [
    "Check",
    "Dataset",
    "Loaded",
    "Scenario",
    "ScenarioInfo",
    "ScenarioLike",
    "Table",
    "Validation",
    "data_version",
    "describe",
    "generate",
    "load",
    "scenarios",
    "validate",
]

__version__: str


def __getattr__(name: str) -> str:
    if name == "__version__":
        from ._native import native

        return native.version()
    raise AttributeError(f"module 'fauxmart' has no attribute {name!r}")
