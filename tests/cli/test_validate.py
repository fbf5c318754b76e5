"""fauxmart validate: a sound dataset passes, and each way to break one is found by its checks."""

import json
import shutil
import subprocess
from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xxhash

CENT = Decimal("0.01")
HOUR = timedelta(hours=1)

# An incident, a sale with a campaign, 1,000 orders.
SMALL = (
    *("payment_outage", "--with", "flash_sale@0h", "--duration", "6h"),
    *("--orders-per-hour", "200", "--customers", "300", "--products", "200"),
)


def answer_of(answer):
    return {(c["table"], c["check"]): c for c in json.loads(answer.out)["checks"]}


def failed(answer):
    return sorted(
        check for check, found in answer_of(answer).items() if found["outcome"] == "failed"
    )


@pytest.fixture(scope="module")
def sound(fauxmart, tmp_path_factory):
    """Datasets by scenario; nobody may change them."""
    place = tmp_path_factory.mktemp("sound")
    requests = {"sale": SMALL, "outage": ("payment_outage", "--customers", "300")}
    for name, words in requests.items():
        command = [str(fauxmart), "generate", *words, "--no-sync", "--quiet", "--out", name]
        subprocess.run(command, cwd=place, check=True)
    return place


@pytest.fixture
def broken(sound, tmp_path):
    """A copy to break."""
    return shutil.copytree(sound / "sale", tmp_path / "broken")


def reseal(dataset):
    """The manifest and the truth, as somebody would write them who knows how."""
    path = dataset / "manifest.json"
    manifest = json.loads(path.read_text())
    for table in manifest["tables"].values():
        for file in table["files"]:
            data = (dataset / file["path"]).read_bytes()
            file["bytes"] = len(data)
            file["xxh3_128"] = xxhash.xxh3_128_hexdigest(data)
            file["rows"] = pq.read_metadata(dataset / file["path"]).num_rows
        for total in ("bytes", "rows"):
            table[total] = sum(file[total] for file in table["files"])
    path.write_text(json.dumps(manifest))


def rewrite(dataset, table, change):
    """Lets `change` work on the rows (a list of dicts) of the first part of a table."""
    folder = dataset / ("truth/" + table if table.startswith("incident") else table)
    path = folder / "part-00000.parquet"
    before = pq.read_table(path)
    rows = before.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, before.schema), path)
    reseal(dataset)


def first(rows, where):
    return next(row for row in rows if where(row))


def setter(column, value, where=lambda row: True):
    """Changes a cell of the first row for which `where` holds; `value` may ask the row."""

    def change(rows):
        row = first(rows, where)
        row[column] = value(row) if callable(value) else value

    return change


def delivered(row):
    return row["order_status"] == "delivered"


def online_unpaid(row):
    return row["payment_status"] == "failed"


def named(row):
    return row["order_id"] is not None


METRICS = ("system_metrics", "Every metric is what the rows of its hour give.")
COUNTS = ("manifest.json", "The measured counts are those of the rows.")
PLANNED = ("truth.json", "Hours have the orders, carts and tickets planned.")
WITH = ("incidents", "What there is with it is what there is.")
LABELLED = ("incident_labels", "The row that it names exists.")
SUBTOTAL = ("orders", "The subtotal is the sum of its lines.")
DISCOUNT = ("orders", "The discount is the sum of its lines'.")
TOTAL = ("orders", "The total adds up to the cent.")
LINE = ("order_items", "The line adds up to the cent.")
REFUND = ("returns", "The refund is the world's share of the line's price.")
OF_A_LINE = ("returns", "It is of a line of its order.")
COUNTED = [METRICS, COUNTS, WITH]


def key(table, column):
    return (table, f"{column} is unique.")


def reference(table, column, parent):
    return (table, f"{column} leads to a row of {parent}.")


def drop_order(rows):
    del rows[10]


def drop_line(rows):
    rows.remove(first(rows, lambda row: row["discount_per_unit"] == 0))


def swap_times(rows):
    rows[3], rows[4] = rows[4], rows[3]


def repeat(rows):
    rows.insert(5, dict(rows[5]))


# name: table, change, the checks that must fail, those that may as well.
BREAKS = {
    "total by a cent": (
        "orders",
        setter("total_amount", lambda r: r["total_amount"] + CENT),
        [TOTAL],
        [],
    ),
    "tax by a cent": (
        "orders",
        lambda rows: rows[7].update(
            tax=rows[7]["tax"] + CENT, total_amount=rows[7]["total_amount"] + CENT
        ),
        [("orders", "The tax is the world's rate of subtotal - discount.")],
        [],
    ),
    "shipping by a cent": (
        "orders",
        lambda rows: rows[7].update(
            shipping_cost=rows[7]["shipping_cost"] + CENT,
            total_amount=rows[7]["total_amount"] + CENT,
        ),
        [("orders", "Shipping costs what the world says.")],
        [],
    ),
    "reason without failure": (
        "orders",
        setter("payment_failure_reason", "gateway_down", delivered),
        [("orders", "A failure reason stands exactly where payment failed."), *COUNTED],
        [],
    ),
    "failed and delivered": (
        "orders",
        setter("order_status", "shipped", online_unpaid),
        [("orders", "An order whose payment failed is cancelled.")],
        [],
    ),
    "delivered unpaid": (
        "orders",
        setter("payment_status", "pending", delivered),
        [("orders", "What is delivered is paid, and what is pending is not delivered.")],
        [],
    ),
    "delivered without a time": (
        "orders",
        setter("actual_delivery_ts", None, lambda r: delivered(r) and not r["is_sla_breach"]),
        [("orders", "Delivered orders, and no others, have a time of delivery.")],
        [("returns", "Only what was delivered comes back.")],
    ),
    "late in the data only": (
        "orders",
        setter("is_sla_breach", True, lambda r: delivered(r) and not r["is_sla_breach"]),
        [
            ("orders", "Late means delivered after the promised time."),
            ("orders", "The delay is in whole hours."),
            COUNTS,
            WITH,
        ],
        [],
    ),
    "promised before ordered": (
        "orders",
        setter("expected_delivery_ts", lambda r: r["order_ts"] - HOUR, lambda r: not delivered(r)),
        [("orders", "Nothing is delivered before it is ordered.")],
        [],
    ),
    "unknown customer": (
        "orders",
        setter("customer_id", 999_999),
        [reference("orders", "customer_id", "customers")],
        [
            ("support_tickets", "Its order is its customer's."),
            ("returns", "Who returns it is who ordered it."),
        ],
    ),
    "unknown campaign": (
        "orders",
        setter("campaign_id", 99, lambda r: r["campaign_id"] is None),
        [reference("orders", "campaign_id", "campaigns")],
        [],
    ),
    "discount without campaign": (
        "orders",
        setter("campaign_id", None, lambda r: r["discount"] > 0),
        [
            ("orders", "A discount comes from a campaign and never exceeds the subtotal."),
            ("orders", "A discount is given inside its campaign's window only."),
            ("order_items", "A discount is given on its campaign's categories only."),
        ],
        [],
    ),
    "orders out of order": (
        "orders",
        swap_times,
        [("orders", "Rows stand in the order of order_ts.")],
        [],
    ),
    "order twice": (
        "orders",
        repeat,
        [
            key("orders", "order_id"),
            ("orders", "No visit ends twice, in orders or in abandoned carts."),
            *(SUBTOTAL, PLANNED, *COUNTED),
            ("orders", "It has 1 to 5 lines."),
        ],
        [DISCOUNT],
    ),
    "order lost": (
        "orders",
        drop_order,
        [reference("order_items", "order_id", "orders"), PLANNED, *COUNTED],
        [
            reference("support_tickets", "order_id", "orders"),
            reference("returns", "order_id", "orders"),
            LABELLED,
        ],
    ),
    "visit of another": (
        "orders",
        lambda rows: rows[4].update(session_id=rows[3]["session_id"]),
        [("orders", "No visit ends twice, in orders or in abandoned carts.")],
        [],
    ),
    "orphaned line": (
        "order_items",
        setter("order_id", 1),
        [reference("order_items", "order_id", "orders"), SUBTOTAL, METRICS, COUNTS],
        [DISCOUNT, ("orders", "It has 1 to 5 lines."), OF_A_LINE],
    ),
    "line lost": (
        "order_items",
        drop_line,
        [SUBTOTAL, METRICS, COUNTS],
        [("orders", "It has 1 to 5 lines."), OF_A_LINE, LABELLED],
    ),
    "line by a cent": (
        "order_items",
        setter("total_price", lambda r: r["total_price"] + CENT),
        [LINE],
        [REFUND],
    ),
    "price of another": (
        "order_items",
        lambda rows: rows[2].update(
            unit_price=rows[2]["unit_price"] + CENT,
            total_price=rows[2]["total_price"] + CENT * rows[2]["quantity"],
        ),
        [("order_items", "The price is the product's."), SUBTOTAL],
        [REFUND],
    ),
    "sku of another": (
        "order_items",
        lambda rows: rows[0].update(sku=first(rows, lambda r: r["sku"] != rows[0]["sku"])["sku"]),
        [("order_items", "The sku is the product's.")],
        [],
    ),
    "nothing bought": (
        "order_items",
        setter("quantity", 0),
        [LINE, ("order_items", "At least one unit is bought."), SUBTOTAL, METRICS, COUNTS],
        [DISCOUNT],
    ),
    "ticket of a stranger": (
        "support_tickets",
        setter("customer_id", lambda r: r["customer_id"] % 300 + 1, named),
        [("support_tickets", "Its order is its customer's.")],
        [],
    ),
    "ticket before its order": (
        "support_tickets",
        lambda rows: first(rows, lambda r: named(r) and r["resolved_ts"] is None).update(
            created_ts=first(rows, named)["created_ts"] - 900 * HOUR
        ),
        [
            ("support_tickets", "It is written after its order."),
            ("support_tickets", "The SLA is broken by an answer later than the severity allows."),
        ],
        [],
    ),
    "rating of six": (
        "support_tickets",
        setter("csat", 6, lambda r: r["csat"] is not None),
        [("support_tickets", "A rating is from 1 to 5 and of a resolved ticket.")],
        [],
    ),
    "minutes of another": (
        "support_tickets",
        setter("resolution_time_minutes", 0, lambda r: r["resolved_ts"] is not None),
        [("support_tickets", "The resolution time is in whole minutes.")],
        [],
    ),
    "ticket twice": (
        "support_tickets",
        lambda rows: rows.insert(0, dict(first(rows, named))),
        [
            key("support_tickets", "ticket_id"),
            ("support_tickets", "At most one names an order."),
            *COUNTED,
        ],
        [("support_tickets", "Rows stand in the order of created_ts.")],
    ),
    "return before delivery": (
        "returns",
        lambda rows: rows[0].update(
            return_ts=rows[0]["return_ts"] - 900 * HOUR, processed_ts=None, return_status="pending"
        ),
        [("returns", "It is asked for after delivery.")],
        [],
    ),
    "refund by a cent": (
        "returns",
        setter("refund_amount", lambda r: r["refund_amount"] + CENT),
        [REFUND],
        [],
    ),
    "refund of too much": (
        "returns",
        setter("refund_amount", lambda r: r["refund_amount"] * 2),
        [REFUND, ("returns", "The refund does not exceed the line's price.")],
        [],
    ),
    "return of another product": (
        "returns",
        setter("product_id", lambda r: r["product_id"] % 200 + 1),
        [OF_A_LINE],
        [],
    ),
    "processed without a time": (
        "returns",
        setter("processed_ts", None, lambda r: r["processed_ts"] is not None),
        [("returns", "Processed returns, and no others, have a time of processing.")],
        [],
    ),
    "return twice": (
        "returns",
        repeat,
        [key("returns", "return_id"), ("returns", "At most one a line."), COUNTS, WITH],
        [],
    ),
    "empty cart": (
        "cart_abandonment",
        setter("items_count", 0),
        [("cart_abandonment", "A cart holds something.")],
        [],
    ),
    "cart lost": (
        "cart_abandonment",
        lambda rows: rows.pop(),
        [PLANNED, *COUNTED],
        [LABELLED],
    ),
    "e-mail of another": (
        "customers",
        lambda rows: rows[3].update(email=rows[9]["email"]),
        [("customers", "email is unique.")],
        [],
    ),
    "a real address": (
        "customers",
        setter("email", "somebody@gmail.com"),
        [("customers", "No row can reach a real person.")],
        [],
    ),
    "account after the order": (
        "customers",
        lambda rows: [row.update(created_at=row["created_at"] + 24 * 800 * HOUR) for row in rows],
        [("orders", "Nobody orders before they have an account.")],
        [],
    ),
    "cost above the price": (
        "products",
        setter("cost", lambda r: r["price"] + CENT),
        [("products", "It costs no more than it sells for.")],
        [],
    ),
    "supplier that is none": (
        "products",
        setter("supplier_id", 77),
        [reference("products", "supplier_id", "suppliers")],
        [],
    ),
    "metric of nobody": (
        "system_metrics",
        setter(
            "metric_value",
            lambda r: r["metric_value"] + 1,
            lambda r: r["metric_name"] == "orders_per_hour",
        ),
        [METRICS],
        [],
    ),
    "label of a wrong row": ("incident_labels", setter("row_id", 3), [LABELLED], []),
    "label of no incident": (
        "incident_labels",
        setter("incident_id", 9),
        [
            reference("incident_labels", "incident_id", "incidents"),
            ("incident_labels", "Its incident was planted."),
            ("incidents", "rows_affected is the number of its labels."),
        ],
        [],
    ),
    "label twice": (
        "incident_labels",
        repeat,
        [
            ("incident_labels", "No row has two labels of one incident."),
            ("incidents", "rows_affected is the number of its labels."),
        ],
        [],
    ),
    "supplier of no days": (
        "suppliers",
        setter("lead_time_days", -1),
        [("suppliers", "Time passes forwards.")],
        [],
    ),
    "supplier beyond reliable": (
        "suppliers",
        setter("reliability_score", 1.5),
        [("suppliers", "A share lies between 0 and 1.")],
        [],
    ),
    "product of no weight": (
        "products",
        setter("weight", 0.0),
        [("products", "It weighs something.")],
        [],
    ),
    "customer beyond sensitive": (
        "customers",
        setter("price_sensitivity", 2.0),
        [("customers", "A share lies between 0 and 1.")],
        [],
    ),
    "customer who spent nothing and less": (
        "customers",
        setter("lifetime_value", Decimal("-1.00")),
        [("customers", "Nobody spent less than nothing.")],
        [],
    ),
    "campaign that ends first": (
        "campaigns",
        setter("end_ts", lambda r: r["start_ts"] - HOUR),
        [
            ("campaigns", "It ends after it starts."),
            ("orders", "A discount is given inside its campaign's window only."),
        ],
        [],
    ),
    "campaign that pays": (
        "campaigns",
        setter("discount_percent", 170.0),
        [("campaigns", "A discount is a part of the price.")],
        [],
    ),
    "campaign for others": (
        "campaigns",
        setter("target_categories", []),
        [("order_items", "A discount is given on its campaign's categories only.")],
        [],
    ),
    "metric below nothing": (
        "system_metrics",
        setter("metric_value", -1.0, lambda r: r["metric_name"] == "site_load_time"),
        [("system_metrics", "No metric is negative.")],
        [],
    ),
    "processed too soon": (
        "returns",
        setter("processing_days", 1, lambda r: r["processed_ts"] is not None),
        [("returns", "Processing takes its days.")],
        [],
    ),
    "refund below nothing": (
        "returns",
        setter("refund_amount", Decimal("-1.00")),
        [("returns", "Refunds are not negative."), REFUND],
        [],
    ),
    "breach of no hours": (
        "support_tickets",
        setter("sla_breach_hours", 1.0, lambda r: not r["sla_breach"]),
        [("support_tickets", "The SLA is broken exactly where there are hours beyond it.")],
        [],
    ),
    "answer before the question": (
        "support_tickets",
        setter(
            "first_response_ts", lambda r: r["created_ts"] - HOUR, lambda r: not r["sla_breach"]
        ),
        [
            (
                "support_tickets",
                "It is answered after it is written, and resolved after it is answered.",
            )
        ],
        [],
    ),
    "discount above the price": (
        "order_items",
        setter("discount_per_unit", lambda r: r["unit_price"] + 1),
        [LINE, DISCOUNT, ("order_items", "No discount exceeds the price.")],
        [("order_items", "A discount is given on its campaign's categories only.")],
    ),
    "incident that ends first": (
        "incidents",
        setter("end_ts", lambda r: r["start_ts"] - HOUR),
        [("incidents", "It ends after it starts.")],
        [],
    ),
    "incident that recovers first": (
        "incidents",
        setter("recovered_ts", lambda r: r["first_effect_ts"] - HOUR),
        [("incidents", "Its effect ends where it began, or later.")],
        [],
    ),
    "incident of other counts": ("incidents", setter("orders_with", 1), [WITH], []),
}


def test_sound_datasets_pass(run, sound):
    for name in ("sale", "outage"):
        answer = run("validate", sound / name, "--json")
        assert answer.status == 0, failed(answer)
        document = json.loads(answer.out)
        assert document["valid"] and document["failed"] == 0
        assert document["passed"] + document["skipped"] == len(document["checks"])
        skipped = [c for c in document["checks"] if c["outcome"] == "skipped"]
        assert len(skipped) == (1 if name == "sale" else 0)
        assert all(check["reason"] for check in skipped)


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_found(run, broken, name):
    table, change, must, may = BREAKS[name]
    rewrite(broken, table, change)
    answer = run("validate", broken, "--json")
    assert answer.status == 3, answer
    found = failed(answer)
    assert set(must) <= set(found), f"not found: {set(must) - set(found)}; found {found}"
    assert set(found) <= set(must) | set(may), f"too much: {set(found) - set(must) - set(may)}"
    for check in found:
        assert answer_of(answer)[check]["rows"], check


CHECKSUMS = ("all", "Every file has the size and checksum of the manifest.")
READABLE = "Columns, types, nulls and row counts are as declared."


def test_flipped_byte(run, broken):
    path = broken / "customers/part-00000.parquet"
    data = bytearray(path.read_bytes())
    data[-12] ^= 1  # metadata's end: a byte that a reader may pass over
    path.write_bytes(data)
    answer = run("validate", broken, "--json")
    assert answer.status == 3
    assert CHECKSUMS in failed(answer)


def test_lost_file(run, broken):
    (broken / "orders/part-00000.parquet").unlink()
    answer = run("validate", broken, "--json")
    assert answer.status == 3
    assert failed(answer) == sorted([CHECKSUMS, ("orders", READABLE)])
    checks = answer_of(answer)
    assert checks[SUBTOTAL]["outcome"] == "skipped"
    assert checks[SUBTOTAL]["reason"] == "orders cannot be read"
    # What does not need the orders is checked all the same.
    assert checks[LINE]["outcome"] == "passed"


def test_file_too_many(run, broken):
    shutil.copy(broken / "orders/part-00000.parquet", broken / "orders/part-00001.parquet")
    answer = run("validate", broken, "--json")
    assert failed(answer) == [("all", "Nothing lies in a table's folder that is not listed.")]


def test_link_out_of_the_dataset(run, broken, tmp_path):
    path = broken / "orders/part-00000.parquet"
    path.rename(tmp_path / "elsewhere.parquet")
    path.symlink_to(tmp_path / "elsewhere.parquet")
    answer = run("validate", broken, "--json")
    assert failed(answer) == [CHECKSUMS]
    assert "is a link" in answer_of(answer)[CHECKSUMS]["rows"][0]


def test_wrong_totals(run, broken):
    manifest = json.loads((broken / "manifest.json").read_text())
    manifest["tables"]["orders"]["rows"] += 1
    (broken / "manifest.json").write_text(json.dumps(manifest))
    answer = run("validate", broken, "--json")
    assert failed(answer) == [
        ("manifest.json", "Rows, bytes and digest of a table are its files'.")
    ]


def test_another_truth(run, broken):
    path = broken / "truth/truth.json"
    path.write_text(path.read_text().replace('"kind": "outage"', '"kind": "attack"'))
    answer = run("validate", broken, "--json")
    assert failed(answer) == [("truth.json", "It is the truth that the manifest was sealed with.")]


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"tables": {"orders": {"files": [{"path": "/etc/passwd"}]}}}']
)
def test_manifest_that_is_none(run, broken, text):
    (broken / "manifest.json").write_text(text)
    answer = run("validate", broken, "--json")
    assert answer.status == 3
    assert failed(answer) == [("manifest.json", "It is the manifest of a dataset.")]


def test_manifest_without_bottom(run, broken):
    manifest = json.loads((broken / "manifest.json").read_text())
    manifest["tables"]["orders"]["rows"] = "here"
    deep = "[" * 200_000 + "]" * 200_000
    (broken / "manifest.json").write_text(json.dumps(manifest).replace('"here"', deep))
    answer = run("validate", broken, "--json")
    assert answer.status == 3
    assert failed(answer) == [("manifest.json", "It is the manifest of a dataset.")]


@pytest.mark.parametrize("more", [0.001, 1e-9, float("nan"), float("inf")])
def test_amount_between_two_cents(run, tmp_path, more):
    made = run("generate", *SMALL, "--money", "float64", "--no-sync", "--quiet", "--out", "floats")
    assert made.status == 0, made
    rewrite(tmp_path / "floats", "orders", setter("subtotal", lambda row: row["subtotal"] + more))
    answer = run("validate", tmp_path / "floats", "--json")
    assert failed(answer) == [("orders", READABLE)]
    assert "is no amount of ours" in answer_of(answer)["orders", READABLE]["rows"][0]


def test_part_that_other_tables_have(run, tmp_path):
    made = run("generate", "baseline", "--no-sync", "--quiet", "--out", "month")
    assert made.status == 0, made
    month = tmp_path / "month"
    (month / "order_items/part-00001.parquet").unlink()
    manifest = json.loads((month / "manifest.json").read_text())
    del manifest["tables"]["order_items"]["files"][1]
    (month / "manifest.json").write_text(json.dumps(manifest))
    reseal(month)
    found = failed(run("validate", month, "--json"))
    assert ("orders", "It has 1 to 5 lines.") in found
    assert SUBTOTAL in found


def test_parts_that_overlap(run, tmp_path):
    made = run("generate", "baseline", "--no-sync", "--quiet", "--out", "month")
    assert made.status == 0, made
    month = tmp_path / "month"
    shutil.copy(month / "orders/part-00000.parquet", month / "orders/part-00001.parquet")
    reseal(month)
    found = failed(run("validate", month, "--json"))
    assert key("orders", "order_id") in found
    assert ("orders", "Rows stand in the order of order_ts.") in found
    assert reference("order_items", "order_id", "orders") in found


def test_no_dataset(run, tmp_path):
    answer = run("validate", tmp_path / "nothing")
    assert answer.status == 2
    assert "there is no such directory" in answer.err


@pytest.mark.parametrize("form", ["csv", "jsonl", "feather"])
def test_other_formats(run, tmp_path, form):
    made = run("generate", *SMALL, "--format", form, "--ids", "uuid", "--quiet", "--out", "other")
    assert made.status == 0, made
    answer = run("validate", tmp_path / "other", "--json")
    assert answer.status == 0, failed(answer)


def test_blind_dataset(run, tmp_path):
    made = run("generate", *SMALL, "--truth", "apart", "--quiet", "--out", "blind")
    assert made.status == 0, made
    answer = run("validate", tmp_path / "blind", "--json")
    assert answer.status == 0, failed(answer)
    checks = answer_of(answer)
    assert checks[LABELLED]["outcome"] == "skipped"
    assert "no request" in checks[METRICS]["reason"]


def test_same_answer_for_any_threads(run, sound):
    answers = {run("validate", sound / "outage", "--json", "--threads", n).out for n in ("1", "3")}
    assert len(answers) == 1


def test_text_names_the_row(run, broken):
    rewrite(broken, "orders", setter("total_amount", lambda r: r["total_amount"] + CENT))
    answer = run("validate", broken)
    assert answer.status == 3
    assert "failed: orders: The total adds up to the cent." in answer.out
    assert "not valid; " in answer.out.splitlines()[-1]
