"""A chosen file is read in the browser: its release is found in each kind of file, and the file is not sent."""

import re
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
RELEASE = re.compile(r"^release 20\d\d-\d\d-\d\d-[0-9a-f]{6}")
DIGEST = re.compile(RELEASE.pattern + " sha256:[0-9a-f]{64}")
PATHS = ("/briefing/pillar/2.docx", "/figure/returned.pdf", "/data/returned.zip?geo=NL", "/data/returned.csv?geo=NL")


def test_the_release_is_found_in_files_that_are_not_sent(visit: Callable[..., Any]) -> None:
    opened = visit().open("/en/verify")
    page, sent = opened.page, []
    page.on("request", lambda request: sent.append((request.method, len(request.url))))
    expect(page.locator("[data-outcome]")).to_have_count(0)
    for path in PATHS:
        with urlopen(opened.base + path) as answer:
            body = answer.read()
        page.locator("#verify-given").fill("")
        file = {"name": "file", "mimeType": "application/octet-stream", "buffer": body}
        page.locator("#verify-file").set_input_files(file)
        expect(page.locator("#verify-given")).to_have_value(RELEASE if ".csv" in path or ".zip" in path else DIGEST)
        expect(page.locator("[data-outcome=current]")).to_be_visible()
    page.locator("#verify-file").set_input_files({"name": "own.txt", "mimeType": "text/plain", "buffer": b"40%"})
    expect(page.locator("[data-verify=said]")).to_have_text("Nothing in own.txt names a release of this site.")
    assert {method for method, _ in sent} == {"GET"}
    assert max(size for _, size in sent) < 2000
