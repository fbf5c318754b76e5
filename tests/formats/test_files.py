"""What a file says about itself, and what the manifest says about it."""

import json
import re

import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from content_digest import combine, part_digest
from shop import (
    FORMATS,
    TABLES,
    TINY,
    assert_equal_tables,
    checksum,
    digests,
    manifest,
    parts,
    plain,
    read,
)

ROW_GROUP = 65536


def entries(dataset):
    """(table, manifest's entry) of every file."""
    return [
        (name, entry)
        for name, table in manifest(dataset)["tables"].items()
        for entry in table["files"]
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("size", ["tiny", "wide"])
def test_the_manifest_knows_the_files(request, size, name):
    dataset = request.getfixturevalue(size)[name]
    tables = manifest(dataset)["tables"]
    assert list(tables) == list(TABLES)
    listed = {entry["path"] for _, entry in entries(dataset)}
    there = {
        str(path.relative_to(dataset))
        for path in dataset.rglob("*")
        if path.is_file() and path.name not in ("manifest.json", "dictionary.json", "truth.json")
    }
    assert listed == there
    for table, entry in entries(dataset):
        path = dataset / entry["path"]
        assert path.stat().st_size == entry["bytes"]
        assert checksum(path) == entry["xxh3_128"]
        folder = f"truth/{table}" if table.startswith("incident") else table
        assert re.fullmatch(rf"{folder}/part-\d{{5}}\.{name}", entry["path"])
    for table in tables.values():
        assert table["rows"] == sum(file["rows"] for file in table["files"])
        assert table["bytes"] == sum(file["bytes"] for file in table["files"])


def test_the_manifest_knows_the_rows(wide):
    for _, entry in entries(wide["parquet"]):
        assert pq.read_metadata(wide["parquet"] / entry["path"]).num_rows == entry["rows"]
    for table, entry in entries(wide["csv"]):
        if table in ("orders", "returns", "system_metrics"):  # without line ends in fields
            lines = (wide["csv"] / entry["path"]).read_bytes().count(b"\r\n")
            assert lines == entry["rows"] + 1


@pytest.mark.parametrize("size", ["tiny", "wide"])
def test_files_tell_what_they_are(request, size):
    datasets = request.getfixturevalue(size)
    for name in ("parquet", "feather"):
        version = manifest(datasets[name])["fauxmart"]["data_version"]
        for table, entry in entries(datasets[name]):
            path = datasets[name] / entry["path"]
            if name == "parquet":
                said = pq.read_metadata(path).metadata
            else:
                # Known when the last row has been seen: in the footer, not in the schema.
                with pa.ipc.open_file(path) as file:
                    said = {**(file.schema.metadata or {}), **(file.metadata or {})}
            part = re.search(r"part-(\d+)", entry["path"])
            assert said[b"fauxmart.data_version"] == str(version).encode()
            assert said[b"fauxmart.table"] == table.encode()
            assert said[b"fauxmart.part"] == str(int(part[1])).encode()
            assert said[b"fauxmart.digest"] == entry["digest"].encode()


@pytest.mark.parametrize("table", TABLES)
def test_the_digest_is_what_its_definition_says(tiny, table):
    """Computed here from the words in src/output/digest.h alone."""
    listed = manifest(tiny["parquet"])["tables"][table]
    found = [
        part_digest(pq.read_table(tiny["parquet"] / entry["path"])) for entry in listed["files"]
    ]
    assert found == [entry["digest"] for entry in listed["files"]]
    assert combine(found) == listed["digest"]


def test_the_digest_of_many_parts(wide):
    listed = manifest(wide["parquet"])["tables"]["returns"]
    assert len(listed["files"]) >= 2
    found = [part_digest(pq.read_table(part)) for part in parts(wide["parquet"], "returns")]
    assert found == [entry["digest"] for entry in listed["files"]]
    assert combine(found) == listed["digest"]


def test_row_groups_and_statistics(wide):
    """Full row groups but for the last, whatever the batches were; ranges to skip rows by."""
    seen = 0
    for table, entry in entries(wide["parquet"]):
        file = pq.read_metadata(wide["parquet"] / entry["path"])
        groups = [file.row_group(i) for i in range(file.num_row_groups)]
        assert all(group.num_rows == ROW_GROUP for group in groups[:-1])
        assert len(groups) == -(-entry["rows"] // ROW_GROUP) or entry["rows"] == 0
        seen += len(groups) > 1
        schema = pq.read_schema(wide["parquet"] / entry["path"])
        for group in groups:
            for i in range(group.num_columns):
                column = group.column(i)
                field = schema.field(column.path_in_schema.split(".")[0])
                if not ordered(field.type) or group.num_rows == 0:
                    continue
                statistics = column.statistics
                assert statistics is not None, f"{table}.{field.name}"
                assert statistics.null_count is not None
                if statistics.null_count < group.num_rows:
                    assert statistics.has_min_max, f"{table}.{field.name}"
    assert seen >= 5


def ordered(kind):
    return (
        pa.types.is_integer(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_timestamp(kind)
        or pa.types.is_floating(kind)
    )


def test_statistics_are_right(wide):
    path = parts(wide["parquet"], "orders")[0]
    file = pq.ParquetFile(path)
    names = ["order_id", "order_ts", "total_amount", "delivery_delay_hours", "actual_delivery_ts"]
    for g in range(file.num_row_groups):
        rows = file.read_row_group(g, columns=names)
        for i in range(file.metadata.num_columns):
            column = file.metadata.row_group(g).column(i)
            if column.path_in_schema in names:
                values = rows[column.path_in_schema]
                ends = pa.compute.min_max(values).as_py()
                assert (column.statistics.min, column.statistics.max) == (ends["min"], ends["max"])
                assert column.statistics.null_count == values.null_count


@pytest.mark.parametrize("name", ["feather"])
def test_record_batches(wide, name):
    with pa.ipc.open_file(parts(wide[name], "orders")[0]) as file:
        sizes = [file.get_batch(i).num_rows for i in range(file.num_record_batches)]
    assert len(sizes) > 1 and all(size == ROW_GROUP for size in sizes[:-1])


def test_the_dictionary_lists_all_tables_and_columns(tiny):
    dictionary = json.loads((tiny["csv"] / "dictionary.json").read_text())
    assert [table["name"] for table in dictionary["tables"]] == list(TABLES)
    for table in dictionary["tables"]:
        header = parts(tiny["csv"], table["name"])[0].read_text().splitlines()[0]
        assert [column["name"] for column in table["columns"]] == header.split(",")
        assert table["description"] and all(column["description"] for column in table["columns"])


def test_the_dictionary_is_the_same_in_every_format(tiny):
    texts = {(tiny[name] / "dictionary.json").read_bytes() for name in FORMATS}
    assert len(texts) == 1


# ---- compression ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codec"),
    [("parquet", codec) for codec in ("snappy", "zstd", "lz4", "none")]
    + [("feather", codec) for codec in ("lz4", "zstd", "none")],
)
def test_codecs(tiny, shop, name, codec):
    made = shop.make("made", *TINY, "--format", name, "--compression", codec)
    assert digests(made) == digests(tiny["parquet"])
    path = parts(made, "orders")[0]
    expected = read(tiny["parquet"], "orders")
    if name == "parquet":
        assert_equal_tables(plain(pq.read_table(path)), expected, codec)
        group = pq.read_metadata(path).row_group(0)
        used = {group.column(i).compression for i in range(group.num_columns)}
        assert used == {"UNCOMPRESSED" if codec == "none" else codec.upper()}
    else:
        assert_equal_tables(plain(pa.feather.read_table(path)), expected, codec)


def test_writers_write_the_same_rows(tiny, shop):
    """Our own pages and Arrow's: other bytes, the same cells, the same encodings and statistics."""
    made = shop.make("arrows", *TINY, "--writer", "arrow")
    for table in sorted(path.name for path in tiny["parquet"].iterdir() if path.is_dir()):
        if table == "truth":
            continue
        for own, arrows in zip(parts(tiny["parquet"], table), parts(made, table), strict=True):
            assert_equal_tables(pq.read_table(own), pq.read_table(arrows), table)
            ours, theirs = pq.read_metadata(own), pq.read_metadata(arrows)
            assert ours.num_row_groups == theirs.num_row_groups
            for g in range(ours.num_row_groups):
                for c in range(ours.num_columns):
                    a, b = ours.row_group(g).column(c), theirs.row_group(g).column(c)
                    assert set(a.encodings) == set(b.encodings), a.path_in_schema
                    assert a.compression == b.compression
                    assert (a.statistics is None) == (b.statistics is None)
                    if a.statistics is not None:
                        assert a.statistics.to_dict() == b.statistics.to_dict()


def test_default_codecs(tiny, shop):
    """Feather: lz4. Parquet: snappy, but for columns that do not get smaller by it."""
    group = pq.read_metadata(parts(tiny["parquet"], "orders")[0]).row_group(0)
    columns = [group.column(i) for i in range(group.num_columns)]
    small = {c.path_in_schema for c in columns if c.compression == "UNCOMPRESSED"}
    delta = {c.path_in_schema for c in columns if "DELTA_BINARY_PACKED" in c.encodings}
    names = {c.path_in_schema for c in columns if "RLE_DICTIONARY" in c.encodings}
    assert small == delta | names | {"is_sla_breach"}
    assert {c.compression for c in columns} == {"SNAPPY", "UNCOMPRESSED"}
    made = shop.make("made", *TINY, "--format", "feather", "--compression", "lz4")
    assert parts(made, "orders")[0].read_bytes() == parts(tiny["feather"], "orders")[0].read_bytes()


@pytest.mark.parametrize(
    ("name", "codec"),
    [("feather", "snappy"), ("csv", "snappy"), ("csv", "zstd"), ("jsonl", "lz4"), ("csv", "gzip")],
)
def test_codecs_that_a_format_has_not(shop, name, codec):
    asked = ("generate", "baseline", *TINY, "--format", name, "--compression", codec)
    for out in (("--out", "made"), ("--out", "-", "--tables", "orders"), ("--dry-run",)):
        answer = shop.ask(*asked, *out)
        assert answer.status == 2 and answer.out == b"", answer
        assert codec in answer.err and len(answer.err.splitlines()) <= 2, answer
    assert list(shop.place.iterdir()) == []


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_text_says_none(tiny, shop, name):
    made = shop.make("made", *TINY, "--format", name, "--compression", "none")
    assert parts(made, "orders")[0].read_bytes() == parts(tiny[name], "orders")[0].read_bytes()
