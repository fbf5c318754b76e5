"""--truth: what was planted stands in a directory of its own, and the dataset does not tell it."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import time

import jsonschema
import pytest

SCENARIOS = {
    "baseline": [],
    "flash_sale": ["flash_sale"],
    "returns_wave": ["returns_wave"],
    "supply_disruption": ["supplier_failure"],
    "payment_outage": ["psp_outage"],
    "viral_moment": ["viral_spike"],
    "customer_segments": ["gen_z_growth"],
    "seasonal_planning": ["back_to_school"],
    "multi_channel": ["app_launch"],
}
NAMES = sorted({*SCENARIOS, *(name for names in SCENARIOS.values() for name in names)})
# A season of the world, of which books are, has the name of an incident.
ORDINARY = {"products": "back_to_school"}
SEED = "918273645"
# Nothing is compressed, so that a name would stand in the files as it is.
PLAIN = {
    "parquet": ("--format", "parquet", "--compression", "none"),
    "feather": ("--format", "feather", "--compression", "none"),
    "csv": ("--format", "csv"),
}
FEW = ("--orders-per-hour", "20", "--customers", "60", "--products", "300", "--seed", SEED)
QUIET = ("--no-sync", "--quiet")
# Two parts, so that it can be killed between them.
PARTS = ("--orders-per-hour", "90000", "--products", "300", "--seed", SEED)
OUTAGE = ("payment_outage", *FEW)


@pytest.fixture
def make(run, tmp_path):
    """make("blind", "payment_outage", ...): that dataset; it must succeed in silence."""

    def maker(name, *args):
        answer = run("generate", *args, *QUIET, "--out", name)
        assert (answer.status, answer.err) == (0, ""), answer
        return tmp_path / name

    return maker


def listing(directory):
    """Every file with its bytes, every folder."""
    return {
        str(path.relative_to(directory)): path.read_bytes() if path.is_file() else None
        for path in sorted(directory.rglob("*"))
    }


def read(path):
    return json.loads(path.read_text())


def digests(tables):
    return {name: table["digest"] for name, table in tables.items()}


def assert_blind(data, truth):
    """The manifest has the truth's SHA-256 and no more of it, and there is none in the data."""
    manifest = read(data / "manifest.json")
    assert list(manifest) == ["fauxmart", "tables", "truth", "run"]
    seal = hashlib.sha256((truth / "truth.json").read_bytes()).hexdigest()
    assert manifest["truth"] == {"sha256": seal}
    assert set(manifest["run"]) == {"seconds", "threads", "commit", "compiler"}
    assert not (data / "truth").exists() and not (data / ".partial").exists()
    assert not {"incidents", "incident_labels"} & set(manifest["tables"])
    assert sorted(path.name for path in truth.iterdir()) == [
        "incident_labels",
        "incidents",
        "truth.json",
    ]


def assert_same_data(one, other):
    """Equal bytes in all files of the data, whichever of the two is blind."""
    left, right = listing(one), listing(other)
    for files in (left, right):
        for name in [name for name in files if name == "manifest.json" or name.startswith("truth")]:
            del files[name]
    assert left.keys() == right.keys()
    assert [name for name in left if left[name] != right[name]] == []


def assert_same_truth(one, other):
    assert listing(one) == listing(other)


@pytest.mark.parametrize("format", PLAIN)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_byte_of_the_data_tells(make, tmp_path, scenario, format):
    data = make(
        *("data", scenario, *FEW, "--duration", "3h", *PLAIN[format]),
        *("--truth", tmp_path / "apart"),
    )
    assert_blind(data, tmp_path / "apart")
    for path, content in listing(data).items():
        text = path.encode() + b"\n" + (content or b"").lower()
        told = {name for name in (*NAMES, SEED) if name.encode() in text}
        assert told - {ORDINARY.get(path.split("/")[0])} == set(), path
    planted = [incident["name"] for incident in read(tmp_path / "apart/truth.json")["incidents"]]
    assert planted == SCENARIOS[scenario]


def test_what_is_looked_for_would_be_found(make):
    """In an open dataset the same search finds scenario, seed and incident."""
    data = make("data", *OUTAGE, "--duration", "3h", *PLAIN["parquet"])
    whole = b"".join(content or b"" for content in listing(data).values())
    for name in ("payment_outage", "psp_outage", SEED):
        assert name.encode() in whole, name


@pytest.mark.parametrize("format", ["parquet", "feather", "csv", "jsonl"])
def test_same_rows_as_the_open_dataset(make, tmp_path, format):
    request = (*OUTAGE, "--format", format)
    open_ = make("open", *request)
    data = make("data", *request, "--truth", "apart")
    assert_blind(data, tmp_path / "apart")
    assert_same_data(open_, data)
    assert_same_truth(open_ / "truth", tmp_path / "apart")
    expected = digests(read(open_ / "manifest.json")["tables"])
    truth = read(tmp_path / "apart/truth.json")
    assert digests(read(data / "manifest.json")["tables"]) | digests(truth["tables"]) == expected


def test_from_truth_json(make, tmp_path):
    """It is a request: the same dataset again, open or with its truth apart."""
    data = make("data", *OUTAGE, "--with", "viral_moment@1h", "--truth", "apart")
    open_ = make("open", "--from", "apart/truth.json")
    assert_same_data(data, open_)
    assert_same_truth(tmp_path / "apart", open_ / "truth")
    again = make("again", "--from", "apart/truth.json", "--truth", "elsewhere")
    assert_blind(again, tmp_path / "elsewhere")
    assert_same_data(data, again)
    assert_same_truth(tmp_path / "apart", tmp_path / "elsewhere")


def test_from_the_blind_dataset_is_refused(make, refused):
    """Its manifest is no request: it does not say of what."""
    make("data", *OUTAGE, "--truth", "apart")
    refused("generate", "--from", "data", "--out", "again", *QUIET, says="data/manifest.json")
    refused("generate", "--from", "data/manifest.json", "--out", "again", *QUIET)


def test_a_name_in_a_campaign_is_refused(run, refused, tmp_path):
    """Campaigns are for all to see."""
    text = (
        "name: my_party\ndescription: d\nduration: 2h\nintensity: 1\n"
        "incidents: {big_day: {kind: k, title: t, description: d, root_cause: r, severity: low}}\n"
        "campaigns: {c: {name: NAME, type: TYPE, where: {category: beauty}, incident: big_day}}\n"
    )
    mine = tmp_path / "mine.yaml"
    command = ("generate", "mine.yaml", *FEW, *QUIET, "--out", "data", "--truth", "apart")
    for name, type_, told in [
        ("deals of my_party", "x", "my_party"),
        ("deals", "my_party", "my_party"),
        ("big_day", "x", "big_day"),
    ]:
        mine.write_text(text.replace("NAME", name).replace("TYPE", type_))
        refused(*command, says=told)
    mine.write_text(text.replace("NAME", "deals").replace("TYPE", "x"))
    assert run(*command).status == 0
    assert_blind(tmp_path / "data", tmp_path / "apart")


# ---- where it may not be -------------------------------------------------------------------------

REQUEST = ("generate", "payment_outage", *FEW, *QUIET)


@pytest.mark.parametrize(
    ("out", "truth"),
    [
        ("data", "data/apart"),
        ("data", "data/truth"),
        ("data", "data"),
        ("data", "./data/../data"),
        ("apart/data", "apart"),
        ("data", "."),
        ("data", "/data/apart"),
        ("data", "/data"),
        ("/apart/data", "apart"),
        ("data", "link/apart"),
    ],
)
@pytest.mark.parametrize("there", [True, False], ids=["there", "not there"])
def test_one_inside_the_other_is_refused(refused, tmp_path, out, truth, there):
    """However they are written; "/" here is the directory of the test."""
    out, truth = (f"{tmp_path}{path}" if path[0] == "/" else path for path in (out, truth))
    if "link" in truth:
        (tmp_path / "link").symlink_to("data")
    if there:
        (tmp_path / "data").mkdir()
    refused(*REQUEST, "--out", out, "--truth", truth, says="--truth")


def put_file(place):
    place.mkdir()
    (place / "notes.txt").write_text("mine")


def put_file_in_a_table(place):
    (place / "incidents").mkdir(parents=True)
    (place / "incidents/notes.txt").write_text("mine")


def put_foreign_truth(place):
    place.mkdir()
    (place / "truth.json").write_text('{"what": "mine"}')


def put_no_json(place):
    place.mkdir()
    (place / "truth.json").write_text("mine")


def put_escaping_truth(place):
    """A truth.json that lists a file outside: --overwrite must not reach for it."""
    put_file(place.parent / "elsewhere")
    place.mkdir()
    files = [{"path": "../elsewhere/notes.txt"}]
    text = json.dumps({"fauxmart": {}, "salt": "", "tables": {"incidents": {"files": files}}})
    (place / "truth.json").write_text(text)


def put_a_file_there(place):
    place.write_text("mine")


FOREIGN = [
    put_file,
    put_file_in_a_table,
    put_foreign_truth,
    put_no_json,
    put_escaping_truth,
    put_a_file_there,
]


@pytest.mark.parametrize("more", [(), ("--overwrite",)], ids=["", "overwrite"])
@pytest.mark.parametrize("put", FOREIGN, ids=lambda put: put.__name__)
def test_what_is_not_ours_is_left_alone(refused, tmp_path, put, more):
    put(tmp_path / "apart")
    refused(*REQUEST, "--out", "data", "--truth", "apart", *more, says="--truth")


def test_another_truth_is_left_alone(make, refused, tmp_path):
    """Unless --overwrite says so; then nothing of the old one is left."""
    make("old", "flash_sale", *FEW, "--truth", "apart", "--format", "csv")
    refused(*REQUEST, "--out", "data", "--truth", "apart", says="--overwrite")
    data = make("data", *OUTAGE, "--truth", "apart", "--overwrite")
    assert_blind(data, tmp_path / "apart")
    make("data", *OUTAGE, "--truth", "new", "--overwrite")
    assert_same_truth(tmp_path / "apart", tmp_path / "new")


def test_an_open_dataset_is_overwritten(make, tmp_path):
    """The truth that was in it goes."""
    make("data", "flash_sale", *FEW)
    assert (tmp_path / "data/truth").is_dir()
    data = make("data", *OUTAGE, "--truth", "apart", "--overwrite")
    assert_blind(data, tmp_path / "apart")
    assert_same_data(make("expected", *OUTAGE), data)


def test_an_empty_directory_is_taken(make, tmp_path):
    (tmp_path / "apart").mkdir()
    assert_blind(make("data", *OUTAGE, "--truth", "apart"), tmp_path / "apart")


def test_a_dry_run_writes_nothing(run, tmp_path):
    answer = run("generate", *OUTAGE, "--truth", "apart", "--out", "data", "--dry-run")
    assert answer.status == 0 and listing(tmp_path) == {}, answer


def test_one_table_on_standard_output_has_no_truth_apart(refused):
    """Nobody would get it."""
    refused(*REQUEST, "--tables", "orders", "--format", "csv", "--out", "-", "--truth", "apart")


def test_without_truth_tables(make, tmp_path):
    """--tables leaves them out; truth.json is there all the same, and the dataset is blind."""
    data = make("data", *OUTAGE, "--tables", "orders,returns", "--truth", "apart")
    manifest = read(data / "manifest.json")
    assert list(manifest) == ["fauxmart", "tables", "truth", "run"]
    seal = hashlib.sha256((tmp_path / "apart/truth.json").read_bytes()).hexdigest()
    assert manifest["truth"] == {"sha256": seal}
    assert [path.name for path in (tmp_path / "apart").iterdir()] == ["truth.json"]
    assert_same_data(data, make("again", "--from", "apart/truth.json"))


# ---- interrupted, and in shards ------------------------------------------------------------------


def kill_after_a_part(fauxmart, place, *args):
    process = subprocess.Popen(
        [fauxmart, "generate", *map(str, args), *QUIET, "--threads", "1"],
        cwd=place,
        stdin=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not any("chunk" in name for name in _names(place / "data/.partial")):
        assert process.poll() is None, "it was done before"
        assert time.monotonic() < deadline
        time.sleep(0.001)
    process.kill()
    assert process.wait() == -signal.SIGKILL


def _names(folder):
    return [name for name in os.listdir(folder) if name[0] != "."] if folder.is_dir() else []


def test_killed_and_resumed(make, fauxmart, refused, tmp_path):
    request = ("payment_outage", *PARTS, "--truth", "apart")
    kill_after_a_part(fauxmart, tmp_path, *request, "--out", "data")
    assert not (tmp_path / "apart").exists() and not (tmp_path / "data/manifest.json").exists()
    put_file(tmp_path / "apart")
    refused("generate", *request, *QUIET, "--out", "data", "--resume", says="apart")
    shutil.rmtree(tmp_path / "apart")
    data = make("data", *request, "--resume")
    assert_blind(data, tmp_path / "apart")
    open_ = make("open", "payment_outage", *PARTS)
    assert_same_data(open_, data)
    assert_same_truth(open_ / "truth", tmp_path / "apart")


def test_shards_and_merge(make, run, tmp_path):
    """The truth is taken out by merge, for the shards have only parts of it."""
    for i in (1, 2):
        make(f"shard-{i}", *OUTAGE, "--shard", f"{i}/2")
    shards = ("merge", "shard-2", "shard-1", "--out", "data", "--quiet")
    answer = run(*shards, "--truth", "data/apart")
    assert answer.status == 2 and "--truth" in answer.err, answer
    put_file(tmp_path / "apart")
    answer = run(*shards, "--truth", "apart")
    assert answer.status == 2 and "apart" in answer.err, answer
    assert not (tmp_path / "data").exists()
    shutil.rmtree(tmp_path / "apart")
    answer = run(*shards, "--truth", "apart")
    assert (answer.status, answer.err) == (0, ""), answer
    assert_blind(tmp_path / "data", tmp_path / "apart")
    open_ = make("open", *OUTAGE)
    assert_same_data(open_, tmp_path / "data")
    assert_same_truth(open_ / "truth", tmp_path / "apart")


def test_a_shard_has_no_truth_apart(refused):
    """It would be in the shard all the same until merge takes it out, so the flag belongs there."""
    refused(*REQUEST, "--shard", "1/2", "--out", "shard", "--truth", "apart", says="merge")


# ---- truth.json ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def validator(repo):
    schema = read(repo / "schemas/truth.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


MINE = (
    "name: mine\ndescription: d\nduration: 4h\nintensity: 1\n"
    "incidents: {trouble: {kind: k, title: t, description: d, root_cause: r, severity: low}}\n"
    "effects: {fewer: {lever: conversion, scale: 0.5, where: {state: NY}, incident: trouble}}\n"
)
OF_MINE = ("mine.yaml", "--customers", "60", "--products", "80", "--duration", "4h")
REQUESTS = {scenario: (scenario, *FEW, "--duration", "3h") for scenario in SCENARIOS} | {
    "composed": (*OUTAGE, "--with", "flash_sale@1h", "--with", "viral_moment@2h"),
    "left out": (*OUTAGE, "--with", "flash_sale@1h", "--without", "psp_outage"),
    "nothing left": (*OUTAGE, "--without", "all"),
    "a file": OF_MINE,
    "many flags": (
        *(*OF_MINE, "--with", "payment_outage@1h", "--hours", "0:2", "--category", "beauty"),
        *("--discount", "10", "--set", "world.orders.tax_rate=0.07", "--orders-per-day", "900"),
        *("--start", "2025-03-01", "--intensity", "2", "--format", "csv", "--ids", "uuid"),
        *("--money", "float64", "--seed", "18446744073709551615"),
    ),
    "few tables": (*OUTAGE, "--tables", "orders,incidents"),
    "files in another way": (*OUTAGE, "--partition-by", "date", "--card"),
}


@pytest.mark.parametrize("request_", REQUESTS)
def test_truth_json_is_as_its_schema(make, validator, tmp_path, request_):
    (tmp_path / "mine.yaml").write_text(MINE)
    data = make("data", *REQUESTS[request_])
    truth = read(data / "truth/truth.json")
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(truth)]
    assert errors == []
    # What a schema cannot say: every plan has a number an hour, and the files are there.
    for plan in (truth["plan"], *(incident["plan_without"] for incident in truth["incidents"])):
        assert {len(column) for column in plan.values()} == {truth["resolved"]["hours"]}
    for table in truth["tables"].values():
        for file in table["files"]:
            assert (data / "truth" / file["path"]).stat().st_size == file["bytes"]
        assert sum(file["rows"] for file in table["files"]) == table["rows"]
    planned = truth["statistics"]["planned"]["orders"]
    assert planned == sum(truth["plan"]["orders"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda truth: truth.pop("salt"),
        lambda truth: truth.update(more=1),
        lambda truth: truth["request"].update(seed=-1),
        lambda truth: truth["plan"].pop("load"),
        lambda truth: truth["plan"]["orders"].append(0.5),
        lambda truth: truth["incidents"][0].update(severity="grave"),
        lambda truth: truth["incidents"][0]["plan_without"].update(more=[1]),
        lambda truth: truth["tables"]["incidents"]["files"][0].update(path="../orders/x.csv"),
    ],
)
def test_the_schema_can_refuse(make, validator, spoil):
    truth = read(make("data", *OUTAGE, "--duration", "2h") / "truth/truth.json")
    assert validator.is_valid(truth)
    spoil(truth)
    assert not validator.is_valid(truth)


def test_the_schema_tells_of_every_key(validator):
    """Every object is closed, and every key of the document itself has words."""

    def objects(schema, path):
        if isinstance(schema, dict):
            if schema.get("type") == "object":
                assert "additionalProperties" in schema, path
            for key, value in schema.items():
                yield from objects(value, f"{path}/{key}")
            if "properties" in schema:
                yield path, schema["properties"]

    found = dict(objects(validator.schema, "#"))
    silent = [
        f"{path}/{key}"
        for path in ("#", "#/$defs/plan", "#/properties/resolved")
        for key, value in found[path].items()
        if "description" not in value
        and "$ref" not in value
        and key not in ("customers", "products")
    ]
    assert [key for key in silent if not key.endswith(("request", "fauxmart"))] == []
