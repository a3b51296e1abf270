"""The command that looks for faults no test sees: its rooms lie where it says, and what it lets pass still stands."""

from pathlib import Path

from tests.mutants import ACCEPTED, ROOMS, ROOT, Unseen, accepted, explained


def test_the_code_and_the_tests_of_every_room_are_there() -> None:
    for name, room in ROOMS.items():
        assert list(ROOT.glob(room.code)), name
        assert [path for path in room.tests if not (ROOT / path).exists()] == [], name


def test_every_fault_that_may_go_unseen_is_one_of_a_line_that_still_stands() -> None:
    for file, was, now in accepted():
        source = " ".join(line.strip() for line in Path(ROOT / file).read_text("utf-8").splitlines())
        assert was in source, (file, was)
        assert was != now
    text = ACCEPTED.read_text("utf-8")
    assert text.count("reason = ") == text.count("[[accepted]]") + text.count("[[everywhere]]")


def test_what_is_explained_of_any_line_is_one_change_of_it_alone() -> None:
    line = "for a, b in zip(x, zip(y, z, strict=True), strict=True)"

    def fault(now: str) -> Unseen:
        return Unseen("", "dashboards/x.py", 1, line, now, "survived")

    assert explained(fault(line.replace(", strict=True)", ", )", 1)))
    assert explained(fault(", strict=False)".join(line.rsplit(", strict=True)", 1))))
    assert not explained(fault(line.replace(", strict=True)", ", )")))
    assert not explained(fault(line.replace("y", "x")))
    assert not explained(fault(line.replace("zip(x", "zip(None")))
