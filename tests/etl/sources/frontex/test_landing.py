"""Finding the newest workbook on Frontex's page, against a local server."""

import pytest

from etl.catalogue.catalogue import load
from etl.fetch.http import Client
from etl.model.errors import ContractError, SourceError
from etl.payloads import Answer, Part, Structure
from etl.sources import frontex

DATASET = load().datasets["frontex.ibc_route_month"]
PAGE = "/what-we-do/monitoring-and-risk-analysis/migratory-map/"
FOLDER = "/assets/Migratory_routes"
BODY = b"PK\x03\x04 bytes as they came"


def page(*links: str) -> bytes:
    items = "".join(f'<li><a class="doc" href="{link}">Monthly detections</a></li>' for link in links)
    return f"<!doctype html><html><body><p>Migratory map</p><ul>{items}</ul></body></html>".encode()


def linked(*links: str) -> str:
    return frontex.newest_link(page(*links), f"https://www.frontex.europa.eu{PAGE}")


@pytest.fixture
def client():
    return Client(pause=0, retries=0, backoff=0)


@pytest.fixture
def served(serve, monkeypatch):
    def start(answers):
        server = serve(answers)
        monkeypatch.setenv("MONITOR_FRONTEX_URL", server.url)
        return server

    return start


def test_fetch_follows_the_link_of_the_page_and_keeps_the_bytes(served, reply, client):
    file = f"{FOLDER}/2026/Monthly_detections_of_IBC_2026_08_04.xlsx"
    headers = {"ETag": '"7"', "Content-Type": "application/octet-stream", "X-Cache": "HIT"}
    server = served({PAGE: reply(page(file)), file: reply(BODY, headers=headers)})
    (part,) = frontex.fetch(DATASET, client.get)
    assert part.body == BODY
    assert part.name == "ibc.xlsx"
    assert part.url == server.url + file
    assert part.headers == {"etag": '"7"', "content-type": "application/octet-stream"}
    assert server.paths() == [PAGE, file]


def test_redirected_page_resolves_relative_links_where_it_ended(served, reply, client):
    file = "/moved/files/Monthly_detections_of_IBC_2026_08_04.xlsx"
    server = served({
        PAGE: reply(status=301, headers={"Location": "/moved/map/"}),
        "/moved/map/": reply(page("../files/Monthly_detections_of_IBC_2026_08_04.xlsx")),
        file: reply(BODY),
    })  # fmt: skip
    assert frontex.fetch(DATASET, client.get)[0].body == BODY
    assert server.paths() == [PAGE, "/moved/map/", file]


def test_link_to_the_publisher_stays_on_the_base_address_that_was_set(served, reply, client):
    file = f"{FOLDER}/Monthly_detections_of_IBC_20220204.xlsx"
    server = served({PAGE: reply(page(f"https://frontex.europa.eu{file}")), file: reply(BODY)})
    assert frontex.fetch(DATASET, client.get)[0].url == server.url + file


def test_page_without_link_is_handed_on_and_refused_with_its_address(served, reply, client):
    server = served({PAGE: reply(b"<html><title>One moment</title></html>")})
    parts = frontex.fetch(DATASET, client.get)
    assert parts[0].body.startswith(b"<html>")
    with pytest.raises(ContractError, match=r"found no link to any \.xlsx file; accepted: a link to Monthly_") as e:
        frontex.parse(parts, DATASET)
    assert server.url + PAGE in str(e.value)


def test_refused_request_is_a_source_error(served, reply, client):
    served({PAGE: reply(b"Forbidden", status=403)})
    with pytest.raises(SourceError, match="HTTP 403"):
        frontex.fetch(DATASET, client.get)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (f"{FOLDER}/2026/Monthly_detections_of_IBC_2026_08_04.xlsx", None),
        (f"{FOLDER}/Monthly_detections_of_IBC_2022_08_05.xlsx", None),
        (f"{FOLDER}/2021/Detections_of_IBC_2021_02_05.xlsx", None),
        (f"{FOLDER}/Detections_of_IBC_2018_07_06.xlsx", None),
        (f"{FOLDER}/Monthly_detections_of_IBC_20220204.xlsx", None),
        ("/assets/Migratory%20routes/monthly_detections_of_ibc_2024-01-03.XLSX", None),
        (f"{FOLDER}/Monthly_detections_of_IBC_2026_08_04.xlsx?v=1&amp;d=2", "?v=1&d=2"),
        ("https://frontex.europa.eu/assets/Monthly_detections_of_IBC_2020_01_03.xlsx", None),
    ],
)
def test_seen_forms_of_the_link_are_found(link, address):
    found = linked("/assets/Risk_Analysis_2026.pdf", link, "/assets/other_2027_01_01.xlsx")
    assert found.endswith(address or link.removeprefix("https://frontex.europa.eu"))
    assert found.startswith("https://")


def test_newest_day_wins_wherever_it_stands_on_the_page():
    old, new = (f"{FOLDER}/{y}/Monthly_detections_of_IBC_{y}_0{m}_03.xlsx" for y, m in ((2025, 9), (2026, 2)))
    assert linked(old, new) == linked(new, old) == f"https://www.frontex.europa.eu{new}"


def test_same_file_linked_twice_is_one_file():
    file = f"{FOLDER}/Monthly_detections_of_IBC_2026_08_04.xlsx"
    assert linked(file, f"https://www.frontex.europa.eu{file}") == f"https://www.frontex.europa.eu{file}"


def test_two_files_of_the_newest_day_are_refused_by_name():
    files = [f"{FOLDER}/{folder}/Monthly_detections_of_IBC_2026_08_04.xlsx" for folder in ("2026", "new")]
    with pytest.raises(ContractError, match=r"2026/Monthly.* and .*new/Monthly.*accepted: one workbook"):
        linked(*files)


@pytest.mark.parametrize(
    "link", ["/assets/Monthly_detections_of_IBC.xlsx", "/assets/Monthly_detections_of_IBC_2026_13_40.xlsx", "/a/x.xlsx"]
)
def test_link_without_a_day_is_refused_and_named(link):
    with pytest.raises(ContractError, match="YYYY_MM_DD") as e:
        linked(link)
    assert link in str(e.value)


def test_link_in_a_comment_does_not_count():
    comment = b'<!-- <a href="/a/Monthly_detections_of_IBC_2027_01_05.xlsx">draft</a> -->'
    text = comment + page("/a/Monthly_detections_of_IBC_2026_08_04.xlsx")
    assert frontex.newest_link(text, "https://x.eu/").endswith("2026_08_04.xlsx")


class Publisher:
    """Answers of any address, and what it was asked for how."""

    def __init__(self, landing: bytes) -> None:
        self.landing, self.asked = landing, []

    def get(self, url, params=(), **how):
        self.asked.append((url, how))
        body = BODY if ".xlsx" in url else self.landing
        headers = {"etag": '"7"', "last-modified": "yesterday", "content-type": "x", "x-cache": "HIT"}
        return Answer(url, 200, headers, body)


WORKBOOK = f"{FOLDER}/2026/Monthly_detections_of_IBC_2026_08_04.xlsx"


@pytest.mark.parametrize(
    ("base", "link", "asked"),
    [
        ("", WORKBOOK, f"https://www.frontex.europa.eu{WORKBOOK}"),
        ("", f"https://frontex.europa.eu{WORKBOOK}?v=1", f"https://frontex.europa.eu{WORKBOOK}?v=1"),
        ("http://copy.example", f"https://frontex.europa.eu{WORKBOOK}?v=1", f"http://copy.example{WORKBOOK}"),
        ("http://copy.example", f"https://files.example{WORKBOOK}", f"https://files.example{WORKBOOK}"),
    ],
)
def test_a_workbook_is_asked_where_the_page_says_or_at_the_address_that_was_set(base, link, asked, monkeypatch):
    """With what each request accepts; of the headers those that matter are kept."""
    monkeypatch.delenv("MONITOR_FRONTEX_URL", raising=False)
    if base:
        monkeypatch.setenv("MONITOR_FRONTEX_URL", base)
    publisher = Publisher(page(link))
    (part,) = frontex.fetch(DATASET, publisher.get)
    landing = f"{base or 'https://www.frontex.europa.eu'}{PAGE}"
    assert publisher.asked == [(landing, {"accept": "text/html, */*;q=0.5"}), (asked, {"accept": frontex.XLSX})]
    assert (part.name, part.url, part.body) == ("ibc.xlsx", asked, BODY)
    assert part.headers == {"etag": '"7"', "last-modified": "yesterday", "content-type": "x"}


def test_what_there_is_today_is_the_day_of_the_newest_workbook_from_a_page_asked_anew(monkeypatch):
    monkeypatch.setenv("MONITOR_FRONTEX_URL", "http://copy.example")
    publisher = Publisher(page(WORKBOOK, f"{FOLDER}/Monthly_detections_of_IBC_2025_06_03.xlsx?x#y"))
    assert frontex.structure(DATASET, publisher.get) == Structure({}, {}, newest="2026-08-04")
    assert publisher.asked == [(f"http://copy.example{PAGE}", {"accept": "text/html, */*;q=0.5", "fresh": True})]


def test_a_page_with_letters_of_another_encoding_and_a_comment_of_several_lines_is_read():
    comment = b'<!--\n "/a/Monthly_detections_of_IBC_2027_01_05.xlsx" \n-->\xe9'
    assert frontex.newest_link(comment + page(WORKBOOK), "https://x.eu/") == f"https://x.eu{WORKBOOK}"


def test_of_other_links_five_are_named_in_order():
    with pytest.raises(ContractError) as e:
        linked(*(f"/{name}.xlsx" for name in "gfedcba"))
    assert "found /a.xlsx, /b.xlsx, /c.xlsx, /d.xlsx, /e.xlsx; accepted: " in str(e.value)


def test_one_workbook_is_read_at_a_time():
    with pytest.raises(ContractError, match=r"^frontex\.ibc_route_month: found nothing; accepted: one workbook"):
        frontex.parse((), DATASET)
    two = tuple(Part(f"{n}.xlsx", BODY, f"https://x.eu/a%20{n}.xlsx?v={n}#z") for n in (1, 2))
    with pytest.raises(ContractError, match=r"found a 1\.xlsx, a 2\.xlsx; accepted: one workbook, the newest\."):
        frontex.parse(two, DATASET)
    assert frontex.alone(two, DATASET) == ((two[0],), (two[1],))
