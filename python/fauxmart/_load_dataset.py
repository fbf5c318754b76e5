"""A dataset on disk, read for a database: what its manifest says, and its tables' rows as Arrow.

Rows are read in bounded memory, from any of the four formats, with the types of the declaration.
Every file is held against its size and checksum in the manifest before a row of its table is read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._native import native

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 1 << 16


@dataclass(frozen=True)
class File:
    """A part of a table, as the manifest has it."""

    path: Path
    bytes: int
    checksum: str


@dataclass(frozen=True)
class Part:
    """A table of the dataset."""

    name: str
    rows: int
    digest: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class OnDisk:
    """A dataset that is complete: it has a manifest."""

    root: Path
    tables: dict[str, Part]
    """In the order of the declaration: what is referred to comes first."""
    uuid: bool
    float64: bool
    marked_texts: bool
    """Texts of CSV files may begin with an apostrophe that is none of theirs."""

    @property
    def identity(self) -> str:
        """Equal for equal rows of equal types, whatever the format of the files."""
        content = [[part.name, part.digest] for part in self.tables.values()]
        text = json.dumps([native.data_version(), self.uuid, self.float64, content])
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def schema(self, table: str) -> pa.Schema:
        """The declared schema of the table's rows."""
        import pyarrow as pa

        return pa.schema(_Capsule(native.schema(table, self.uuid, self.float64)))

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """The table's rows, in order. OSError: a file is not what the manifest says."""
        from . import _load_formats

        files = self.tables[table].files
        for file in files:
            _check(file)
        schema = self.schema(table)
        paths = [str(file.path) for file in files]
        return _load_formats.read(paths, schema, self.marked_texts, BATCH_ROWS)


class _Capsule:
    """An Arrow schema on its way from the extension to pyarrow."""

    def __init__(self, capsule: object) -> None:
        self._capsule = capsule

    def __arrow_c_schema__(self) -> object:
        return self._capsule


def open_dataset(path: str) -> OnDisk:
    """FileNotFoundError: there is no manifest. ValueError: it is none, or of another version."""
    root = Path(path)
    manifest = root / "manifest.json"
    if not root.is_dir():
        raise FileNotFoundError(f"{root}: there is no such directory")
    try:
        said = json.loads(manifest.read_bytes())
        dictionary = json.loads((root / "dictionary.json").read_bytes())
    except FileNotFoundError as error:
        raise FileNotFoundError(
            f"{error.filename}: not there; name the directory of a complete dataset"
        ) from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{root}: manifest.json or dictionary.json is damaged: {error}") from error
    try:
        return _understood(root, said, dictionary)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{manifest}: not the manifest of a dataset") from error


def _understood(root: Path, said: dict[str, Any], dictionary: dict[str, Any]) -> OnDisk:
    version = said["fauxmart"]["data_version"]
    if version != native.data_version():
        raise ValueError(
            f"{root / 'manifest.json'}: of data version {version!r}, and this fauxmart is of data "
            f"version {native.data_version()}"
        )
    known = native.known_tables()
    for name in said["tables"]:
        if name not in known:
            raise ValueError(f"{root / 'manifest.json'}: there is no table {name!r}")
    columns = [column for table in dictionary["tables"] for column in table["columns"]]
    types = {column["logical_type"]: column["type"] for column in columns}
    return OnDisk(
        root=root,
        tables={name: _part(root, name, said["tables"][name]) for name in known
                if name in said["tables"]},
        uuid=types.get("id") == "uuid",
        float64=types.get("money") == "float64",
        marked_texts=said.get("csv_text") == "safe",
    )  # fmt: skip


def _part(root: Path, name: str, said: dict[str, Any]) -> Part:
    files = []
    for file in said["files"]:
        path = root / str(file["path"])
        if not path.resolve().is_relative_to(root.resolve()):
            raise ValueError(f"{root / 'manifest.json'}: {file['path']!r} leads out of the dataset")
        files.append(File(path, int(file["bytes"]), str(file["xxh3_128"])))
    return Part(name, int(said["rows"]), str(said["digest"]), tuple(files))


def _check(file: File) -> None:
    import xxhash

    if os.path.getsize(file.path) != file.bytes:
        raise OSError(f"{file.path}: has not the size that manifest.json says; it was changed")
    digest = xxhash.xxh3_128()
    with file.path.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != file.checksum:
        raise OSError(f"{file.path}: its checksum is not that in manifest.json; it was changed")
