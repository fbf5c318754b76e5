"""The content digest, written from its definition (src/output/digest.h) and nothing else."""

import struct

import pyarrow as pa
import xxhash


def h128(data: bytes) -> str:
    return xxhash.xxh3_128_hexdigest(data)


def fixed(code: str, values) -> bytes:
    return struct.pack(f"<{len(values)}{code}", *values)


def column_line(field: pa.Field, column: pa.ChunkedArray) -> str:
    """ "order_id id values=..." """
    kind, streams = column_streams(field, column)
    if field.nullable:
        streams["validity"] = bytes(int(value.is_valid) for value in column)
    hashes = " ".join(f"{name}={h128(data)}" for name, data in streams.items())
    return f"{field.name} {kind} {hashes}"


def column_streams(field: pa.Field, column: pa.ChunkedArray) -> tuple[str, dict[str, bytes]]:
    """Type name and byte streams, with 0 (or nothing) under nulls."""
    types = pa.types
    if types.is_timestamp(field.type):
        return "timestamp", {"values": fixed("q", column.cast(pa.int64()).fill_null(0).to_pylist())}
    if types.is_decimal(field.type):
        cents = [0 if value is None else int(value.scaleb(2)) for value in column.to_pylist()]
        return "money", {"values": fixed("q", cents)}
    if types.is_dictionary(field.type):
        codes = [
            0 if value is None else xxhash.xxh3_64_intdigest(value.encode())
            for value in column.to_pylist()
        ]
        return "category", {"values": fixed("Q", codes)}
    if types.is_list(field.type):
        rows = [value or [] for value in column.to_pylist()]
        items = [item.encode() for row in rows for item in row]
        return "text_list", {
            "values": b"".join(items),
            "lengths": fixed("i", [len(item) for item in items]),
            "counts": fixed("i", [len(row) for row in rows]),
        }
    if types.is_string(field.type):
        texts = [(value or "").encode() for value in column.to_pylist()]
        return "text", {
            "values": b"".join(texts),
            "lengths": fixed("i", [len(text) for text in texts]),
        }
    values = [value or 0 for value in column.to_pylist()]
    if types.is_boolean(field.type):
        return "bool", {"values": bytes(map(int, values))}
    if types.is_float64(field.type):
        return "float64", {"values": fixed("d", values)}
    if types.is_int32(field.type):
        return "int32", {"values": fixed("i", values)}
    assert types.is_int64(field.type), field
    # Files do not tell ids from counts; the dictionary does, and so do the names.
    is_id = field.name.endswith("_id") and field.name not in ("warehouse_id",)
    return "id" if is_id else "int64", {"values": fixed("q", values)}


def part_digest(rows: pa.Table) -> str:
    lines = ["fauxmart digest 1", f"rows {rows.num_rows}"]
    lines += [column_line(rows.schema.field(i), rows.column(i)) for i in range(rows.num_columns)]
    return h128("".join(f"{line}\n" for line in lines).encode())


def combine(part_digests: list[str]) -> str:
    lines = ["fauxmart table digest 1", *part_digests]
    return h128("".join(f"{line}\n" for line in lines).encode())
