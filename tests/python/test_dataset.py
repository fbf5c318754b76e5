"""Datasets: windows, twins, scenarios from Python, plans, files, and how notebooks show them."""

import datetime
import filecmp
import json
import re
import xml.etree.ElementTree as ET

import pyarrow as pa
import pyarrow.compute
import pytest
from python_package import TABLES

BUILT = {
    "name": "mine",
    "description": "A day without payments.",
    "duration": "24h",
    "intensity": 1,
    "incidents": {
        "psp": {
            "kind": "outage",
            "title": "No payments",
            "description": "Nearly all payments fail.",
            "root_cause": "The provider is down.",
            "severity": "high",
        }
    },
    "effects": {
        "fails": {
            "lever": "payment_failure",
            "set": 0.9,
            "from": "3h",
            "to": "5h",
            "incident": "psp",
        }
    },
}


def failed(dataset):
    orders = dataset.orders.to_pyarrow().to_pylist()
    return [o["order_ts"].hour for o in orders if o["payment_status"] == "failed"]


def test_tables_by_name(shop):
    assert shop.tables == TABLES == [table.name for table in shop]
    assert len(shop) == 12 and "orders" in shop and "order" not in shop
    assert shop["returns"].name == shop.returns.name == "returns"
    assert set(TABLES) <= set(dir(shop))
    with pytest.raises(KeyError, match="no table 'order'"):
        shop["order"]
    with pytest.raises(AttributeError):
        _ = shop.order


def test_hours_are_the_wholes(fm):
    month = fm.generate("baseline", seed=3)
    part = month.hours(100, 124)
    whole = month.orders.to_pyarrow().filter(
        pa.compute.field("order_ts") >= pa.scalar(part.orders.head(1)["order_ts"][0].as_py())
    )
    rows = part.orders.to_pyarrow()
    assert rows.num_rows == sum(part.plan["hourly_orders"]) > 10_000
    assert part.plan["start"] == "2025-01-05T04:00:00Z" and part.plan["hours"] == 24
    assert rows.combine_chunks().equals(whole.slice(0, rows.num_rows).combine_chunks())


def test_without_is_the_twin(fm, shop):
    twin = shop.without("psp_outage")
    assert twin.incidents.to_pyarrow().num_rows == 0
    assert shop.incidents.to_pyarrow()["name"].to_pylist() == ["psp_outage"]
    assert len(failed(twin)) < len(failed(shop)) / 2
    again = fm.generate("payment_outage", seed=7, without="psp_outage").orders.to_pyarrow()
    assert twin.orders.to_pyarrow().equals(again)
    assert shop.without("all").orders.to_pyarrow().equals(again)


def test_overlay(fm):
    month = fm.generate("baseline", duration="3d")
    both = month.overlay("payment_outage", at="2d")
    assert both.scenario["incidents"][0]["start"] == "2025-01-03T01:00:00Z"
    assert (
        both.overlay(BUILT, at=datetime.timedelta(hours=5))
        .scenario["incidents"][1]["start"]
        .startswith("2025-01-01T08")
    )
    assert both.hours(0, 24).orders.to_pyarrow().equals(month.hours(0, 24).orders.to_pyarrow())


def test_a_scenario_as_dict_file_or_builder(fm, tmp_path):
    built = (
        fm.Scenario("mine", "A day without payments.", duration="24h")
        .incident("psp", **BUILT["incidents"]["psp"])
        .effect("fails", lever="payment_failure", set=0.9, from_="3h", to="5h", incident="psp")
    )
    assert built.to_dict() == BUILT
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(BUILT))
    tables = [
        fm.generate(scenario, seed=5).orders.to_pyarrow()
        for scenario in (BUILT, built, file, str(file), fm.Scenario.from_dict(BUILT))
    ]
    assert all(table.equals(tables[0]) for table in tables)
    hours = failed(fm.generate(BUILT, seed=5))
    assert sum(hour in (3, 4) for hour in hours) > len(hours) / 2


def test_a_builder_step_leaves_the_one_before_alone(fm):
    plain = fm.Scenario("mine", "A day.", duration="24h", intensity=2)
    plain.effect("more", lever="traffic", scale=2).overlay("payment_outage", at="2h")
    plain.campaign("sale", type="discount", discount=10)
    assert plain.to_dict() == {
        "name": "mine",
        "description": "A day.",
        "duration": "24h",
        "intensity": 2,
    }
    content = plain.effect("more", lever="traffic", scale=2).to_dict()
    assert content["effects"] == {"more": {"lever": "traffic", "scale": 2}}


def test_settings_times_and_paths(fm, tmp_path):
    shop = fm.generate(
        "baseline",
        start=datetime.datetime(2025, 3, 1, 6, tzinfo=datetime.UTC),
        duration=datetime.timedelta(days=1),
        set={"world.customers.count": 50, "scenario.intensity": 2},
    )
    assert shop.plan["start"] == "2025-03-01T06:00:00Z" and shop.plan["hours"] == 24
    assert shop.customers.to_pyarrow().num_rows == 50
    assert (
        fm.generate("baseline", start=datetime.date(2025, 3, 1))
        .plan["start"]
        .startswith("2025-03-01T00")
    )


def test_it_writes_what_the_command_line_writes(fm, run, tmp_path):
    flags = ("--seed", "7", "--intensity", "2", "--format", "feather", "--tables", "orders,returns")
    assert run("generate", "payment_outage", *flags, "--out", tmp_path / "a").returncode == 0
    shop = fm.generate("payment_outage", seed=7, intensity=2)
    summary = shop.write(tmp_path / "b", format="feather", tables=["orders", "returns"])
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*.feather"))
    assert len(files) == 2
    for file in files:
        assert filecmp.cmp(tmp_path / "a" / file, tmp_path / "b" / file, shallow=False)
    assert summary["orders"] == shop.orders.to_pyarrow().num_rows
    a, b = (json.loads((tmp_path / each / "manifest.json").read_text()) for each in "ab")
    assert a["request"] == b["request"] and a["tables"] == b["tables"]


def test_it_writes_by_date(fm, run, tmp_path):
    flags = ("--duration", "3d", "--partition-by", "date")
    assert run("generate", "baseline", *flags, "--out", tmp_path / "a").returncode == 0
    fm.generate(duration="3d").write(tmp_path / "b", partition_by="date")
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("date=*/*"))
    assert len(files) == 3 * 5
    for file in files:
        assert filecmp.cmp(tmp_path / "a" / file, tmp_path / "b" / file, shallow=False)
    with pytest.raises(ValueError, match="--partition-by"):
        fm.generate().write(tmp_path / "c", partition_by="hour")
    assert not (tmp_path / "c").exists()


def test_write_twice(fm, shop, tmp_path):
    shop.write(tmp_path / "out")
    with pytest.raises(ValueError, match="--overwrite"):
        shop.write(tmp_path / "out")
    summary = shop.write(tmp_path / "out", overwrite=True, truth=tmp_path / "truth", card=True)
    assert "license: cc0-1.0" in (tmp_path / "out/README.md").read_text()
    assert (tmp_path / "truth/incidents").is_dir()
    assert summary["incidents"][0]["rows_affected"] == shop.incident_labels.to_pyarrow().num_rows
    assert fm.validate(tmp_path / "out")


def test_a_dict_scenario_can_be_made_again(fm, run, tmp_path):
    """Its text is in the manifest."""
    fm.generate(BUILT, seed=5).write(tmp_path / "a")
    done = run("generate", "--from", tmp_path / "a/manifest.json", "--out", tmp_path / "b")
    assert done.returncode == 0, done.stderr
    assert run("diff", tmp_path / "a", tmp_path / "b").returncode == 0


def test_validate(fm, shop, tmp_path):
    shop.write(tmp_path / "out")
    good = fm.validate(tmp_path / "out")
    assert good and not good.failed and good.rows > 10_000 and len(good.checks) > 50
    (part,) = (tmp_path / "out/orders").iterdir()
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    bad = fm.validate(tmp_path / "out")
    assert not bad and "files" in {check.group for check in bad.failed}


def test_scenarios_and_descriptions(fm, run):
    names = [info.name for info in fm.scenarios()]
    assert len(names) == 9 and "payment_outage" in names
    info = next(info for info in fm.scenarios() if info.name == "payment_outage")
    assert info.incidents == ("psp_outage",) and info.duration == "6h"
    assert "effects:" in info.text
    assert fm.describe() == run("describe").stdout
    assert fm.describe("orders", format="json", ids="uuid") == (
        run("describe", "orders", "--format", "json", "--ids", "uuid").stdout
    )
    spark = run("describe", "--dialect", "spark").stdout
    assert fm.describe(format="sql", dialect="spark") == spark
    for form in ("dbt", "odcs", "datapackage", "croissant"):
        assert fm.describe(format=form) == run("describe", "--format", form).stdout
    with pytest.raises(ValueError, match="world goes with"):
        fm.describe(world="mine.yaml")
    with pytest.raises(FileNotFoundError):
        fm.describe(format="odcs", dataset="nowhere")


def test_plan(shop):
    assert sum(shop.plan["hourly_orders"]) == shop.orders.to_pyarrow().num_rows
    assert shop.plan_orders == shop.orders.planned_rows
    assert shop.scenario["effects"][0]["lever"] == "conversion"


def test_progress(fm, tmp_path):
    seen = []
    shop = fm.generate(
        "baseline", duration="10d", progress=lambda done, total: seen.append((done, total))
    )
    table = shop.orders.to_pyarrow()
    assert seen[-1] == (table.num_rows, shop.plan_orders) and len(seen) >= 2
    fm.generate("baseline", duration="24h", progress=True).write(tmp_path / "out")


def test_an_error_of_the_progress_function_ends_the_writing(fm, tmp_path):
    def refuse(done, total):
        raise LookupError("enough")

    shop = fm.generate("baseline", intensity=50, progress=refuse)
    with pytest.raises(LookupError, match="enough"):
        shop.write(tmp_path / "out")
    assert not (tmp_path / "out/manifest.json").exists()


# ---- notebooks -----------------------------------------------------------------------------------


def markup(text):
    return ET.fromstring(text.replace("<br>", "<br/>"))


def test_html_of_a_dataset(shop):
    tree = markup(shop._repr_html_())
    cells = {row[0].text: row[1].text for row in tree.iter("tr") if row[0].tag == "td"}
    assert list(cells) == TABLES
    assert cells["orders"] == f"{shop.plan_orders:,}" and cells["returns"].startswith("~")
    (svg,) = tree.iter("svg")
    (line,) = svg.iter("polyline")
    points = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
    assert len(points) == 6
    orders = shop.plan["hourly_orders"]
    # The most orders are the highest point, that is the smallest y.
    assert points.index(min(points, key=lambda p: p[1])) == orders.index(max(orders))
    (shade,) = svg.iter("rect")
    left, width = float(shade.get("x")), float(shade.get("width"))
    assert (left, width) == (100, 300)  # hours 1 to 4 of 6, on 600
    assert shade[0].text == "psp_outage"


def test_html_of_a_month_has_a_point_a_pixel_at_most(fm):
    (line,) = re.findall(r"points='([^']*)'", fm.generate("baseline")._repr_html_())
    assert 300 <= len(line.split()) <= 600


def test_html_of_a_table(shop):
    tree = markup(shop.orders._repr_html_())
    assert [cell.text for cell in tree.iter("th")] == shop.orders.columns
    assert len(list(tree.iter("tr"))) == 6


def test_html_escapes(fm):
    html = fm.generate({**BUILT, "description": "<script>alert(1)</script>"})._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
