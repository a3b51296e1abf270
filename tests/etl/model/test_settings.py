"""Numbers and addresses that the environment sets: read when asked for, refused in words."""

import pytest

from etl.model.errors import SettingError
from etl.model.settings import ADDRESSES, base, is_address, refuse_addresses, setting


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*(f"MONITOR_{n}_URL" for n in ADDRESSES), "MONITOR_PATIENCE"):
        monkeypatch.delenv(name, raising=False)


def test_what_is_given_counts_before_what_is_set_and_that_before_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert setting("PATIENCE", 30.0) == 30.0
    monkeypatch.setenv("MONITOR_PATIENCE", "2.5")
    assert setting("PATIENCE", 30.0) == 2.5
    assert setting("PATIENCE", 30.0, given=7.0) == 7.0
    monkeypatch.setenv("MONITOR_PATIENCE", "")
    assert setting("PATIENCE", 30.0) == 30.0


@pytest.mark.parametrize("text", ["0", "0.5", "1", "1000000"])
def test_numbers_from_nought_to_a_million_are_accepted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_PATIENCE", text)
    assert setting("PATIENCE", 30.0) == float(text)


@pytest.mark.parametrize("text", ["soon", "-0.5", "-1", "1000000.5", "nan", "inf"])
def test_what_is_no_number_of_use_is_refused_with_what_is_accepted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_PATIENCE", text)
    with pytest.raises(SettingError) as e:
        setting("PATIENCE", 30.0)
    assert str(e.value) == f"MONITOR_PATIENCE is {text!r}; accepted is a number of 0 or more, at most 1,000,000."


def test_nought_is_refused_where_it_makes_no_sense(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_PATIENCE", "0")
    with pytest.raises(SettingError, match="MONITOR_PATIENCE is '0'; accepted is a number above 0, at most 1,000,000"):
        setting("PATIENCE", 30.0, zero=False)
    monkeypatch.setenv("MONITOR_PATIENCE", "0.1")
    assert setting("PATIENCE", 30.0, zero=False) == 0.1


def test_the_address_of_a_publisher_is_the_one_set_without_a_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert base("EUROSTAT", "https://ec.europa.eu/api//") == "https://ec.europa.eu/api"
    monkeypatch.setenv("MONITOR_EUROSTAT_URL", "http://localhost:8080/api/")
    assert base("EUROSTAT", "https://ec.europa.eu/api") == "http://localhost:8080/api"
    assert base("CBS", "https://opendata.cbs.nl/ODATAX") == "https://opendata.cbs.nl/ODATAX"


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_of_any_publisher_that_is_none_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_addresses()
    monkeypatch.setenv(f"MONITOR_{name}_URL", "ftp://localhost")
    with pytest.raises(SettingError) as e:
        refuse_addresses()
    assert str(e.value) == (
        f"MONITOR_{name}_URL is 'ftp://localhost'; accepted is an address: https:// or http://, a host, and a path "
        "where there is one."
    )


@pytest.mark.parametrize(
    ("text", "sound"),
    [("https://ec.europa.eu/eurostat/api", True), ("http://localhost:8080", True), ("https://a:1", True),
     ("", False), ("localhost", False), ("ftp://localhost", False), ("https://", False), ("https:///api", False),
     ("https://a:0", False), ("https://a:x", False), ("https://[::1", False), ("https://a b", False),
     ("https://a\u200b", False)],
)  # fmt: skip
def test_an_address_has_a_scheme_a_host_and_a_port_that_is_one(text: str, sound: bool) -> None:
    assert is_address(text) is sound
