"""The command line as a person uses it: `python -m etl` in a process of its own, publishers on this machine.

Exit codes, sentences and what is on disk afterwards. Figures are those of the archive unless a test says otherwise.
"""

import hashlib
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import __main__ as cli
from etl import build, catalogue, snapshots, store
from etl.places import DATA, Places

REPOSITORY = Path(__file__).parents[2]
FIXTURES = REPOSITORY / "tests" / "fixtures"
RESA, RESETTLED, PROTECTED = "eurostat.migr_asyresa", "ind.82025ned", "eurostat.migr_asytpsm"
LANDING = "/what-we-do/monitoring-and-risk-analysis/migratory-map/"
NOWHERE = "http://127.0.0.1:9"
Ran = subprocess.CompletedProcess[str]


def environment(folders: Places, url: str = NOWHERE, **more: str) -> dict[str, str]:
    return {
        **{f"MONITOR_{name}_URL": url for name in ("EUROSTAT", "FRONTEX", "CBS", "CBS_V4")},
        **{f"MONITOR_{name.upper()}": str(folder) for name, folder in vars(folders).items()},
        "MONITOR_HTTP_TIMEOUT": "1", "MONITOR_HTTP_RETRIES": "1", "MONITOR_HTTP_PAUSE": "0", "NO_PROXY": "127.0.0.1",
        **more,
    }  # fmt: skip


@pytest.fixture
def etl(folders: Places) -> Callable[..., Ran]:
    """Run `python -m etl` with these words against the server at `url`."""

    def run(*words: str, url: str = NOWHERE, **more: str) -> Ran:
        return subprocess.run(
            [sys.executable, "-m", "etl", *words],
            env={**os.environ, **environment(folders, url, **more)},
            cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def here(
    folders: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """The same without a process of its own: exit code and everything printed."""

    def run(*words: str, url: str = NOWHERE, **more: str) -> tuple[int, str]:
        for name, value in environment(folders, url, **more).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        code = cli.main(words)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def tree(folder: Path) -> dict[str, str]:
    """Every path below `folder`, with the sha256 of files."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "folder"
        for p in sorted(folder.rglob("*"))
    }


def france(frame: pd.DataFrame, year: str, **cells: Any) -> pd.DataFrame:
    """Resettled persons with the total of France in `year` changed."""
    row = (frame["citizen"] == "TOTAL") & (frame["geo"] == "FR") & (frame["period"] == year)
    assert row.sum() == 1
    return frame.assign(**{column: frame[column].mask(row, cell) for column, cell in cells.items()})


# The whole way


def test_new_then_unchanged_then_a_new_vintage_then_refused_with_the_good_data_kept(
    etl: Callable[..., Ran], serve: Any, reply: Any, cut: Any, folders: Places, archived: Any, eurostat_api: Any,
    cbs_82025: Any,
) -> None:  # fmt: skip
    resa, resettled = archived(RESA), archived(RESETTLED)
    table = "/statistics/1.0/data/migr_asyresa"
    server = serve({
        table: eurostat_api("migr_asyresa", resa, "2026-09-03"), **cbs_82025(resettled, "2026-09-30", "Voorlopig"),
    })  # fmt: skip

    new = etl("pull", RESA, RESETTLED, url=server.url)
    assert new.returncode == 0, new.stderr
    assert re.search(rf"{RESA} +│ new +│ 83 +│ 2026-09-03T11:00:00", new.stdout)
    assert re.search(rf"{RESETTLED} +│ new +│ 16 +│ 2026-09-30T02:00:00", new.stdout)

    before = {p for p in tree(folders.snapshots) if p.startswith("objects/")}
    again = etl("pull", RESA, RESETTLED, url=server.url)
    assert again.returncode == 0
    assert again.stdout.count("unchanged") == 2
    assert {p for p in tree(folders.snapshots) if p.startswith("objects/")} == before

    # France 2019 is revised, and what CBS says of 2023 becomes definite: a value and a flag
    was = float(resa.query("citizen == 'TOTAL' and geo == 'FR' and period == '2019'")["value"].iloc[0])
    revised = france(resa, "2019", value=was + 5)
    server.answers |= {
        table: eurostat_api("migr_asyresa", revised, "2026-10-01"),
        **{path: [answer] for path, answer in cbs_82025(resettled, "2026-10-30", "Definitief").items()},
    }
    changed = etl("pull", RESA, RESETTLED, url=server.url)
    assert changed.returncode == 0
    assert changed.stdout.count(" new ") == 2
    for name in (RESA, RESETTLED):
        assert [r.number for r in snapshots.receipts(name, folders.snapshots)] == [1, 2]

    # A negative count; a table in which every year but one is gone
    server.answers |= {
        table: eurostat_api("migr_asyresa", france(revised, "2019", value=-5.0), "2026-11-01"),
        **{path: [answer] for path, answer in cbs_82025(resettled.head(3), "2026-11-20").items()},
    }
    kept = tree(folders.snapshots)
    refused = etl("pull", RESA, RESETTLED, url=server.url)
    assert refused.returncode == 4
    assert tree(folders.snapshots) == kept
    said = refused.stderr.splitlines()
    assert any(
        line.startswith(f"{RESA}: refused: 1 values are not in 0 to 100,000, first -5 at ")
        and "geo=FR, period=2019" in line
        and f"data.json kept in quarantine/{RESA}/" in line
        for line in said
    ), refused.stderr
    assert any(line.startswith(f"{RESETTLED}: refused: 3 rows, expected at least 16") for line in said)
    assert len(list((folders.quarantine / RESA).glob("*/why.txt"))) == 1

    # Both vintages can be read from the release
    build.build(cut("resettled"), folders, datetime(2026, 11, 23, tzinfo=UTC), lambda *_: None)
    release = store.release(root=folders.warehouse)

    def cell(geo: str, series: str, period: str, as_of: str = "") -> tuple[float | None, str] | None:
        found = release.observation("resettled", geo, series, period, as_of)
        return (found.value, found.flag) if found else None

    assert cell("FR", "eurostat", "2019") == (was + 5, "")
    assert cell("FR", "eurostat", "2019", "2026-09-03") == (was, "")
    assert cell("FR", "eurostat", "2019", "2026-09-30") == (was, "")
    assert cell("FR", "eurostat", "2019", "2026-10-01") == (was + 5, "")
    assert cell("NL", "cbs", "2023") == (830, "")
    assert cell("NL", "cbs", "2023", "2026-09-30") == (830, "p")
    assert cell("NL", "cbs", "2023", "2026-10-30") == (830, "")
    assert cell("NL", "cbs", "2022", "2026-10-29") == cell("NL", "cbs", "2022")


def test_without_any_network_one_sentence_exit_code_3_and_nothing_touched(
    etl: Callable[..., Ran], folders: Places, tmp_path: Path
) -> None:
    folders.snapshots.mkdir()
    (folders.snapshots / "a").write_text("x", "utf-8")
    before = tree(tmp_path)
    ran = etl("pull", MONITOR_HTTP_RETRIES="0")
    assert ran.returncode == 3
    assert tree(tmp_path) == before
    assert ran.stdout == ""
    lines = [line for line in ran.stderr.splitlines() if "━" not in line and line.strip()]
    live = [d for d in catalogue.load().datasets.values() if d.live]
    assert lines == [f"No network: none of the {len(live)} datasets could be asked for; nothing was changed."]


def test_a_publisher_in_trouble_does_not_stop_the_others(
    etl: Callable[..., Ran], serve: Any, reply: Any, folders: Places, archived: Any, eurostat_api: Any, json_stat: Any
) -> None:
    """One hangs, one answers HTML for a workbook, one breaks off, one answers at the second attempt, one is well."""
    protected, resa = archived(PROTECTED), archived(RESA)
    server = serve({
        "/82025NED/TableInfos": reply(b"{}", delay=3.0),
        LANDING: reply(b'<a href="/assets/Monthly_detections_of_IBC_2026_11_04.xlsx">November</a>'),
        "/assets/Monthly_detections_of_IBC_2026_11_04.xlsx": reply(b"<html><title>Not today</title></html>"),
        "/statistics/1.0/data/tps00170": reply(b"x" * 500, cut=100),
        "/statistics/1.0/data/migr_asytpsm": [
            reply(b"busy", 503), reply(json_stat("migr_asytpsm", protected, "2026-09-03")),
        ],
        "/statistics/1.0/data/migr_asyresa": eurostat_api("migr_asyresa", resa, "2026-09-03"),
    })  # fmt: skip
    names = (RESETTLED, "frontex.ibc_route_month", "eurostat.tps00170", PROTECTED, RESA)
    ran = etl("pull", *names, url=server.url)
    assert ran.returncode == 4
    outcomes = dict(re.findall(r"([a-z]+\.\w+) +│ (\w+)", ran.stdout))
    assert outcomes == {
        RESETTLED: "unreachable", "frontex.ibc_route_month": "refused", "eurostat.tps00170": "unreachable",
        PROTECTED: "new", RESA: "new",
    }  # fmt: skip
    said = ran.stderr
    assert f"{RESETTLED}: unreachable: {server.url}/82025NED/TableInfos" in said
    assert "no answer within 1 seconds" in said
    assert re.search(r"frontex\.ibc_route_month: refused: .*Monthly_detections_of_IBC_2026_11_04\.xlsx", said)
    assert "the answer broke off, 2 times" in said
    assert {p.name for p in folders.snapshots.iterdir()} == {PROTECTED, RESA, "objects"}


# Words and exit codes


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
    assert "MONITOR_HTTP_TIMEOUT is 'soon'; accepted is a number of 0 or more." in said


def test_check_reads_catalogue_and_archive_and_changes_nothing(
    here: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    code, said = here("check")
    assert code == 0
    declared = catalogue.load()
    assert f"{len(declared.datasets)} datasets, {len(declared.indicators)} indicators, 53 claims; " in said
    rows = re.search(r"([\d,]+) archive rows: nothing wrong", said)
    assert rows
    assert int(rows[1].replace(",", "")) > 60_000
    assert tree(tmp_path) == {}


def test_status_before_the_first_build_says_what_to_do(here: Callable[..., tuple[int, str]]) -> None:
    code, said = here("status")
    assert code == 1
    assert "No release has been built yet: run `python -m etl build`." in said


# Files that a person downloaded


def test_files_brought_by_hand_are_taken_and_strange_ones_named(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path, archived: Any, json_stat: Any
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "estat_migr_asytpsm.json").write_bytes(json_stat("migr_asytpsm", archived(PROTECTED), "2026-09-03"))
    (given / "[red]holiday.jpg").write_bytes(b"\xff\xd8")
    code, said = here("pull", "--from", str(given))
    assert code == 4, "a file was left out"
    assert re.search(rf"{PROTECTED} +│ new +│ 1,131 +│ 2026-09-03T11:00:00", said)
    assert "[red]holiday.jpg: no code of " in said
    (receipt,) = snapshots.receipts(PROTECTED, folders.snapshots)
    assert receipt.parts[0].url == "estat_migr_asytpsm.json"
    (given / "[red]holiday.jpg").unlink()
    code, said = here("pull", "--from", str(given))
    assert code == 0
    assert "unchanged" in said


def test_a_folder_without_a_file_for_us_is_said_to_be_so(here: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert here("pull", "--from", str(tmp_path / "in"))[0] == 1
    code, said = here("pull", "--from", str(tmp_path / "absent"))
    assert code == 1
    assert "absent is not a folder." in said


def test_a_downloaded_file_that_breaks_its_contract_is_quarantined_by_its_name(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    shutil.copy(FIXTURES / "eurostat" / "sdmx_csv_1.0_2021_migr_asyresa.csv", given / "estat_migr_asyresa.csv")
    code, said = here("pull", RESA, "--from", str(given))
    assert code == 4
    assert re.search(
        rf"{RESA}: refused: .* rows, expected at least 50\. estat_migr_asyresa\.csv kept in quarantine", said
    )
    assert (folders.quarantine / RESA).is_dir()
    assert not folders.snapshots.exists()


def portal_csv(frame: pd.DataFrame) -> bytes:
    """Months of 83102NED as a person saves them from CBS."""
    topics = {
        "TotaalAsielverzoeken_1": "first_and_repeat", "EersteAsielverzoekenPersonen_2": "first",
        "VolgendeAsielverzoeken_3": "repeat", "NareizigersPersonen_4": "nareis",
    }  # fmt: skip
    wide = frame.pivot(index=["nationality", "period"], columns="measure", values="value")
    lines = [";".join(f'"{c}"' for c in ("ID", "Geslacht", "Leeftijd", "Nationaliteit", "Perioden", *topics))]
    for n, row in enumerate(wide.reset_index().to_dict("records")):
        cells = ["." if pd.isna(v := row.get(m)) else str(int(v)) for m in topics.values()]
        keys = ("T001038", "10000  ", row["nationality"], row["period"].replace("-", "MM"))
        lines.append(";".join([str(n), *(f'"{k}"' for k in keys), *cells]))
    return "\r\n".join([*lines, ""]).encode()


def test_a_file_of_months_goes_to_the_dataset_of_months_only(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path, archived: Any
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "83102NED_TypedDataSet.csv").write_bytes(portal_csv(archived("ind.83102ned_month")))
    code, said = here("pull", "--from", str(given))
    assert code == 0, said
    assert "83102NED_TypedDataSet.csv: taken by ind.83102ned_month\n" in said
    assert "refused" not in said
    assert snapshots.receipts("ind.83102ned_month", folders.snapshots)
    assert not folders.quarantine.exists()


def test_a_file_that_fits_no_dataset_asked_for_is_refused_once(
    here: Callable[..., tuple[int, str]], folders: Places, tmp_path: Path, archived: Any
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "83102NED_TypedDataSet.csv").write_bytes(portal_csv(archived("ind.83102ned_month")))
    code, said = here("pull", "ind.83102ned_quarter", "ind.83102ned_year", "--from", str(given))
    assert code == 4
    assert said.count("kept in quarantine") == 1
    assert re.search(r"refused: .*no period of frequency [AQ]; found 201\dMM", said)
    assert len(list(folders.quarantine.iterdir())) == 1


@pytest.mark.parametrize(
    ("payload", "name", "dataset", "rows"),
    [
        ("eurostat/sdmx_csv_2.0_migr_asytpsm.csv", "estat_migr_asytpsm_en.csv", PROTECTED, "1,136"),
        ("eurostat/sdmx_csv_1.0_labels_crlf_tps00170.csv", "tps00170_page_linear.csv", "eurostat.tps00170", "387"),
        ("eurostat/sdmx_csv_2.0_lfsa_ergan.csv", "estat_lfsa_ergan.csv", "eurostat.lfsa_ergan", "2,661"),
    ],
)
def test_real_downloads_are_taken_as_they_are(
    here: Callable[..., tuple[int, str]], shared: Path, tmp_path: Path, payload: str, name: str, dataset: str, rows: str
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / name).write_bytes((shared / "payloads" / payload).read_bytes())
    code, said = here("pull", "--from", str(given))
    assert re.search(rf"{re.escape(dataset)} +│ new +│ {rows} ", said), said
    assert code == 0


# Build, rollback


@pytest.fixture
def three(release_root: Path, folders: Places) -> tuple[str, ...]:
    """A warehouse with three whole releases, the last one current."""
    first = store.current_id(release_root)
    for n, name in enumerate((first, "2026-11-24-bbbbbb", "2026-11-25-cccccc")):
        folder = folders.warehouse / "releases" / name
        shutil.copytree(release_root / "releases" / first, folder)
        facts = (folder / "release.json").read_text("utf-8")
        facts = facts.replace('"built_at": "2026-11-23', f'"built_at": "2026-11-2{3 + n}')
        (folder / "release.json").write_text(facts, "utf-8")
    (folders.warehouse / "CURRENT").write_text("2026-11-25-cccccc\n", "utf-8")
    return first, "2026-11-24-bbbbbb", "2026-11-25-cccccc"


def test_rollback_serves_the_release_before_and_then_the_one_before_that(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    for expected in (three[1], three[0]):
        code, said = here("rollback")
        assert code == 0
        assert f"Release {expected} is served" in said
        assert store.current_id(folders.warehouse) == expected
    code, said = here("rollback")
    assert code == 1
    assert f"There is no release before {three[0]}." in said
    assert store.current_id(folders.warehouse) == three[0]
    assert store.release_ids(folders.warehouse) == three


def test_rollback_goes_to_a_named_release_also_forward_again(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    for name in (three[0], three[2]):
        assert here("rollback", name)[0] == 0
        assert store.current_id(folders.warehouse) == name


def test_rollback_to_an_unknown_release_lists_those_that_exist(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    code, said = here("rollback", "2019-10-14-aaaaaa")
    assert code == 1
    assert f"Release '2019-10-14-aaaaaa' is not known. Accepted: {', '.join(three)}." in said
    assert store.current_id(folders.warehouse) == three[2]


def test_after_a_rollback_the_next_request_sees_the_older_release(
    here: Callable[..., tuple[int, str]], site: Any, folders: Places, three: tuple[str, ...]
) -> None:
    client = site.test_client()
    here("status")  # sets MONITOR_WAREHOUSE, which a server reads at every request
    assert client.get("/healthz").get_json()["release"] == three[2]
    here("rollback")
    assert client.get("/healthz").get_json()["release"] == three[1]
    answer = client.get("/data/irregular_arrivals.csv?from=2018&to=2018")
    assert three[1] in answer.get_data(as_text=True)


def test_a_build_of_the_same_inputs_says_so(
    here: Callable[..., tuple[int, str]], release_root: Path, folders: Places
) -> None:
    """A release is recognised by what it was made of, not by its name."""
    shutil.copytree(release_root, folders.warehouse)
    facts = store.release(root=folders.warehouse).facts
    if facts["fingerprint"] != build._fingerprint(catalogue.load(), folders):
        pytest.skip("the code or the catalogue was changed while the tests ran")
    code, said = here("build")
    assert (code, said.count("stands: nothing has changed.")) == (0, 1)
    code, said = here("status")
    assert code == 0
    assert f"Release {facts['id']}" in said
    assert re.search(r"frontex\.ibc_route_month +│ 1890 +│ 2009-01 +│ 2026-06 +│ 2026-08-04", said)


def test_a_second_build_is_refused_and_a_killed_one_leaves_the_old_release_serving(
    here: Callable[..., tuple[int, str]], folders: Places, three: tuple[str, ...]
) -> None:
    """The first is watched through its progress on a terminal, and killed while it writes."""
    before = tree(folders.warehouse)
    terminal, its_end = pty.openpty()
    words = [sys.executable, "-m", "etl", "build"]
    env = {**os.environ, **environment(folders), "TERM": "xterm", "COLUMNS": "120"}
    archive = folders.warehouse.parent / "archive"
    shutil.copytree(DATA / "archive", archive)
    (archive / "unused.csv").write_text("a changed input makes a new release\n", "utf-8")
    env["MONITOR_ARCHIVE"] = str(archive)
    running = subprocess.Popen(words, cwd=REPOSITORY, env=env, stdout=its_end, stderr=its_end)
    try:
        os.close(its_end)
        _shown(terminal, "dataset eurostat.migr_a", seconds=100)
        code, said = here("build")
        assert code == 1
        assert "Another pull or build is writing to warehouse: try again when it has ended." in said
        assert running.poll() is None
        running.send_signal(signal.SIGKILL)
        assert running.wait(30) == -signal.SIGKILL
    finally:
        running.kill()
        running.wait()
        os.close(terminal)
    assert store.current_id(folders.warehouse) == three[2]
    assert store.release(root=folders.warehouse).observation("irregular_arrivals", "EU", "total", "2018")
    left = [p for p in (folders.warehouse / "releases").iterdir() if p.name.startswith(".")]
    assert len(left) == 1
    assert before.items() <= tree(folders.warehouse).items()
    assert here("rollback")[0] == 0, "the lock of a killed process must be free"


def _shown(terminal: int, word: str, seconds: float) -> str:
    """What appears on the terminal until `word` does."""
    text, end = "", time.monotonic() + seconds
    while word not in text:
        assert time.monotonic() < end, f"{word!r} did not appear in {seconds:g} s: {text[-500:]}"
        if select.select([terminal], [], [], 0.5)[0]:
            text += os.read(terminal, 4096).decode("utf-8", "replace")
    return text
