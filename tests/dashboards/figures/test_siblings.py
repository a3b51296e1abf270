"""The same count per 100,000 inhabitants, by month or by quarter: a choice of the form that leads to another figure."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from dashboards.figures import siblings
from etl.catalogue import catalogue
from etl.release.store import Release


def _led(client: FlaskClient, address: str) -> tuple[str, Mapping[str, list[str]]]:
    answer = client.get(address)
    assert answer.status_code == 302, answer.status
    to = urlsplit(answer.location)
    return to.path, parse_qs(to.query)


def test_per_inhabitant_and_by_month_are_choices_of_the_form(client: FlaskClient) -> None:
    page = client.get("/en/figure/first_time_applicants").text
    assert '<option value="per_100k">per 100,000 inhabitants</option>' in page
    back = client.get("/en/figure/first_time_per_100k").text
    assert '<option value="absolute">applicants</option>' in back
    assert '<option value="M">month</option>' in client.get("/en/figure/irregular_arrivals").text
    assert '<option value="A">jaar</option>' in client.get("/nl/figure/irregular_arrivals_monthly").text


def test_a_counterpart_without_figures_is_not_offered(not_pulled: Release, client: FlaskClient) -> None:
    assert not not_pulled.has("first_time_monthly")
    assert 'name="step"' not in client.get("/en/figure/first_time_applicants").text


def test_the_choice_leads_to_the_figure_with_places_and_span(client: FlaskClient) -> None:
    path, query = _led(client, "/en/figure/first_time_applicants?geo=NL&geo=DE&from=2015&to=2018&measure=per_100k")
    assert path == "/en/figure/first_time_per_100k"
    assert query == {"geo": ["NL,DE"], "from": ["2015"], "to": ["2018"]}
    assert client.get(f"{path}?geo=NL,DE&from=2015&to=2018").status_code == 200


def test_a_place_without_figures_there_is_named(client: FlaskClient) -> None:
    path, query = _led(client, "/en/figure/first_time_applicants?geo=NL,EU28&measure=per_100k")
    assert query == {"geo": ["NL"], "without": ["EU28"]}
    assert "There are no figures for European Union (28" in client.get(f"{path}?geo=NL&without=EU28").text


def test_a_category_is_kept_only_where_it_means_the_same(client: FlaskClient) -> None:
    """`all` is all citizenships by year and all applicants, repeat ones too, by month."""
    assert "series" not in _led(client, "/en/figure/first_time_applicants?series=all&step=M")[1]
    route = "Central Mediterranean Route"
    found = _led(client, f"/en/figure/irregular_arrivals?series={route}&step=M")
    assert found == ("/en/figure/irregular_arrivals_monthly", {"series": [route]})


def test_months_become_years_on_the_way_back(client: FlaskClient) -> None:
    address = "/nl/figure/irregular_arrivals_monthly?from=2015-03&to=2018-09&measure=index&step=A"
    assert _led(client, address) == (
        "/nl/figure/irregular_arrivals",
        {"from": ["2015"], "to": ["2018"], "measure": ["index"]},
    )


def test_the_present_measure_and_step_stay_on_the_page(client: FlaskClient) -> None:
    assert _led(client, "/en/figure/returned?step=A&geo=NL") == ("/en/figure/returned", {"geo": ["NL"]})
    assert _led(client, "/en/figure/return_rate?measure=absolute")[0] == "/en/figure/return_rate"


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("/en/figure/first_time_applicants?step=Q", ("A", "M")),
        ("/en/figure/first_time_applicants?step=M&measure=per_100k", ("absolute",)),
        ("/en/figure/resettled?measure=per_100k", ("absolute",)),
    ],
)
def test_what_is_not_counted_so_is_refused_with_what_is(
    client: FlaskClient, address: str, accepted: tuple[str, ...]
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert all(word in answer.text for word in accepted)


def test_counterparts_know_each_other() -> None:
    known = catalogue.load().indicators
    for head in (i for i in known.values() if i.counterparts):
        kin = {i.id for i in siblings.family(head, known)}
        assert kin == {head.id, *head.counterparts}
        assert all({i.id for i in siblings.family(known[name], known)} == kin for name in head.counterparts)
        kinds = [(siblings.measure_of(known[name]), known[name].frequency) for name in kin]
        assert len(set(kinds)) == len(kinds)
