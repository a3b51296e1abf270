"""The words of the command line, its exit codes and its sentences."""

from collections.abc import Callable

import pytest

RESA, RESETTLED, PROTECTED = "eurostat.migr_asyresa", "ind.82025ned", "eurostat.migr_asytpsm"


@pytest.mark.parametrize("name", ["eurostta", "ind.coa_occupancy", "frontex.published_totals"])
def test_what_cannot_be_pulled_is_named_with_what_can(here: Callable[..., tuple[int, str]], name: str) -> None:
    code, said = here("pull", name)
    assert code == 1
    assert f"Source or dataset to pull '{name}' is not known. Accepted: eurostat, frontex, ind, eurostat." in said
    assert "ind.coa_occupancy," not in said


def test_wrong_words_on_the_command_line_are_exit_code_2(
    here: Callable[..., tuple[int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as e:
        here("fetch")
    assert e.value.code == 2
    assert "invalid choice: 'fetch'" in capsys.readouterr().err


def test_a_setting_that_is_no_number_is_named(here: Callable[..., tuple[int, str]]) -> None:
    code, said = here("pull", RESA, MONITOR_HTTP_TIMEOUT="soon")
    assert code == 1
    assert "MONITOR_HTTP_TIMEOUT is 'soon'; accepted is a number above 0, at most 1,000,000." in said


def test_status_before_the_first_build_says_what_to_do(here: Callable[..., tuple[int, str]]) -> None:
    code, said = here("status")
    assert code == 1
    assert "No release has been built yet: run `python -m etl build`." in said
