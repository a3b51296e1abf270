"""What an error says to a person, and what it carries for the pages that say it in two languages."""

import pytest

from etl.model.errors import (
    CatalogueError,
    DamagedError,
    Fault,
    MonitorError,
    Stopped,
    TemplateError,
    TooManyError,
    UnknownValueError,
)

PLACES = tuple(f"A{n:02d}" for n in range(61))


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("a.toml", "title.nl", "'x'", "a text"), "a.toml: title.nl: 'x'; accepted: a text"),
        (Fault("a.toml", "title.nl", "'x'"), "a.toml: title.nl: 'x'"),
        (Fault("a.toml", "", "cannot be read"), "a.toml: cannot be read"),
    ],
)
def test_a_fault_names_file_key_what_stands_there_and_what_is_accepted(fault: Fault, sentence: str) -> None:
    assert str(fault) == sentence


def test_all_faults_of_the_catalogue_are_told_each_on_its_line() -> None:
    faults = Fault("a.toml", "unit", "'x'"), Fault("b.toml", "", "cannot be read")
    error = CatalogueError(*faults)
    assert (error.faults, str(error)) == (faults, "a.toml: unit: 'x'\nb.toml: cannot be read")


@pytest.mark.parametrize(
    ("release", "file", "why", "sentence"),
    [
        ("r1", "index.csv", "missing", "Release r1: index.csv is missing"),
        ("r1", "", "changed", "Release r1: its folder was changed on disk"),
        ("", "CURRENT", "unreadable", "CURRENT cannot be read"),
    ],
)
def test_damage_names_release_file_and_what_mends_it(release: str, file: str, why: str, sentence: str) -> None:
    error = DamagedError(release, file, why)
    assert str(error) == f"{sentence}. `python -m etl build --repair` mends what can be mended."
    assert (error.release, error.file, error.why) == (release, file, why)


def test_a_template_that_cannot_be_used_says_why_in_both_languages() -> None:
    words = ("has no such layout", "heeft die indeling niet")
    given = TemplateError("MONITOR_DECK_TEMPLATE", "ministry.pptx", *words)
    assert str(given) == "MONITOR_DECK_TEMPLATE: ministry.pptx has no such layout."
    assert (given.setting, given.file) == ("MONITOR_DECK_TEMPLATE", "ministry.pptx")
    assert given.why == {"en": words[0], "nl": words[1]}
    assert str(TemplateError("", "our.pptx", *words)) == "our.pptx has no such layout."


def test_an_unknown_value_is_told_with_those_that_are_accepted() -> None:
    error = UnknownValueError("geo", "ZZ", ("NL", "DE"))
    assert str(error) == "geo 'ZZ' is not known. Accepted: NL, DE."
    assert (error.what, error.given, error.accepted) == ("geo", "ZZ", ("NL", "DE"))
    assert str(UnknownValueError("geo", "ZZ", ())) == "geo 'ZZ' is not known. Accepted: nothing."


def test_of_many_accepted_values_sixty_are_named_and_all_are_there() -> None:
    sixty, more = (UnknownValueError("geo", "ZZ", PLACES[:n]) for n in (60, 61))
    assert str(sixty).endswith(" A58, A59.")
    assert str(more).endswith(" A58, A59, ….")
    assert more.accepted == PLACES


def test_of_what_somebody_sent_at_most_120_characters_are_sent_back() -> None:
    whole, long = (UnknownValueError("geo", "Z" * n, ("NL",)) for n in (120, 121))
    assert (whole.given, long.given) == ("Z" * 120, "Z" * 120 + "…")
    assert str(long) == f"geo '{'Z' * 120}…' is not known. Accepted: NL."


def test_too_many_rows_are_told_with_the_limit_and_smaller_requests() -> None:
    pieces = ({"geo": ("NL",)}, {"geo": ("DE",)})
    error = TooManyError("rows", 12_000, 10_000, pieces)
    assert str(error) == "rows '12000 rows' is not known. Accepted: at most 10000 rows."
    assert (error.what, error.count, error.most, error.pieces) == ("rows", 12_000, 10_000, pieces)


def test_a_signal_that_ends_the_program_is_no_error_of_ours() -> None:
    assert Stopped(15).signal == 15
    assert str(Stopped(15)) == "15"
    assert not isinstance(Stopped(15), (Exception, MonitorError))
