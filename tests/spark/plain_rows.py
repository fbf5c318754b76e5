"""Rows of one machine in the types that Spark has: no dictionaries."""

import pyarrow as pa

# Labels of metrics stand at the end of each part there, and at the end of the table here.
UNORDERED = {"incident_labels"}


def plain(table: pa.Table) -> pa.Table:
    """With dictionaries and lists as plain as they can be, and no field's nullability."""
    columns = []
    for column in table.columns:
        kind = column.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        elif pa.types.is_list(kind):
            kind = pa.list_(pa.string())
        columns.append(column.cast(kind))
    return pa.table(columns, names=table.column_names)


def check_equal(name: str, mine: pa.Table, theirs: pa.Table) -> None:
    """Names, types, ids and all cells, in the same order where there is one."""
    mine, theirs = plain(mine), plain(theirs)
    assert mine.schema == theirs.schema, name
    assert mine.num_rows == theirs.num_rows, name
    if name in UNORDERED:
        keys = [(column, "ascending") for column in theirs.column_names]
        mine, theirs = mine.sort_by(keys), theirs.sort_by(keys)
    assert mine.combine_chunks().equals(theirs.combine_chunks()), name
