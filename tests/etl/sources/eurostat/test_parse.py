"""One table whatever the form that a person downloaded, and shapes that are refused."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.model.errors import ContractError
from etl.payloads import Part
from etl.sources.eurostat import parse

APPLICANTS = "eurostat.migr_asyappctza"
FIXTURES = Path(__file__).parents[3] / "fixtures" / "eurostat"


@pytest.mark.parametrize("name", ["one_table.sdmx1.csv", "one_table.sdmx2.csv", "one_table.tsv", "one_table.json"])
def test_a_table_is_the_same_whatever_form_a_person_downloaded(name: str, figure_of: Any, parsed: Any) -> None:
    found, expected = (parsed("lfsa_ergan", n).frame for n in (name, "one_table.sdmx1.csv"))
    keys = ["geo", "period"]
    pd.testing.assert_frame_equal(
        found.sort_values(keys, ignore_index=True), expected.sort_values(keys, ignore_index=True)
    )
    assert list(found) == ["freq", "unit", "sex", "age", "citizen", "geo", "period", "value", "flag", "confidentiality"]
    assert math.isnan(figure_of(found, period="2016", geo="RO"))


def test_dates_come_from_the_payload(parsed: Any) -> None:
    assert parsed("lfsa_ergan", "one_table.json").vintage == "2025-04-24T23:00:00"
    assert parsed("lfsa_ergan", "one_table.sdmx1.csv").vintage == "2025-04-24T23:00:00"
    assert parsed("lfsa_ergan", "one_table.tsv").vintage == ""


def test_old_names_of_dimensions_and_codes_are_unified(figure_of: Any, parsed: Any) -> None:
    frame = parsed("migr_asyappctza", "sdmx_csv_2.0_migr_asyappctza.csv").frame
    assert set(frame["applicant"]) == {"TOTAL"}
    assert "asyl_app" not in frame
    assert figure_of(frame, period="2015", geo="NL") == 44970
    frame = parsed("migr_eirtn", "data_explorer_migr_eirtn.csv").frame
    assert set(frame["freq"]) == {"A"}
    assert figure_of(frame, period="2015", geo="EU28", c_dest="TOTAL") == 227975
    assert figure_of(frame, period="2015", geo="EU28", c_dest="Third country") == 196190
    assert math.isnan(figure_of(frame, period="2014", geo="AT", c_dest="Third country"))


def test_labels_become_codes(figure_of: Any, parsed: Any) -> None:
    frame = parsed("tps00170", "sdmx_csv_1.0_labels_tps00170_crlf.csv").frame
    assert set(frame["geo"]) == {"CZ", "NL", "EU27_2020"}
    assert set(frame["reason"]) == {"TOTAL"}
    frame = parsed("migr_eiord", "data_explorer_latin1_migr_eiord.csv").frame
    assert figure_of(frame, period="2015", geo="EU28", citizen="NA") == 85
    assert figure_of(frame, period="2015", geo="EU28", citizen="CI") == 3370


def test_a_table_without_figures_is_refused_as_such(declared: Any) -> None:
    cube = json.loads((FIXTURES / "one_table.json").read_text("utf-8"))
    cube |= {"value": {}, "status": {}}
    with pytest.raises(ContractError, match=r"me\.json: there is no figure in it; expected are those of lfsa_ergan"):
        parse((Part("me.json", json.dumps(cube).encode(), ""),), declared("eurostat.lfsa_ergan"))


def test_an_unknown_label_is_named(declared: Any) -> None:
    body = (FIXTURES / "sdmx_csv_1.0_labels_tps00170_crlf.csv").read_bytes().replace(b"Czechia", b"Bohemia")
    with pytest.raises(ContractError, match=r"me\.csv: labels or codes that no list knows: geo: 'Bohemia'; download"):
        parse((Part("me.csv", body, "me.csv"),), declared("eurostat.tps00170"))


def test_a_code_is_known_by_its_label_where_the_label_is_all_that_was_seen(declared: Any) -> None:
    cube = json.loads((FIXTURES / "one_table.json").read_text("utf-8"))
    cube["id"] = ["freq", "unit", "sex", "age", "c_dest", "geo", "time"]
    cube["extension"]["id"] = "MIGR_EIRTN"
    dims = cube["dimension"]
    dims["unit"]["category"] = {"index": {"PER": 0}, "label": {"PER": "Person"}}
    dims["age"]["category"] = {"index": {"TOTAL": 0}, "label": {"TOTAL": "Total"}}
    dims["c_dest"] = {
        "category": {"index": {"TOTAL": 0, "X_3C": 1}, "label": {"TOTAL": "Total", "X_3C": "Third country"}}
    }
    dataset = declared("eurostat.migr_eirtn").model_copy(update={"dims": ("freq", "c_dest", "unit", "geo")})
    frame = parse((Part("data.json", json.dumps(cube).encode(), "u"),), dataset).frame
    assert set(frame["c_dest"]) == {"Third country"}


def test_rows_that_the_dataset_does_not_hold_are_left_out_aloud(parsed: Any) -> None:
    found = parsed("migr_asyresa", "sdmx_csv_1.0_2021_migr_asyresa.csv")
    assert len(found.frame) == 10
    assert found.warnings == ("sdmx_csv_1.0_2021_migr_asyresa.csv: 5 rows left out, sex F.",)


@pytest.mark.parametrize("printed", ["0000", "٢٠١٥", "2015-02-31", "2015-W60", "20l5"])
@pytest.mark.parametrize("name", ["sdmx_csv_1.0_2021_migr_asyresa.csv", "one_table.tsv", "one_table.json"])
def test_a_time_that_does_not_exist_is_refused(declared: Any, printed: str, name: str) -> None:
    body = (FIXTURES / name).read_bytes().replace(b"2016", printed.encode())
    dataset = declared("eurostat.migr_asyresa" if "asyresa" in name else "eurostat.lfsa_ergan")
    with pytest.raises(ContractError, match=re.escape(f"{name}: period {printed!r}; accepted are forms like")):
        parse((Part(name, body, name),), dataset)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("sdmx_csv_1.0_2021_migr_asyresa.csv", b"10/06/21", b"31/02/21"),
        ("sdmx_csv_1.0_2021_migr_asyresa.csv", b"23:00:00", b"25:00:00"),
        ("one_table.json", b"2025-04-24", b"2025-04-31"),
    ],
)
def test_a_date_of_the_table_that_does_not_exist_is_refused(declared: Any, name: str, old: bytes, new: bytes) -> None:
    body = (FIXTURES / name).read_bytes()
    assert old in body
    dataset = declared("eurostat.migr_asyresa" if "asyresa" in name else "eurostat.lfsa_ergan")
    with pytest.raises(ContractError, match=r"(LAST UPDATE|updated) is "):
        parse((Part(name, body.replace(old, new), name),), dataset)


def csv(header: str, *rows: str, code: str = "MIGR_EIORD") -> bytes:
    lines = ["DATAFLOW,LAST UPDATE," + header, *(f"ESTAT:{code}(1.0),11/05/23 11:00:00,{row}" for row in rows)]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,NL,2015,5", code="MIGR_EIRTN"),
         "this is table migr_eirtn; expected is migr_eiord"),
        (csv("freq,citizen,unit,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,2015,5"),
         "dimension geo is missing; found freq, citizen, unit"),
        (csv("freq,citizen,sex,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,F,PER,NL,2015,5"),
         "sex is F; this dataset needs T"),
        (csv("freq,citizen,form,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,X,PER,NL,2015,5", "A,TOTAL,Y,PER,NL,2016,5"),
         "dimension form is not one of .*; found X, Y"),
        (csv("freq,citizen,form,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,X,PER,NL,2015,5"),
         "dimension form is not one of .*; found X"),
        (csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "M,TOTAL,PER,NL,2015-01,5"),
         "freq is M; this dataset needs A"),
        (csv("citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "TOTAL,PER,NL,2015-01,5"), "period 2015-01; accepted"),
        (csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,NL,2015,5", "A,TOTAL,PER,NL,2015,10"),
         "1 observations stand there twice, first freq=A, citizen=TOTAL, unit=PER, geo=NL, period=2015"),
    ],
)  # fmt: skip
def test_a_shape_that_the_dataset_does_not_accept_is_refused(declared: Any, body: bytes, says: str) -> None:
    with pytest.raises(ContractError, match=says):
        parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eiord"))


def test_a_new_dimension_with_only_a_total_changes_nothing(declared: Any, figure_of: Any) -> None:
    body = csv("freq,citizen,form,unit,geo,TIME_PERIOD,OBS_VALUE", "A,NA,TOTAL,PER,NL,2015,5")
    frame = parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eiord")).frame
    assert figure_of(frame, period="2015", citizen="NA") == 5


def test_parts_of_different_dates_do_not_mix(declared: Any) -> None:
    one = csv("freq,citizen,unit,geo,TIME_PERIOD,OBS_VALUE", "A,TOTAL,PER,NL,2015,5")
    other = one.replace(b"2015", b"2016").replace(b"11/05/23", b"12/05/23")
    with pytest.raises(
        ContractError, match="2023-05-11T11:00:00 and 2023-05-12T11:00:00; expected are files of one date"
    ):
        parse((Part("1.csv", one, "1"), Part("2.csv", other, "2")), declared("eurostat.migr_eiord"))


LABELLED = "freq,citizen,sex,unit,geo,TIME_PERIOD,OBS_VALUE"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"Person", b"Persons", "unit: 'Persons' (needed: PER)"),
        (b"Total,Total,Total", b"All reasons,Total,Total", "reason: 'All reasons' (needed: TOTAL)"),
        (b"Annual", b"Annuel", "freq: 'Annuel' (needed: A)"),
        (b"Netherlands", b"Pays-Bas", "geo: 'Pays-Bas'"),
    ],
)
@pytest.mark.parametrize("count", [1, -1])
def test_a_label_that_no_list_knows_is_named_and_no_row_is_left_out_for_it(
    declared: Any, old: bytes, new: bytes, said: str, count: int
) -> None:
    body = (FIXTURES / "sdmx_csv_1.0_labels_tps00170_crlf.csv").read_bytes()
    assert old in body
    with pytest.raises(ContractError, match=re.escape(f"no list knows: {said}; download")):
        parse((Part("me.csv", body.replace(old, new, count), "me.csv"),), declared("eurostat.tps00170"))


def test_all_unknown_labels_of_all_dimensions_are_named_at_once(declared: Any) -> None:
    body = (FIXTURES / "sdmx_csv_1.0_labels_tps00170_crlf.csv").read_bytes()
    body = body.replace(b"Person", b"Persoon").replace(b"Annual", b"Annuel").replace(b"Czechia", b"Atlantis")
    body = body.replace(b"Total,Total,Total", b"Wedding,Total,Total", 2)
    said = (
        "freq: 'Annuel' (needed: A); reason: 'Wedding' (needed: TOTAL); unit: 'Persoon' (needed: PER); geo: 'Atlantis'"
    )
    with pytest.raises(ContractError, match=re.escape(f"no list knows: {said}; download")):
        parse((Part("me.csv", body, "me.csv"),), declared("eurostat.tps00170"))


def test_words_among_codes_are_named_and_other_codes_are_left_out(declared: Any) -> None:
    header = "freq,citizen,sex,unit,geo,TIME_PERIOD,OBS_VALUE"
    good, other = "A,TOTAL,T,PER,NL,2015,5", "A,TOTAL,F,PER,NL,2015,5"
    words = "A,TOTAL,T,Persons,NL,2016,5", "Annuel,TOTAL,T,PER,Atlantis,2016,5"
    with pytest.raises(ContractError, match=r"knows: freq: 'Annuel'.*; unit: 'Persons'.*; geo: 'Atlantis'; download"):
        parse((Part("me.csv", csv(header, good, other, *words), "me.csv"),), declared("eurostat.migr_eiord"))
    found = parse((Part("me.csv", csv(header, good, other), "me.csv"),), declared("eurostat.migr_eiord"))
    assert found.warnings == ("me.csv: 1 rows left out, sex F.",)


def test_a_destination_that_no_list_knows_is_named(declared: Any) -> None:
    body = (FIXTURES / "data_explorer_migr_eirtn.csv").read_bytes()
    body = body.replace(b"Persons returned to a third country", b"Persons returned to a far country")
    with pytest.raises(ContractError, match=r"c_dest: 'Persons returned to a far country' \(needed: TOTAL, Third co"):
        parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eirtn"))


def test_many_unknown_labels_are_counted(declared: Any) -> None:
    rows = [f"Annual,Total,Total,Person,Land {n},2015,5" for n in range(10, 40)]
    with pytest.raises(ContractError, match=r"geo: 'Land 10', .*'Land 19' and 20 more; download"):
        parse((Part("me.csv", csv(LABELLED, *rows), "me.csv"),), declared("eurostat.migr_eiord"))


def test_unknown_labels_in_rows_that_are_left_out_block_nothing(declared: Any, figure_of: Any) -> None:
    body = csv(
        LABELLED, "Annual,Total,Total,Person,Netherlands,2015,5", "Annual,Ruritania,Females,Person,Moravia,2015,5",
        "Weekly,Total,Total,Person,Netherlands,2015-W01,5",
    )  # fmt: skip
    found = parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eiord"))
    assert figure_of(found.frame, geo="NL", period="2015") == 5
    assert len(found.frame) == 1
    assert "rows left out, sex F" in " ".join(found.warnings)


FORMED = "freq,citizen,form,unit,geo,TIME_PERIOD,OBS_VALUE"


def test_of_a_dimension_that_nobody_declared_the_total_is_kept_aloud(declared: Any, figure_of: Any) -> None:
    body = csv(FORMED, "A,TOTAL,TOTAL,PER,NL,2015,50", "A,TOTAL,X,PER,NL,2015,20", "A,TOTAL,Y,PER,NL,2015,30")
    found = parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eiord"))
    assert figure_of(found.frame, period="2015") == 50
    assert found.warnings == ("me.csv: a dimension that is not declared, form: kept TOTAL, left out 2 rows.",)


def test_third_country_is_known_by_its_code(declared: Any, figure_of: Any) -> None:
    header = "freq,citizen,c_dest,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE"
    body = csv(header, "A,ASI,TOTAL,T,TOTAL,PER,NL,2015,50", "A,ASI,THRD,T,TOTAL,PER,NL,2015,20", code="MIGR_EIRTN")
    frame = parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eirtn")).frame
    assert figure_of(frame, c_dest="Third country") == 20


def test_a_declared_code_that_is_gone_while_others_come_refuses(declared: Any) -> None:
    header = "freq,citizen,c_dest,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE"
    body = csv(header, "A,ASI,TOTAL,T,TOTAL,PER,NL,2015,50", "A,ASI,X3C,T,TOTAL,PER,NL,2015,20", code="MIGR_EIRTN")
    with pytest.raises(ContractError, match=r"no rows with c_dest Third country, and rows with X3C that nobody asked"):
        parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eirtn"))


def test_a_declared_code_that_is_missing_beside_known_others_is_a_choice(declared: Any) -> None:
    header = "freq,citizen,sex,applicant,age,unit,geo,TIME_PERIOD,OBS_VALUE"
    rows = "A,AF,T,TOTAL,TOTAL,PER,NL,2015,50", "A,AF,T,SSEQ,TOTAL,PER,NL,2015,20"
    found = parse((Part("me.csv", csv(header, *rows, code="MIGR_ASYAPPCTZA"), "me.csv"),), declared(APPLICANTS))
    assert found.warnings == ("me.csv: 1 rows left out, applicant SSEQ.",)
    new = csv(header, rows[0], rows[1].replace("SSEQ", "FIRST"), code="MIGR_ASYAPPCTZA")
    with pytest.raises(
        ContractError, match=r"no rows with applicant FRST, and rows with FIRST .* needs TOTAL, FRST: a"
    ):
        parse((Part("me.csv", new, "me.csv"),), declared(APPLICANTS))


def test_an_unknown_unit_in_rows_that_are_left_out_blocks_nothing(declared: Any) -> None:
    header = "freq,citizen,unit,sex,geo,TIME_PERIOD,OBS_VALUE"
    found = parse(
        (Part("me.csv", csv(header, "A,TOTAL,PER,T,NL,2015,5", "A,TOTAL,KG,F,NL,2015,5"), "me.csv"),),
        declared("eurostat.migr_eiord"),
    )
    assert found.warnings == ("me.csv: 1 rows left out, sex F.",)


def test_places_beside_those_that_a_dataset_declares_are_left_out_aloud(declared: Any) -> None:
    header = "freq,unit,age,sex,geo,TIME_PERIOD,OBS_VALUE"
    rows = "A,NR,TOTAL,T,NL,2025,18044027", "A,NR,TOTAL,T,DE_TOT,2025,5"
    found = parse((Part("me.csv", csv(header, *rows, code="DEMO_PJAN"), "me.csv"),), declared("eurostat.population"))
    assert found.warnings == ("me.csv: 1 rows left out, geo DE_TOT.",)


def test_a_file_with_a_choice_of_the_codes_is_taken(declared: Any) -> None:
    header = "freq,citizen,c_dest,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE"
    body = csv(header, "A,ASI,TOTAL,T,TOTAL,PER,NL,2015,50", code="MIGR_EIRTN")
    assert len(parse((Part("me.csv", body, "me.csv"),), declared("eurostat.migr_eirtn")).frame) == 1


def test_population_says_which_table_it_is_from(declared: Any) -> None:
    body = csv("freq,unit,age,sex,geo,TIME_PERIOD,OBS_VALUE", "A,NR,TOTAL,T,NL,2025,18044027", code="DEMO_PJAN")
    frame = parse((Part("me.csv", body, "me.csv"),), declared("eurostat.population")).frame
    assert list(frame.iloc[0]) == ["A", "demo_pjan", "NL", "2025", 18044027.0, "", ""]
