"""`check` reads every indicator's SQL on the archive: names that are not there, columns, codes without a name."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from etl import check
from etl.catalogue.catalogue import Catalogue, Inspected, Text
from etl.model.errors import Fault
from etl.model.places import DATA, Places

RESETTLED, FILE = "resettled", "indicators/resettled.toml"
WHERE = "WHERE nationality = 'T001059'"
Find = Callable[..., list[str]]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A copy of the part of the archive that the indicator needs, to be changed; nowhere to write to."""
    archive = tmp_path / "archive"
    archive.mkdir()
    for name in ("PROVENANCE", "cbs_82025ned_resettled", "eurostat_tps00195_resettled", "eurostat_migr_asyresa"):
        shutil.copy(DATA / "archive" / f"{name}.csv", archive)
    (archive / "LEFT_OUT.csv").write_text("file,provenance_id,reason\n", "utf-8")
    return Places(archive, tmp_path / "s", tmp_path / "q", tmp_path / "w")


@pytest.fixture
def small(cut: Callable[..., Catalogue]) -> Catalogue:
    """One indicator over three small datasets."""
    return cut(RESETTLED)


@pytest.fixture
def find(small: Catalogue, places: Places) -> Find:
    """The faults, as lines, where the indicator has these fields instead of its own."""

    def faults(**changes: Any) -> list[str]:
        indicator = small.indicators[RESETTLED].model_copy(update=changes)
        changed = replace(small, indicators={RESETTLED: indicator})
        return [str(f) for f in check.look_at(Inspected(changed, ()), places).faults]

    return faults


def in_archive(places: Places, name: str, old: str, new: str) -> None:
    path = places.archive / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_holds_has_no_fault(find: Find) -> None:
    assert find() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            WHERE,
            "WHERE nation = 'T001059'",
            'sql: line 2: Binder Error: Referenced column "nation" not found in FROM clause!; '
            "accepted: columns of ind.82025ned: nationality, measure, period, value, flag, confidentiality, ",
        ),
        (
            '"eurostat.tps00195" t',
            '"eurostat.migr_eiord" t',
            "sql: line 8: Catalog Error: Table with name eurostat.migr_eiord does not exist!; "
            "accepted: datasets that the file names: ind.82025ned, eurostat.tps00195, ",
        ),
        (
            "period, value, flag, [src] AS src\n",
            "period, whole_sum(value) AS value, flag, [src] AS src\n",
            "sql: line 1: Catalog Error: Scalar Function with name whole_sum does not exist!; "
            "accepted: functions of DuckDB and merged_flags, both_flags, full_sum, published_together, ",
        ),
        ("UNION ALL", "UNION ALL ALL", 'sql: line 3: Parser Error: syntax error at or near "ALL"'),
        (
            " AS src\n",
            " AS source\n",
            "sql: gives geo VARCHAR, series VARCHAR, period VARCHAR, value DOUBLE, flag VARCHAR, ",
        ),
        (WHERE, "WHERE period::INT[] = []", "sql: line 2: Conversion Error: "),
        (
            "AND t.value IS NOT NULL)",
            "AND t.value < 0)",
            "sql: gives FR, eurostat, 2015 twice; accepted: each cell once",
        ),
        ("'NL' AS geo", "'XX' AS geo", "sql: gives place 'XX', which has no name; accepted: one of the "),
        (
            "'cbs' AS series",
            "'statline' AS series",
            "breakdown.labels: the SQL gives series 'statline', which has no name; accepted: a line in "
            "[breakdown.labels] with en and nl, or a code_list that has it",
        ),
    ],
)
def test_sql_that_does_not_hold_is_said_with_what_is_accepted(
    find: Find, small: Catalogue, old: str, new: str, said: str
) -> None:
    sql = small.indicators[RESETTLED].sql
    assert old in sql
    [found] = find(sql=sql.replace(old, new, 1))
    assert found.startswith(f"{FILE}: {said}")


def test_inputs_must_be_a_list(find: Find) -> None:
    sql = """SELECT 'NL' AS geo, 'cbs' AS series, period, value, flag, src FROM "ind.82025ned" """
    [found] = find(sql=sql, datasets=("ind.82025ned",))
    assert found.endswith("src BIGINT; accepted: geo, series, period, value, flag, src, where src is a list")


def test_a_column_is_missed_also_where_the_archive_has_no_rows(small: Catalogue, places: Places) -> None:
    for path in places.archive.glob("*_*.csv"):
        if path.name != "LEFT_OUT.csv":
            path.unlink()
    empty = {name: d.model_copy(update={"archive": ()}) for name, d in small.datasets.items()}
    without = replace(small, datasets=empty)
    assert check.look_at(Inspected(without, ()), places).faults == ()
    wrong = small.indicators[RESETTLED].model_copy(
        update={"sql": small.indicators[RESETTLED].sql.replace("nationality", "nation")}
    )
    [fault] = check.look_at(Inspected(replace(without, indicators={RESETTLED: wrong}), ()), places).faults
    assert '"nation" not found' in fault.actual


def test_a_series_without_a_name_is_said_for_each(find: Find, small: Catalogue) -> None:
    breakdown = small.indicators[RESETTLED].breakdown.model_copy(update={"labels": {"x": Text(en="x", nl="x")}})
    assert [f.split("; ")[0] for f in find(breakdown=breakdown)] == [
        f"{FILE}: breakdown.labels: the SQL gives series 'cbs', which has no name",
        f"{FILE}: breakdown.labels: the SQL gives series 'eurostat', which has no name",
    ]


def test_a_series_that_only_the_sql_writes_needs_a_name_also_where_there_are_no_figures(
    find: Find, small: Catalogue
) -> None:
    breakdown = small.indicators[RESETTLED].breakdown
    labels = {k: v for k, v in breakdown.labels.items() if k != "cbs"}
    sql = small.indicators[RESETTLED].sql.replace(WHERE, "WHERE false AND nationality = 'T001059'")
    [found] = find(sql=sql, breakdown=breakdown.model_copy(update={"labels": labels}))
    assert "the SQL gives series 'cbs', which has no name" in found


def test_a_dataset_that_the_sql_does_not_read_is_said(find: Find, small: Catalogue) -> None:
    sql = small.indicators[RESETTLED].sql.split("UNION ALL")[0]
    assert [f.split("; ")[0] for f in find(sql=sql)] == [
        f"{FILE}: datasets: 'eurostat.tps00195' is not read by the SQL",
        f"{FILE}: datasets: 'eurostat.migr_asyresa' is not read by the SQL",
    ]


def test_a_key_with_a_fault_of_its_own_gets_no_other(small: Catalogue, places: Places) -> None:
    wrong = small.indicators[RESETTLED].model_copy(update={"sql": "?"})
    seen = Inspected(replace(small, indicators={RESETTLED: wrong}), (Fault(FILE, "sql", "missing"),))
    assert [f.actual for f in check.look_at(seen, places).faults] == ["missing"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "cbs_82025ned_resettled.csv",
            ",695,",
            ",-695,",
            "cbs_82025ned_resettled.csv: lines 2, 10: value: -695; accepted: 0 to ",
        ),
        (
            "cbs_82025ned_resettled.csv",
            ",695,",
            ",many,",
            "cbs_82025ned_resettled.csv: lines 2, 10: value: 'many'; accepted: a number or nothing",
        ),
        (
            "cbs_82025ned_resettled.csv",
            "TIME_PERIOD",
            "TIME",
            "cbs_82025ned_resettled.csv: TIME_PERIOD: no such column; accepted: geo, TIME, measure, value, flag, ",
        ),
        (
            "cbs_82025ned_resettled.csv",
            "NL,2008,",
            "NL,2008,,,,,,,,,",
            "cbs_82025ned_resettled.csv: cannot be read: a line has more fields than the heading",
        ),
        ("PROVENANCE.csv", "licence_note", "terms", "PROVENANCE.csv: licence_note: no such column; accepted: id, "),
        ("LEFT_OUT.csv", "reason", "why", "LEFT_OUT.csv: reason: no such column; accepted: file, provenance_id, why"),
        (
            "PROVENANCE.csv",
            "cbs_82025ned,82025NED,quoted",
            "cbs_82025ned,82025NED,guessed",
            "PROVENANCE.csv: cbs_82025ned: provenance 'guessed'; accepted: original, derived, transcribed, quoted",
        ),
        (
            "PROVENANCE.csv",
            '"CBS open data, CC BY 4.0, cite CBS (source agency IND)"',
            "CC BY 5.0",
            "PROVENANCE.csv: cbs_82025ned: licence_note: 'CC BY 5.0' is not known; accepted: one of the ",
        ),
    ],
)
def test_what_is_wrong_in_the_archive_is_said_once(
    find: Find, places: Places, file: str, old: str, new: str, said: str
) -> None:
    in_archive(places, file, old, new)
    [found] = find()
    assert found.startswith(said)


def test_rows_that_no_dataset_takes_are_said_but_not_where_a_dataset_cannot_be_read(
    small: Catalogue, places: Places
) -> None:
    in_archive(places, "cbs_82025ned_resettled.csv", ",cbs_82025ned\n", ",cbs_80059ned\n")
    taken = {n: d for n, d in small.datasets.items() if n != "ind.82025ned"}
    without = replace(small, datasets=taken, indicators={})
    [fault] = check.look_at(Inspected(without, ()), places).faults
    assert str(fault).startswith(
        "cbs_82025ned_resettled.csv: lines 2, 3, 4, 5, 6 and 11 more: provenance_id: 16 rows of 'cbs_80059ned' belong "
        "to no dataset"
    )
    unread = Fault("datasets/ind.82025ned.toml", "", "not valid TOML")
    assert check.look_at(Inspected(without, (unread,)), places).faults == (unread,)


FILE_2, FILE_3 = "cbs_82025ned_resettled.csv", "eurostat_tps00195_resettled.csv"


def spoil_rows(places: Places) -> list[str]:
    """One row each with a wrong period, value, code and provenance, and one twice; how their faults begin."""
    path = places.archive / FILE_2
    rows = path.read_text("utf-8").splitlines()
    rows[2] = rows[2].replace("NL,2009,", "NL,20x9,")
    rows[3] = rows[3].replace(",430,", ",4-30,")
    rows[4] = rows[4].replace(",cbs_82025ned", ",hearsay")
    rows.insert(6, rows[6])
    path.write_text("\n".join([*rows, ""]), "utf-8")
    return [
        f"{FILE_2}: line 5: provenance_id: provenance 'hearsay' is not in PROVENANCE.csv; accepted: an id of ",
        f"{FILE_2}: line 3: TIME_PERIOD: '20x9'; accepted: a year, ",
        f"{FILE_2}: line 4: value: '4-30'; accepted: a number or nothing",
        f"{FILE_2}: lines 7, 8: the same observation: ",
    ]


def test_all_that_is_wrong_in_rows_is_said_at_once_with_file_line_and_what_is_accepted(
    find: Find, places: Places
) -> None:
    begins = spoil_rows(places)
    in_archive(places, FILE_3, "UK,2016,", "UKX,2016,")
    lines = find()
    for begin in begins:
        assert [line for line in lines if line.startswith(begin)], (begin, lines)
    assert [line for line in lines if line.startswith(f"{FILE_3}: line") and "geo: 'UKX' is not known; acc" in line]
    assert all("; accepted: " in line for line in lines)


@pytest.mark.parametrize("key", ["contract.high", "dims", "licence", ""])
def test_a_row_that_stands_twice_is_said_whatever_is_wrong_in_the_catalogue(
    small: Catalogue, places: Places, key: str
) -> None:
    """A contract, dimensions or a file that cannot be read: none of them hides the row, or makes other faults."""
    path = places.archive / FILE_2
    rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*rows[:4], *rows[3:], ""]), "utf-8")
    wrong = (Fault("datasets/ind.82025ned.toml", key, "wrong"), Fault("units.csv", "line 3.nl", "''"))
    datasets = {name: d for name, d in small.datasets.items() if key or name != "ind.82025ned"}
    seen = Inspected(replace(small, datasets=datasets, indicators={}), wrong)
    *before, twice = check.look_at(seen, places).faults
    assert tuple(before) == wrong
    assert str(twice).startswith(f"{FILE_2}: lines 4, 5: the same ")


def test_a_code_list_with_a_fault_makes_no_faults_in_rows(small: Catalogue, places: Places) -> None:
    wrong = Fault("geo.csv", "line 9.nl", "missing")
    codes = {**small.codes, "geo": {"NL": small.codes["geo"]["NL"]}}
    seen = Inspected(replace(small, codes=codes, indicators={}), (wrong,))
    assert [f for f in check.look_at(seen, places).faults if "line" in f.key and f != wrong] == []


@pytest.mark.parametrize("name", ["PROVENANCE.csv", "LEFT_OUT.csv", "cbs_82025ned_resettled.csv"])
def test_a_file_of_the_archive_that_is_not_there_or_no_text_is_said_once(find: Find, places: Places, name: str) -> None:
    (places.archive / name).write_bytes(b"\xff\xfe,\n")
    assert [f.split(": ")[:2] for f in find()] == [[name, "cannot be read"]]
    (places.archive / name).unlink()
    [found] = find()
    assert name in found


def test_a_word_of_the_code_without_a_line_in_its_list_is_said(small: Catalogue, places: Places) -> None:
    codes = {**small.codes, "statuses": {k: v for k, v in small.codes["statuses"].items() if k != "reached"}}
    [fault] = check.look_at(Inspected(replace(small, codes=codes), ()), places).faults
    assert str(fault).startswith("statuses.csv: reached: missing; accepted: a line for each of no_figure, ")
