"""A dataset in an object store is the local one, object by object; and what is refused."""

import json
import subprocess
import sys

import pytest
from object_server import KEYS, environment, free_port
from python_package import PACKAGE

TINY = ("--duration", "6h", "--orders-per-hour", "100", "--customers", "200", "--products", "60")
FORMATS = ["parquet", "feather", "csv", "jsonl"]


def assert_same(objects: dict[str, bytes], files: dict[str, bytes]):
    """The same names and bytes; of the manifest all but the run's own facts."""
    assert sorted(objects) == sorted(files)
    for name in files:
        if name != "manifest.json":
            assert objects[name] == files[name], name
    one, two = (json.loads(each["manifest.json"]) for each in (objects, files))
    assert {**one, "run": None} == {**two, "run": None}


def said(done, *words, status):
    """One message of one or two lines with these words, and no keys in it."""
    assert done.returncode == status, done
    assert done.stdout == "" and done.stderr.startswith("fauxmart: "), done
    assert done.stderr.count("\n") <= 2, done
    for word in words:
        assert word in done.stderr, done
    for secret in KEYS.values():
        assert secret not in done.stderr


@pytest.mark.parametrize("format", FORMATS)
def test_equal_to_the_local_dataset(bucket, local, format):
    job = (*TINY, "--format", format)
    bucket.make(*job)
    assert_same(bucket.objects(), local(*job))
    assert bucket.uploads() == []


def test_folders_by_date(bucket, local):
    """And what lies there is removed when it is replaced, in one layout or the other."""
    dated = (*TINY, "--start", "2025-01-01T22:00", "--partition-by", "date")
    bucket.make(*dated)
    objects = bucket.objects()
    assert_same(objects, local(*dated))
    assert "orders/date=2025-01-02/part-00001.parquet" in objects
    bucket.make(*TINY, "--overwrite")
    assert_same(bucket.objects(), local(*TINY))
    bucket.make(*dated, "--overwrite")
    assert_same(bucket.objects(), local(*dated))
    key = "shop/orders/date=2025-01-02/mine.txt"
    bucket.s3.put_object(Bucket=bucket.name, Key=key, Body=b"mine")
    done = bucket.ask("generate", "baseline", *dated, "--overwrite", "--out", bucket.uri())
    said(done, "date=2025-01-02/mine.txt", "in the way", status=2)


def test_large_files_go_up_in_pieces(bucket, local):
    """Lines of JSON of more than ten megabytes, and half as many again for a second piece."""
    job = ("--duration", "6h", "--orders-per-hour", "9000", "--format", "jsonl")
    job += ("--tables", "orders")
    bucket.make(*job)
    pieces = [each for each in bucket.proxy.seen if "partNumber" in each.query]
    assert len(pieces) > 1
    assert_same(bucket.objects(), local(*job))
    assert bucket.uploads() == []


def test_the_manifest_is_the_last_object(bucket):
    """What comes after it removes what the run itself had left, and its folder's mark."""
    bucket.make(*TINY, "--threads", 2)
    root = f"{bucket.name}/shop"
    written = [each.key for each in bucket.proxy.seen if each.writes and each.key != root]
    manifest = written.index(f"{root}/manifest.json")
    assert {key for key in written[manifest + 1 :]} <= {f"{root}/.partial"}
    assert written[0] == f"{root}/.partial/request.json"
    assert not any("/.partial/" in each for each in bucket.objects())
    assert bucket.marks() == ["shop/"]


def test_a_whole_bucket_is_a_place_too(bucket, local):
    done = bucket.ask(
        *("generate", "baseline", *TINY, "--quiet"),
        *("--out", f"s3://{bucket.name}?{bucket.endpoint}"),
    )
    assert done.returncode == 0, done
    keys = {each["Key"] for each in bucket.s3.list_objects_v2(Bucket=bucket.name)["Contents"]}
    assert keys == set(local(*TINY))


def test_the_endpoint_of_the_environment(bucket, local):
    address = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{bucket.proxy.port}"}
    out = f"s3://{bucket.name}/shop"
    done = bucket.ask(
        *("generate", "baseline", *TINY, "--out", out),
        env={**environment(), **address, "AWS_DEFAULT_REGION": "us-east-1"},
    )
    assert done.returncode == 0, done
    assert out in done.stderr and "endpoint_override" not in done.stderr
    objects = bucket.objects()
    assert_same(objects, local(*TINY))
    for name in ("manifest.json", "truth/truth.json"):
        for secret in (*KEYS.values(), bucket.name):
            assert secret.encode() not in objects[name]


def test_the_python_package(bucket, local):
    code = """if True:
        import sys, fauxmart as fm
        shop = fm.generate("baseline", duration="6h", orders_per_hour=100, customers=200,
                           products=60)
        print(shop.write(sys.argv[1])["out"])"""
    done = subprocess.run(
        [sys.executable, "-c", code, bucket.uri()],
        env={**environment(), "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    assert done.stdout == f"s3://{bucket.name}/shop\n"
    assert_same(bucket.objects(), local(*TINY))


# ---- what is refused -----------------------------------------------------------------------------


def test_a_bucket_that_is_missing(bucket):
    out = f"s3://no-such-bucket/shop?{bucket.endpoint}"
    done = bucket.ask("generate", "baseline", *TINY, "--out", out)
    said(done, "s3://no-such-bucket/shop", "no such bucket", status=1)
    assert not any(each.writes for each in bucket.proxy.seen)


def test_an_endpoint_where_nobody_listens(bucket):
    endpoint = f"scheme=http&region=us-east-1&endpoint_override=127.0.0.1:{free_port()}"
    out = f"s3://{bucket.name}/shop?{endpoint}"
    done = bucket.ask("generate", "baseline", *TINY, "--out", out)
    said(done, f"s3://{bucket.name}/shop", "connect", status=1)


def test_credentials_that_are_refused(bucket):
    """The server answers as S3 does."""
    body = (
        b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code>'
        b"<Message>Access Denied</Message></Error>"
    )
    bucket.proxy.answer = (403, body)
    try:
        done = bucket.ask("generate", "baseline", *TINY, "--out", bucket.uri())
    finally:
        bucket.proxy.answer = None
    said(done, f"s3://{bucket.name}/shop", "ACCESS_DENIED", status=1)
    assert bucket.objects() == {}


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("ftp://host/shop", ["ftp", "s3://"]),
        ("file:///tmp/shop", ["file", "s3://"]),
        ("s3:///shop", ["bucket"]),
        ("s3://bucket//shop", ["empty name"]),
        ("s3://buck et/shop", ["no valid URI"]),
        ("s3://bucket/shop?regoin=x", ["regoin"]),
        ("s3://an-id:a-secret@bucket/shop", ["s3://***@bucket/shop", "AWS_SECRET_ACCESS_KEY"]),
        ("gs://bucket/shop?no-such=1", ["no-such"]),
    ],
)
def test_what_is_no_place(bucket, out, words):
    done = bucket.ask("generate", "baseline", *TINY, "--out", out)
    said(done, *words, status=2)
    assert "a-secret" not in done.stderr


def test_what_only_directories_can_do(bucket, tmp_path):
    uri = bucket.uri()
    generate = ("generate", "baseline", *TINY)
    said(bucket.ask(*generate, "--out", uri, "--shard", "1/2"), "--shard", status=2)
    said(bucket.ask(*generate, "--out", uri, "--truth", tmp_path / "t"), "--truth", status=2)
    said(bucket.ask(*generate, "--out", tmp_path / "d", "--truth", uri), "--truth", status=2)
    said(bucket.ask("generate", "--from", uri, "--out", tmp_path / "d"), "copy it first", status=2)
    said(bucket.ask("merge", uri, "--out", tmp_path / "d"), "merge", status=2)
    said(bucket.ask("merge", tmp_path, "--out", uri), "merge", status=2)
    said(bucket.ask("validate", uri), "copy it first", status=2)
    said(bucket.ask("diff", uri, uri), "copy it first", status=2)
    assert list(tmp_path.iterdir()) == [] and bucket.proxy.seen == []


@pytest.mark.parametrize("key", ["date=2025-01-07", "date=2025-01-07/", "date=2025-01-07/x"])
def test_days_of_others_are_in_the_way(bucket, key):
    """An object of a day's name, the mark of a folder, an object in it."""
    bucket.s3.put_object(Bucket=bucket.name, Key=f"shop/orders/{key}", Body=b"")
    for layout in ((), ("--partition-by", "date")):
        done = bucket.ask("generate", "baseline", *TINY, *layout, "--out", bucket.uri())
        said(done, "orders/date=2025-01-07", "in the way", status=2)


def test_days_are_removed_a_table_at_a_time(bucket, local):
    """Not an object, nor a day, at a time: a thousand go with one request."""
    days = ("--duration", "20d", "--orders-per-hour", "1", "--customers", "50", "--products", "40")
    bucket.make(*days, "--partition-by", "date")
    bucket.proxy.seen.clear()
    bucket.make(*TINY, "--overwrite")
    plain = len(bucket.proxy.seen)
    assert_same(bucket.objects(), local(*TINY))
    assert plain < 20 * 5 * 3
    assert bucket.marks() == ["shop/"]


def test_other_objects_are_in_the_way(bucket):
    """They would be taken for parts; nothing is written beside them, and they stay."""
    bucket.s3.put_object(Bucket=bucket.name, Key="shop/orders/part-00009.parquet", Body=b"mine")
    for more in ([], ["--overwrite"]):
        done = bucket.ask("generate", "baseline", *TINY, "--out", bucket.uri(), *more)
        said(done, "orders/part-00009.parquet", "in the way", status=2)
        assert bucket.objects() == {"orders/part-00009.parquet": b"mine"}
