"""The objects of a bucket: conditions, where it is, what CURRENT says; of a copy its folder."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.exceptions import GenericError
from obstore.store import S3Store

from etl.model.errors import BucketAwayError, DamagedError, DeniedError
from etl.model.places import Places
from etl.release import bucket, mirror
from tests.etl.release.of_one_file import FIRST
from tests.s3_server import S3Server, body, names

Machine = Callable[..., Places]


def test_an_object_is_written_and_read_with_its_tag_on_a_condition_or_none(
    one: bucket.Bucket, objects: S3Store, tmp_path: Path
) -> None:
    assert one.get("a/b") is one.head("a/b") is None
    tag = one.put("a/b", b"one")
    assert one.get("a/b") == bucket.S3Object(b"one", tag)
    assert one.get("a/b", unless=tag) is None
    assert one.get("a/b", unless='"other"') == bucket.S3Object(b"one", tag)
    entry = one.head("a/b")
    assert entry is not None
    assert (entry.name, entry.tag, entry.size) == ("a/b", tag, 3)
    assert abs(entry.modified - datetime.now(UTC)) < timedelta(seconds=60)
    assert list(one.objects("a")) == [entry]
    assert list(one.objects("b")) == []
    for condition in ("", '"other"'):
        with pytest.raises(bucket.TakenError, match="a/b"):
            one.put("a/b", b"two", after=condition)
    path = tmp_path / "file"
    path.write_bytes(b"three")
    other = one.put("a/b", path, after=tag)
    assert other != tag
    assert body(objects, "a/b") == b"three"
    assert one.put("c", b"", after="")
    one.move("c", "d/c")
    one.delete(["a/b", "never"])
    assert names(objects) == ["d/c"]
    with pytest.raises(bucket.TakenError):
        one.put("a/b", b"four", after=other)
    assert one.put("a/b", b"five") == one.put("a/b", b"five")


def test_the_address_of_the_server_for_s3_alone_goes_before_that_of_all(
    one: bucket.Bucket, monkeypatch: pytest.MonkeyPatch, s3: S3Server
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3.endpoint)
    assert bucket.Bucket(one.address).endpoint == s3.endpoint
    assert bucket.Bucket(one.address).get("CURRENT") is None
    whole_bucket = bucket.Bucket(f"s3://{one.name}")
    assert (whole_bucket.name, whole_bucket.get("nothing")) == (one.name, None)


def test_where_a_bucket_is_and_in_which_region_is_said_by_the_environment(
    one: bucket.Bucket, monkeypatch: pytest.MonkeyPatch, s3: S3Server
) -> None:
    """AWS_REGION before AWS_DEFAULT_REGION; without an address it is Amazon's own."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    config = bucket.Bucket(one.address)._store.config
    assert (config.get("region"), config.get("endpoint")) == ("us-east-1", s3.endpoint)
    tries = bucket.Bucket(one.address)._store.retry_config or {}
    assert (tries.get("max_retries"), tries.get("retry_timeout")) == (2, timedelta(seconds=15))
    for name, region in (("AWS_DEFAULT_REGION", "eu-west-1"), ("AWS_REGION", "eu-central-1")):
        monkeypatch.setenv(name, region)
        assert bucket.Bucket(one.address)._store.config.get("region") == region
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    amazon = bucket.Bucket(one.address)
    assert (amazon.endpoint, amazon._where()) == ("", "Amazon S3")
    assert str(amazon._refused("403 ExpiredToken")).startswith("Amazon S3 does not know us (ExpiredToken): accepted ")


def test_a_refusal_says_what_may_not_be_done_and_what_the_server_said(one: bucket.Bucket) -> None:
    for verb, doing in {"PUT": "written", "POST": "written", "DELETE": "written", "GET": "read"}.items():
        assert str(one._refused(f"403 of {verb} /monitor")) == (
            f"{one.address} may not be {doing} with the key in AWS_ACCESS_KEY_ID: accepted is one that may list and "
            "read, and for commands that change releases also write and delete."
        )
    assert (
        bucket._first_line(OSError("S3 error - after 2 tries - no route to host X.\nand more")) == "no route to host X"
    )


def test_a_server_that_is_away_is_never_said_to_refuse_us(one: bucket.Bucket) -> None:
    """The library says how long it tried, and digits of that once were read as a refusal."""
    away = "Error performing PUT http://127.0.0.1:9/m/x/a in 1.403595ms - HTTP error: error sending request"
    with pytest.raises(BucketAwayError, match="does not answer"), one._explained():
        raise GenericError(away)
    refused = (
        "Error performing PUT http://127.0.0.1:9/m/x/a in 1.2ms - Server returned non-2xx status code: 403 Forbidden"
    )
    with pytest.raises(DeniedError, match="may not be written"), one._explained():
        raise GenericError(refused)


def test_what_current_says_is_read_as_it_was_written() -> None:
    start = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=UTC)
    for state in (mirror.State(FIRST, "", start, "t"), mirror.State(FIRST, f"{FIRST} 2026-11-26T08:30:15", start, "t")):
        assert mirror.state(bucket.S3Object(state.text().encode(), "t")) == state
    assert mirror.State(FIRST, "", start).text() == f"{FIRST}\nfrom 2026-11-23T12:00:00.000005+00:00\n"
    assert mirror.State(FIRST, "x y", start).text() == f"{FIRST}\nheld x y\nfrom 2026-11-23T12:00:00.000005+00:00\n"
    bare = mirror.state(bucket.S3Object(f"{FIRST}\n".encode(), "t"))
    assert (bare.release, bare.held, bare.tag) == (FIRST, "", "t")
    assert bare.start < datetime.now(UTC)
    assert mirror.state(None) == mirror.State("")
    for broken in (b"", b"../x\n", b"\xff\n"):
        with pytest.raises(DamagedError) as e:
            mirror.state(bucket.S3Object(broken, "t"))
        assert (e.value.release, e.value.file, e.value.why) == ("", "CURRENT", "changed")


def test_the_folder_of_a_copy_says_of_which_bucket(where: Places, tmp_path: Path) -> None:
    assert (where.warehouse / "BUCKET").read_text("utf-8") == f"{where.bucket}\n"
    assert (tmp_path / "cache" / ".gitignore").read_text("utf-8") == "*\n"
    (where.warehouse / "BUCKET").write_text("as it was", "utf-8")
    mirror.prepare(where)
    assert (where.warehouse / "BUCKET").read_text("utf-8") == "as it was"
