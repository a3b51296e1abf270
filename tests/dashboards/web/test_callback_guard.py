"""What is sent to Dash's own address: calls of pages are answered, anything else is refused with a sentence."""

import json
import logging
from typing import Any

import pytest

from tests.visits import DASH, visit

LIVE = '{"index":["MATCH"],"type":"figure-live"}.children'


def contact(value: object = "/en/figure/returned", index: object = "returned", **changed: object) -> dict[str, object]:
    """What a page sends when a reader touches a figure."""
    return {
        "output": LIVE,
        "outputs": {"id": {"index": index, "type": "figure-live"}, "property": "children"},
        "inputs": [{"id": {"index": index, "type": "figure-box"}, "property": "data-contact", "value": value}],
        "changedPropIds": ['{"index":"returned","type":"figure-box"}.data-contact'],
        **changed,
    }


def test_what_a_page_sends_is_answered(client: Any) -> None:
    drawn = client.post(DASH, json=contact()).get_json()
    assert drawn["response"]
    assert client.post(DASH, json=visit("/nl/", "?utm_source=1")).status_code == 200


def test_a_figure_that_there_is_not_is_refused_like_its_page(client: Any) -> None:
    answer = client.post(DASH, json=contact("/en/figure/nothing"))
    assert answer.status_code == 404
    assert "returned" in answer.get_json()["accepted"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"x", b"null", b"3", b'"a"', b"[]", b"{}", b"[" * 20_000, b'{"output": "x.y"}', b'{"output": ["x"]}',
        *(json.dumps(call).encode() for call in (
            {"output": LIVE}, {"output": "_pages_dummy.children", "inputs": [], "outputs": []},
            contact(inputs=[]), contact(inputs="abc"), contact(inputs=[[]]), contact(inputs=[{"id": "a"}]),
            contact(outputs=None), contact(outputs=[]), contact(outputs={"id": "a", "property": "b"}),
            contact(value=3), contact(value={"a": 1}), contact(index=3), contact(state=[{}]), contact(state={}),
            contact(changedPropIds=[1]), contact(changedPropIds="a"),
            visit(3), visit("/en/", ["a"]), {**visit("/en/"), "outputs": {"id": "_pages_content"}},
        )),
    ],
)  # fmt: skip
def test_what_no_page_sends_is_a_sentence_and_leaves_no_traceback(
    client: Any, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = client.post(DASH, data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error"]) == (400, "This request could not be understood.")
    assert not caplog.records
