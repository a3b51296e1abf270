"""What a refusal says: its subject in the reader's language, names and codes as they stand in addresses."""

import re

import pytest

from dashboards.web.refusals import of_error
from etl.catalogue.declarations import Lang
from etl.model.errors import UnknownValueError


@pytest.mark.parametrize("path", ["/{lang}/check?q=40", "/{lang}/figure/return_rate?q=40", "/{lang}/board?q=40"])
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_names_that_an_address_takes_are_named_as_they_are_typed(client, lang: Lang, path: str) -> None:
    answer = client.get(path.format(lang=lang))
    assert answer.status_code == 404
    names = re.findall(r"<li[^>]*><code[^>]*>([^<]+)</code>", answer.get_data(as_text=True))
    assert len(names) > 2
    for name in names:
        asked = client.get(f"{path.format(lang=lang).split('?')[0]}?{name}=x").get_data(as_text=True)
        assert f"‘{name}’" not in asked, "a name that is offered is known"
        assert f"“{name}”" not in asked


def test_what_an_error_is_about_is_said_in_dutch_and_what_is_accepted_where_it_is_a_wording() -> None:
    told = of_error(UnknownValueError("value", "x", ("value", "page", "a number", "one value", "1 to 9")), "nl")
    assert told.sentence == "De waarde ‘x’ is niet bekend."
    assert told.accepted == ("value", "page", "a number", "één waarde", "1 tot en met 9")
    assert of_error(UnknownValueError("page", "page", ()), "en").sentence == "The page “page” is not known."
