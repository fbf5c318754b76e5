"""The extension: plain types in, plain types out. Everything here is private to the package."""

from collections.abc import Callable
from typing import Any

class Request:
    scenario: str
    scenario_text: str
    world: str
    world_text: str
    seed: int
    start: str | None
    duration: str | None
    intensity: float | None
    orders_per_hour: float | None
    orders_per_day: float | None
    customers: int | None
    products: int | None
    hours: str | None
    set: list[str]
    overlays: list[str]
    without: list[str]
    discount: float | None
    category: list[str]
    overlay_texts: dict[str, str]
    data_version: int | None
    def __init__(self) -> None: ...

class WriteOptions:
    format: str
    compression: str
    writer: str
    tables: list[str]
    ids_as_uuid: bool
    money_as_float64: bool
    by_date: bool
    csv_safe: bool
    card: bool
    def __init__(self) -> None: ...

class RunOptions:
    threads: int
    overwrite: bool
    resume: bool
    truth: str
    def __init__(self) -> None: ...

class Source:
    def __init__(self, request: Request) -> None: ...
    def stream(
        self,
        table: str,
        ids_as_uuid: bool,
        money_as_float64: bool,
        threads: int,
        part: int | None,
    ) -> object: ...
    def parts(self, table: str) -> int: ...
    def request(self, write: WriteOptions) -> str: ...
    def plan(self) -> dict[str, Any]: ...
    def scenario(self) -> dict[str, Any]: ...
    def preview(
        self, table: str, rows: int
    ) -> tuple[list[str], list[bool], list[list[str]], int, bool]: ...
    def write(
        self,
        out: str,
        write: WriteOptions,
        run: RunOptions,
        progress: Callable[[int, int], object] | None,
    ) -> dict[str, Any]: ...

def version() -> str: ...
def data_version() -> int: ...
def build_commit() -> str: ...
def check_flag(command: str, flag: str, value: str) -> None: ...
def parse_command_line(words: list[str]) -> dict[str, list[str]]: ...
def flags(command: str) -> list[dict[str, Any]]: ...
def parse_generate(words: list[str]) -> tuple[Request, WriteOptions]: ...
def parse_request(text: str) -> tuple[Request, WriteOptions]: ...
def known_tables() -> list[str]: ...
def schema(table: str, ids_as_uuid: bool, money_as_float64: bool) -> object: ...
def scenarios() -> list[dict[str, Any]]: ...
def describe(
    table: str,
    format: str,
    dialect: str,
    ids_as_uuid: bool,
    money_as_float64: bool,
    world: str,
    dataset: str,
) -> str: ...
def validate(dir: str, rows: int, threads: int) -> dict[str, Any]: ...
