@pytest.mark.parametrize(
    ("lang", "said"), [("en", "By the figures of this release:"), ("nl", "Volgens de cijfers van deze release:")]
)
def test_what_happened_since_names_the_newest_figures(client: Any, lang: Lang, said: str) -> None:
    for address in (urls.claim(lang, "p4_return_rate"), urls.pillar(lang, 4)):
        shown = page(client, address)
        assert said in shown
        after = shown[shown.rindex(said) if "pillar" not in address else shown.index(said) :]
        assert {"en": "32.1%", "nl": "32,1%"}[lang] in after
        assert "EU27_2020" in after
    assert said not in page(client, urls.claim(lang, "p3_ind_info"))
