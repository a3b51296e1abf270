"""What tests of a figure's page read: its first response, and the cells of its tables."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest


@pytest.fixture
def first_response(client: Any) -> Callable[[str], str]:
    """What is there at an address before any script."""

    def asked(path: str) -> str:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[-500:])
        return answer.text[: answer.text.index('<div id="react-entry-point"')]

    return asked


@pytest.fixture(scope="session")
def cells() -> Callable[[str], list[list[str]]]:
    """The rows of all tables of a page, as text."""

    def read(page: str) -> list[list[str]]:
        rows = re.findall(r"<tr>(.*?)</tr>", page, flags=re.DOTALL)
        return [[unescape(re.sub("<.*?>", "", c)) for c in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", r)] for r in rows]

    return read
