"""Wrong arguments: the exception that Python expects, with the words of the command line."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = {"name": "mine", "description": "A day.", "duration": "24h", "intensity": 1}


def message(run, *arguments):
    done = run(*arguments)
    assert done.returncode in (1, 2)
    return done.stderr.removeprefix("fauxmart: ").removesuffix("\n")


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        ({"scenario": "payment_outge"}, ()),
        ({"seed": -1}, ("--seed", "-1")),
        ({"seed": 1 << 64}, ("--seed", "18446744073709551616")),
        ({"intensity": 0}, ("--intensity", "0")),
        ({"intensity": float("nan")}, ("--intensity", "nan")),
        ({"intensity": 1e-9}, ("--intensity", "0.000000001")),
        ({"customers": 0}, ("--customers", "0")),
        ({"products": 10**9}, ("--products", "1000000000")),
        ({"orders_per_hour": -3}, ("--orders-per-hour", "-3")),
        ({"start": "tomorrow"}, ("--start", "tomorrow")),
        ({"start": "2025-01-01T00:30:00Z"}, ("--start", "2025-01-01T00:30:00Z")),
        ({"duration": "long"}, ("--duration", "long")),
        ({"without": "psp"}, ("--without", "psp")),
        ({"discount": 101}, ("--discount", "101")),
        ({"category": ["toys"]}, ("--category", "toys")),
        ({"set": {"world.foo": 1}}, ("--set", "world.foo=1")),
        ({"set": "scenario.effects.severe.to=1q"}, ("--set", "scenario.effects.severe.to=1q")),
        ({"ids": "uid"}, ("--ids", "uid")),
        ({"money": "cents"}, ("--money", "cents")),
        ({"threads": 0}, ("--threads", "0")),
    ],
)
def test_values(fm, run, arguments, flags):
    scenario = arguments.get("scenario", "payment_outage")
    with pytest.raises(ValueError) as caught:
        fm.generate(**{"scenario": scenario, **arguments})
    assert type(caught.value) is ValueError
    assert str(caught.value) == message(run, "generate", scenario, *flags, "--dry-run")


def test_hours(fm, run):
    with pytest.raises(ValueError) as caught:
        fm.generate("payment_outage").hours(5, 2)
    assert str(caught.value) == message(
        run, "generate", "payment_outage", "--hours", "5:2", "--dry-run"
    )


def test_what_the_plan_refuses(fm, run):
    """Known only once it is planned."""
    shop = fm.generate("baseline", duration="4w", start="2199-12-01", intensity=1000)
    big = fm.generate("baseline", orders_per_hour=10_000_000, intensity=100)
    with pytest.raises(ValueError) as caught:
        big.orders.to_pyarrow()
    flags = ("--orders-per-hour", "10000000", "--intensity", "100", "--dry-run")
    assert str(caught.value) == message(run, "generate", "baseline", *flags)
    assert shop.orders.head(1).num_rows == 1


@pytest.mark.parametrize("file", ["nofile.yaml", "no/such/folder/x.json"])
def test_missing_files(fm, run, file):
    for arguments, flags in (
        ({"scenario": file}, (file,)),
        ({"world": file}, ("baseline", "--world", file)),
    ):
        with pytest.raises(FileNotFoundError) as caught:
            fm.generate(**arguments)
        assert str(caught.value) == message(run, "generate", *flags, "--dry-run")
        assert caught.value.errno == 2


def test_files_that_are_wrong(fm, run, tmp_path):
    file = tmp_path / "mine.yaml"
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items())
    file.write_text(head + "effects:\n  x: {lever: trafic, scale: 2}\n")
    with pytest.raises(ValueError, match="did you mean traffic") as caught:
        fm.generate(file)
    assert str(caught.value) == message(run, "generate", file, "--dry-run")
    with pytest.raises(ValueError, match="is a folder"):
        fm.generate(tmp_path)


def test_a_dict_that_is_wrong_names_the_key(fm):
    with pytest.raises(ValueError, match=r"^scenario:.*effects\.x\.lever.*did you mean traffic"):
        fm.generate({**HEAD, "effects": {"x": {"lever": "trafic", "scale": 2}}})
    with pytest.raises(ValueError):
        fm.generate({**HEAD, "intensity": float("inf")})
    with pytest.raises(TypeError):
        fm.generate({**HEAD, "duration": {1, 2}})


def test_directories(fm, run, shop, tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        fm.validate(tmp_path / "none")
    assert str(caught.value) == message(run, "validate", tmp_path / "none")
    with pytest.raises(FileNotFoundError) as caught:
        fm.validate(tmp_path)
    assert str(caught.value) == message(run, "validate", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError) as caught:
        shop.write(tmp_path / "file" / "out")
    done = run("generate", "payment_outage", "--out", tmp_path / "file" / "out")
    assert str(caught.value) == done.stderr.removeprefix("fauxmart: ").strip()
    with pytest.raises(ValueError):
        shop.write("")
    with pytest.raises(ValueError):
        shop.write(tmp_path / "out", overwrite=True, resume=True)


@pytest.mark.parametrize("option", ["format", "compression", "writer", "csv_text"])
def test_write_options(run, shop, tmp_path, option):
    with pytest.raises(ValueError) as caught:
        shop.write(tmp_path / "out", **{option: "foo"})
    flag = "--" + option.replace("_", "-")
    assert str(caught.value) == message(run, "generate", "baseline", flag, "foo", "--dry-run")
    assert not (tmp_path / "out").exists()


def test_descriptions(fm, run):
    with pytest.raises(ValueError) as caught:
        fm.describe("ordres")
    assert str(caught.value) == message(run, "describe", "ordres")
    with pytest.raises(ValueError):
        fm.describe(format="xml")


@pytest.mark.parametrize(
    "arguments",
    [
        {"scenario": 3},
        {"scenario": None},
        {"seed": "7"},
        {"seed": 1.5},
        {"seed": True},
        {"intensity": "2"},
        {"start": 2025},
        {"duration": 24},
        {"without": 1},
        {"category": {"a": 1}},
        {"set": 1},
        {"world": b"x"},
        {"ids": 1},
        {"threads": "2"},
    ],
)
def test_types(fm, arguments):
    with pytest.raises(TypeError):
        fm.generate(**arguments)


# ---- anything ------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=20)
    | st.binary(max_size=8)
    | st.datetimes()
    | st.timedeltas()
    | st.sampled_from(["baseline", "payment_outage", "psp_outage", "24h", "2025-02-01", "all"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
NAMES = (
    *("scenario", "seed", "start", "duration", "intensity", "orders_per_hour", "orders_per_day"),
    *("customers", "products", "without", "discount", "category", "set", "world"),
    *("ids", "money", "threads"),
)
FINE = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
REFUSED = (ValueError, TypeError, OSError)


@FINE
@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=4))
def test_any_arguments_of_generate(fm, arguments):
    try:
        shop = fm.generate(**arguments)
    except REFUSED:
        return
    assert len(shop) == 12 and repr(shop)


@FINE
@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_arguments_of_methods(fm, shop, one, two, three):
    for call in (
        lambda: shop[one],
        lambda: shop.hours(one, two),
        lambda: shop.without(one),
        lambda: shop.overlay(one, two),
        lambda: shop.orders.head(one),
        lambda: shop.orders.preview(one),
        lambda: fm.describe(one, format=two, dialect=three),
        lambda: fm.validate(one, rows=two, threads=three),
        lambda: fm.generate(fm.Scenario(one, two, duration=three).effect(one, two, to=three)),
        lambda: fm.generate({**HEAD, "effects": one, "with": two}),
        lambda: shop.write("/dev/null/out", format=one, tables=two, truth=three),
    ):
        try:
            call()
        except (*REFUSED, LookupError):
            pass


def any_native(fm, draw):
    """The extension itself, below all checks of the package."""
    from fauxmart import _fauxmart

    for name, arguments in (
        ("Source", 1),
        ("known_tables", 0),
        ("schema", 3),
        ("describe", 5),
        ("validate", 3),
        ("check_flag", 3),
    ):
        try:
            getattr(_fauxmart, name)(*(draw() for _ in range(arguments)))
        except (*REFUSED, LookupError, RuntimeError):
            pass


@FINE
@given(st.data())
def test_any_arguments_of_the_extension(fm, data):
    any_native(fm, lambda: data.draw(ANYTHING | st.text(max_size=8) | st.integers(-3, 3)))


@FINE
@given(st.sampled_from(["orders", "customers", "incidents"]), st.integers(-(2**63), 2**63 - 1))
def test_any_number_of_threads_of_the_extension(shop, table, threads):
    try:
        stream = shop._source.stream(table, False, False, threads)
    except REFUSED:
        return
    assert stream
