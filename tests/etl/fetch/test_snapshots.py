"""Snapshots: bytes as received, once, with receipts; nothing is ever overwritten; damage does not pass."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl.fetch import snapshots
from etl.model.errors import ContractError
from etl.payloads import Part

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAME = "eurostat.migr_eiord"


def part(body: bytes, name: str = "data.json") -> Part:
    return Part(name, body, f"https://example.org/{name}?geo=NL", {"etag": '"1"'})


def save(root: Path, *bodies: bytes, hours: int = 0, vintage: str = "2026-09-03") -> tuple[snapshots.Receipt, bool]:
    parts = [part(body, f"data-{n}.json") for n, body in enumerate(bodies)]
    return snapshots.save(NAME, parts, vintage, "free", NOON + timedelta(hours=hours), root)


def test_a_receipt_says_what_when_and_from_where(tmp_path: Path) -> None:
    receipt, new = save(tmp_path, b"one")
    assert new
    assert snapshots.receipts(NAME, tmp_path) == [receipt]
    assert (receipt.dataset, receipt.number, receipt.vintage, receipt.licence) == (NAME, 1, "2026-09-03", "free")
    assert receipt.fetched_at == receipt.checked_at == "2026-11-23T12:00:00+00:00"
    (kept,) = receipt.parts
    assert (kept.name, kept.url, kept.size) == ("data-0.json", "https://example.org/data-0.json?geo=NL", 3)
    assert kept.headers == {"etag": '"1"'}
    assert kept.sha256 == receipt.sha256 == "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"


def test_the_same_bytes_make_no_new_receipt_but_are_confirmed(tmp_path: Path) -> None:
    save(tmp_path, b"one")
    receipt, new = save(tmp_path, b"one", hours=5)
    assert not new
    assert receipt.fetched_at == "2026-11-23T12:00:00+00:00"
    assert receipt.checked_at == "2026-11-23T17:00:00+00:00"
    assert snapshots.receipts(NAME, tmp_path) == [receipt]


def test_changed_bytes_make_a_new_receipt_and_the_old_ones_stay(tmp_path: Path) -> None:
    first, _ = save(tmp_path, b"one")
    second, new = save(tmp_path, b"two", hours=1)
    assert new
    assert [r.number for r in snapshots.receipts(NAME, tmp_path)] == [1, 2]
    assert [snapshots.load(r, tmp_path)[0].body for r in (first, second)] == [b"one", b"two"]


def test_bytes_that_come_back_are_a_new_receipt_of_the_same_object(tmp_path: Path) -> None:
    for hour, body in enumerate((b"one", b"two", b"one")):
        save(tmp_path, body, hours=hour)
    assert len(snapshots.receipts(NAME, tmp_path)) == 3
    assert len(list((tmp_path / "objects").iterdir())) == 2


def test_one_changed_part_of_several_makes_a_new_receipt(tmp_path: Path) -> None:
    first, _ = save(tmp_path, b"one", b"two")
    assert not save(tmp_path, b"one", b"two")[1]
    second, new = save(tmp_path, b"one", b"three")
    assert new
    assert first.sha256 != second.sha256
    assert [p.body for p in snapshots.load(second, tmp_path)] == [b"one", b"three"]


def test_two_datasets_with_the_same_bytes_share_the_object(tmp_path: Path) -> None:
    for name in ("frontex.ibc", "frontex.ibc_route_month"):
        snapshots.save(name, [part(b"workbook")], "", "free", NOON, tmp_path)
    assert len(list((tmp_path / "objects").iterdir())) == 1
    assert len(snapshots.receipts("frontex.ibc", tmp_path)) == 1


def test_bytes_changed_on_disk_are_detected(tmp_path: Path) -> None:
    receipt, _ = save(tmp_path, b"one")
    (tmp_path / "objects" / receipt.sha256).write_bytes(b"two")
    with pytest.raises(ContractError, match=rf"{NAME}: snapshots/objects/{receipt.sha256}.*data-0.json were changed"):
        snapshots.load(receipt, tmp_path)


def test_bytes_removed_from_disk_are_detected(tmp_path: Path) -> None:
    receipt, _ = save(tmp_path, b"one")
    (tmp_path / "objects" / receipt.sha256).unlink()
    with pytest.raises(ContractError, match="were removed from disk"):
        snapshots.load(receipt, tmp_path)


def test_quarantine_keeps_the_bytes_and_the_reason(tmp_path: Path) -> None:
    parts = [part(b"<html>", "data.xml"), part(b"more", "2025/data.xml")]
    folder = snapshots.quarantine(NAME, parts, "HTML in place of data", NOON, tmp_path)
    assert folder.parent == tmp_path / NAME
    assert folder.name.startswith("20261123T120000Z-")
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        "data.xml": b"<html>", "2025_data.xml": b"more", "why.txt": b"20261123T120000Z: HTML in place of data\n",
    }  # fmt: skip


def test_the_same_refused_bytes_are_kept_once_with_every_reason_and_time(tmp_path: Path) -> None:
    first = snapshots.quarantine(NAME, [part(b"<html>", "data.xml")], "HTML in place of data", NOON, tmp_path)
    later = NOON + timedelta(hours=5)
    assert snapshots.quarantine(NAME, [part(b"<html>", "data.xml")], "still HTML", later, tmp_path) == first
    assert (first / "why.txt").read_text("utf-8").splitlines() == [
        "20261123T120000Z: HTML in place of data", "20261123T170000Z: still HTML",
    ]  # fmt: skip
    assert snapshots.quarantine(NAME, [part(b"<html/>", "data.xml")], "other HTML", later, tmp_path) != first
    assert len(list((tmp_path / NAME).iterdir())) == 2


def test_no_half_written_file_is_left_or_read(tmp_path: Path) -> None:
    save(tmp_path, b"one")
    (tmp_path / NAME / ".000002.json.77.part").write_text("{", "utf-8")
    assert len(snapshots.receipts(NAME, tmp_path)) == 1
    assert [p.name for p in tmp_path.rglob("*.part")] == [".000002.json.77.part"]


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    """What is kept is what was judged: the hash is that of the bytes as they were at first."""
    file, root = tmp_path / "brought.csv", tmp_path / "kept"
    file.write_bytes(b"half of a download")
    brought = Part("data.csv", file, "brought.csv")
    assert len(brought.sha256) == 64
    file.write_bytes(b"the whole of it")
    with pytest.raises(ContractError, match=r"data\.csv: was changed while it was read"):
        snapshots.save(NAME, [brought], "2026-09-03", "free", NOON, root)
    assert [p for p in root.rglob("*") if p.is_file()] == []
    file.unlink()
    folder = snapshots.quarantine(NAME, [brought], "it is gone", NOON, root)
    assert [p.name for p in folder.iterdir()] == ["why.txt"]


def test_a_file_on_disk_leaves_the_same_receipt_and_bytes_as_bytes_do(tmp_path: Path) -> None:
    (tmp_path / "brought.csv").write_bytes(b"one")
    brought = Part("data.csv", tmp_path / "brought.csv", "brought.csv")
    sent = Part("data.csv", b"one", "brought.csv")
    (kept, _), (expected, _) = (
        snapshots.save(NAME, [p], "2026-09-03", "free", NOON, tmp_path / name)
        for p, name in ((brought, "file"), (sent, "bytes"))
    )
    assert kept == expected
    (tmp_path / "brought.csv").write_bytes(b"changed later")
    (loaded,) = snapshots.load(kept, tmp_path / "file")
    assert loaded.body == b"one"
    folders = [snapshots.quarantine(NAME, [p], "why", NOON, tmp_path / n) for p, n in ((loaded, "a"), (sent, "b"))]
    assert folders[0].name == folders[1].name
    assert (folders[0] / "data.csv").read_bytes() == b"one"
