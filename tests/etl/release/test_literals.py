"""Series that a query writes by itself are found in its text, through CASE, UNION, WITH, views and macros."""

import pytest

from etl.catalogue import catalogue
from etl.release import literals

VIEWS = {"shared": "SELECT 'seen' AS series, 1 AS value UNION ALL SELECT code, 2 FROM rows"}
MACROS = {"named": "CASE code WHEN 'A' THEN 'first' ELSE 'second' END"}


@pytest.mark.parametrize(
    ("sql", "texts"),
    [
        ("SELECT 'NL' AS geo, 'all' AS series", {"all"}),
        ("SELECT geo, code AS series FROM rows", set()),
        ("SELECT geo, CASE code WHEN 'X' THEN 'x' ELSE code END AS series FROM rows", {"x"}),
        ("SELECT geo, 'a' AS series FROM rows UNION ALL SELECT geo, 'b' FROM rows", {"a", "b"}),
        ("SELECT geo, 'a' AS series UNION ALL (SELECT geo, 'b' UNION ALL SELECT geo, 'c')", {"a", "b", "c"}),
        ("SELECT geo, CASE code WHEN 'X' THEN 'x' ELSE 'y' END || '_5y' AS series FROM rows", {"x_5y", "y_5y"}),
        ("SELECT geo, code || '_5y' AS series FROM rows", set()),
        ("WITH own AS (SELECT geo, 'a' AS series FROM rows) FROM own", {"a"}),
        (
            "WITH own AS (SELECT geo, 'a' AS kind FROM rows) SELECT o.geo, o.kind || '_now' AS series FROM own o",
            {"a_now"},
        ),
        (
            "WITH own AS (SELECT geo, 'a' AS series FROM rows), more AS (SELECT *, 1 AS place FROM own) "
            "SELECT geo, series FROM more UNION ALL SELECT geo, 'b' FROM rows",
            {"a", "b"},
        ),
        (
            "WITH own AS (SELECT geo, 'a' AS kind FROM rows), others AS (SELECT geo, 'b' AS kind FROM rows) "
            "SELECT own.geo, others.kind AS series FROM own JOIN others USING (geo)",
            {"b"},
        ),
        ("SELECT geo, series FROM (SELECT geo, 'a' AS series FROM rows) inner_part", {"a"}),
        (  # the third column of the second part, not its second item
            "WITH own AS (SELECT geo, 'b' AS series FROM rows) SELECT geo, 'a' AS series, 'z' AS value FROM rows "
            "UNION ALL SELECT *, 'v' AS more FROM own",
            {"a", "b"},
        ),
        (
            "WITH one AS (SELECT 1 AS n), two AS (SELECT 1 AS n, 'b' AS series) "
            "SELECT geo, *, 'a' AS series FROM one UNION ALL SELECT geo, * FROM two",
            {"a", "b"},
        ),
        (
            "WITH one AS (SELECT 1 AS n, 2 AS m), own AS (SELECT geo, 'b' AS series FROM rows) "
            "SELECT geo, 'a' AS series, * FROM one UNION ALL SELECT *, 'v' AS more, 'w' AS last FROM own",
            {"a", "b"},
        ),
        (  # a part that reads itself is not followed for ever
            "WITH RECURSIVE own AS (SELECT 'a' AS series UNION ALL "
            "SELECT CASE series WHEN 'a' THEN 'b' ELSE series END FROM own) SELECT series FROM own",
            {"a", "b"},
        ),
        ("SELECT geo, 1 AS series FROM rows", set()),
        ("SELECT 'NL' AS geo, series FROM shared", {"seen"}),
        ("SELECT geo, named(code) AS series FROM rows", {"first", "second"}),
    ],
)
def test_texts_of_a_column(sql: str, texts: set[str]) -> None:
    assert literals.written(sql, "series", VIEWS, MACROS) == texts


def test_every_series_that_an_indicators_sql_writes_has_a_name() -> None:
    c = catalogue.load()
    macros = {name: m.sql for name, m in c.macros.items()}
    found = {i.id: literals.written(i.sql, "series", c.views_over(i.datasets), macros) for i in c.indicators.values()}
    nameless = {name: codes - c.named_series(c.indicators[name]) for name, codes in found.items()}
    assert {name: codes for name, codes in nameless.items() if codes} == {}
    assert found["return_rate"] == set(c.indicators["return_rate"].breakdown.labels)
    assert sum(map(bool, found.values())) > 40
