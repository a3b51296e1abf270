"""A table of any length is judged as a short one is: rows left out, warnings and refusals do not depend on pieces."""

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.formats import sdmx_csv, tsv
from etl.formats.unify import Unified, unify
from etl.model.errors import ContractError

FIXTURES = Path(__file__).parents[3] / "fixtures" / "eurostat"
CSV = "sdmx_csv_1.0_2021_migr_asyresa.csv"
WHOLE, SMALL = 10**7, 200  # bytes of a piece


def sifted(body: bytes, dataset: Any, size: int) -> Unified:
    read = sdmx_csv.tables if body.startswith(b"DATAFLOW") else tsv.tables
    request = dataset.request
    keep = {dim: tuple(codes) for dim, codes in {**request.get("dims", {}), **request.get("keep", {})}.items()}
    return unify(read(io.BytesIO(body), "a file", size), dataset, keep, request.get("set", {}), "a file")


def csv(*rows: str, dims: str = "freq,citizen,sex,unit,geo") -> bytes:
    lines = [f"DATAFLOW,LAST UPDATE,{dims},TIME_PERIOD,OBS_VALUE"]
    lines += [f"ESTAT:MIGR_EIORD(1.0),1{n % 2}/05/23 11:00:00,{row},5" for n, row in enumerate(rows)]
    return ("\n".join(lines) + "\n").encode()


YEARS = range(2008, 2020)
TSV = ("unit,citizen,sex,age,geo\\time\t" + "\t".join(f"{y} " for y in YEARS) + "\n").encode() + "".join(
    f"PER,{c},{s},TOTAL,NL\t" + "\t".join("5 " for _ in YEARS) + "\n" for c in ("AF", "SY") for s in "FMT"
).encode()


@pytest.mark.parametrize(
    ("dataset", "body"),
    [
        ("migr_asyresa", (FIXTURES / CSV).read_bytes()),
        ("migr_asyresa", TSV),
        ("migr_eiord", csv(*(f"A,{c},{s},PER,NL,2015" for c in ("AF", "SY", "TOTAL") for s in "FMT"))),
        ("migr_eiord", csv(*(f"A,TOTAL,{s},{f},PER,NL,2015" for f in ("NEW", "TOTAL") for s in "TF"),
                           dims="freq,citizen,sex,form,unit,geo")),
    ],
)  # fmt: skip
def test_rows_left_out_are_the_same_in_pieces(declared: Any, dataset: str, body: bytes) -> None:
    whole, apart = (sifted(body, declared(f"eurostat.{dataset}"), size) for size in (WHOLE, SMALL))
    pd.testing.assert_frame_equal(whole.frame, apart.frame)
    assert whole.said == apart.said != ()
    assert whole.updated == apart.updated


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (csv(*(f"A,TOTAL,{s},PER,NL,2015" for s in "FMFMFMFM")), "sex is F, M; this dataset needs T"),
        (csv(*(f"{f},TOTAL,T,PER,NL,2015" for f in "MMMMMMMM")), "freq is M; this dataset needs A"),
        (csv("A,TOTAL,T,Heads,NL,2015", *("A,TOTAL,T,PER,NL,2015",) * 8, "A,Bohemian,T,PER,Utopia,2015"),
         "citizen: 'Bohemian'; geo: 'Utopia'"),
        (csv(*(f"A,TOTAL,T,{f},PER,NL,2015" for f in "XYXYXYXY"), dims="freq,citizen,sex,form,unit,geo"),
         "dimension form is not one of .*; found X, Y"),
        (csv(*("A,TOTAL,T,PER,NL,2015",) * 8, "A,TOTAL,T,PER,NL,2015-Q1"), "period 2015-Q1; accepted"),
        (csv(*("A,TOTAL,T,PER,NL,2015",) * 8).replace(b"11/05/23", b"yesterday"), "LAST UPDATE is 'yesterday"),
        (csv(*("A,TOTAL,T,PER,NL,2015",) * 8) + b"ESTAT:MIGR_EIRTN(1.0),,A,TOTAL,T,PER,NL,2016,5\n",
         "DATAFLOW must be the same in all rows"),
        (csv(*("A,TOTAL,T,PER,NL,2015",) * 8) + b"ESTAT:MIGR_EIORD(1.0),,A,TOTAL,T,PER,NL,2016,x\n",
         "OBS_VALUE in data row 9 is 'x'"),
    ],
)  # fmt: skip
def test_refusals_are_the_same_in_pieces(declared: Any, body: bytes, says: str) -> None:
    messages = set()
    for size in (WHOLE, SMALL):
        with pytest.raises(ContractError, match=says) as refusal:
            sifted(body, declared("eurostat.migr_eiord"), size)
        messages.add(str(refusal.value))
    assert len(messages) == 1
