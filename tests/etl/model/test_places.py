"""Where the data lie: the folders that the environment names, and the refusal of what is none."""

from pathlib import Path

import pytest

from etl.model.errors import BucketError, SettingError
from etl.model.places import DATA, Places, cache_folder, places, refuse_files

NAMES = ("MONITOR_ARCHIVE", "MONITOR_SNAPSHOTS", "MONITOR_QUARANTINE", "MONITOR_WAREHOUSE")
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*NAMES, *ENDPOINTS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MONITOR_CACHE", str(tmp_path / "cache"))


def test_without_settings_the_folders_are_those_of_the_repository() -> None:
    assert places() == Places(DATA / "archive", DATA / "snapshots", DATA / "quarantine", DATA / "warehouse", "")
    assert (DATA / "archive" / "PROVENANCE.csv").exists()


@pytest.mark.parametrize("name", NAMES)
def test_each_setting_moves_its_own_folder_and_no_other(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = places()
    monkeypatch.setenv(name, "/somewhere/else")
    field = name.removeprefix("MONITOR_").lower()
    assert vars(places()) == {**vars(before), field: Path("/somewhere/else")}


def test_without_a_setting_what_can_be_made_again_lies_beside_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONITOR_CACHE")
    assert cache_folder() == DATA.parent / ".cache"


@pytest.mark.parametrize("address", ["s3://", "s3:///prefix", "http://bucket/prefix", "S3://bucket"])
def test_an_address_that_is_no_bucket_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_WAREHOUSE", address)
    with pytest.raises(BucketError, match="accepted: a folder, or s3://bucket/prefix"):
        places()


def test_a_bucket_has_a_copy_of_its_own_below_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One for each bucket, prefix and endpoint; other folders stay as they are set; a slash at the end is none."""
    for name in NAMES[:3]:
        monkeypatch.setenv(name, f"/set/{name}")

    def copy_of(address: str) -> Path:
        monkeypatch.setenv("MONITOR_WAREHOUSE", address)
        where = places()
        assert [where.archive, where.snapshots, where.quarantine] == [Path(f"/set/{name}") for name in NAMES[:3]]
        assert where.bucket == address.rstrip("/")
        return where.warehouse

    copy = copy_of("s3://monitor/prefix")
    assert copy.parent == tmp_path / "cache" / "buckets"
    assert copy.name == "monitor_prefix-deb763d8"  # copies made by older code are found
    assert copy_of("s3://monitor/prefix/") == copy
    assert copy_of("s3://monitor").name.startswith("monitor-")
    assert copy_of("s3://monitor/FIX").name.startswith("monitor_FIX-")
    assert copy_of("s3://monitor_prefix").name != copy.name
    folders = {copy}
    for name in reversed(ENDPOINTS):  # the one for S3 counts before the one for all services
        monkeypatch.setenv(name, f"http://localhost/{name}")
        folders.add(copy_of("s3://monitor/prefix"))
    assert len(folders) == 3
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    assert copy_of("s3://monitor/prefix") in folders


def test_every_setting_that_names_a_file_is_refused_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("no folder", "utf-8")
    where = Places(file, file / "below", tmp_path, tmp_path / "new" / "folder")
    monkeypatch.setenv("MONITOR_CACHE", str(file))
    with pytest.raises(SettingError) as e:
        refuse_files(where)
    assert str(e.value) == (
        f"MONITOR_ARCHIVE is '{file}', MONITOR_SNAPSHOTS is '{file / 'below'}', MONITOR_CACHE is '{file}': "
        "a file is there; accepted is a folder, which need not exist."
    )


def test_folders_that_are_there_or_may_be_made_are_accepted(tmp_path: Path) -> None:
    refuse_files(Places(tmp_path, tmp_path / "a", tmp_path / "a" / "b", tmp_path))


def test_the_copy_of_a_bucket_is_blamed_on_no_setting_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("no folder", "utf-8")
    where = Places(tmp_path, tmp_path, tmp_path, file, "s3://monitor")
    refuse_files(where)
