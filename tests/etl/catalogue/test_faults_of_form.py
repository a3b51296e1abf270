"""What a file of the catalogue must hold and how its words are written: each fault is said, with what is accepted."""

from collections.abc import Callable

import pytest

ARRIVALS = "indicators/irregular_arrivals.toml"
ORDERS = "datasets/eurostat.migr_eiord.toml"
RATE = "indicators/return_rate.toml"
RETURNS = "datasets/eurostat.migr_eirtn.toml"
REFERENCE = '[[reference]]\nclaim = "p4_return_rate"'
TITLE = 'nl = "Gedetecteerde irreguliere grensoverschrijdingen"\n'
SHAPES = [
    (
        ARRIVALS,
        "pillar         = 1",
        "pillar = 1\ncolour = 3",
        "colour: unknown key; accepted: pillar, context, datasets, ",
    ),
    (ARRIVALS, "[title]\n", '[title]\nfr = "Passages"\n', "title.fr: unknown key; accepted: en, nl"),
    (
        ARRIVALS,
        "pillar         = 1",
        'pillar = 1\nid = "x"',
        "id: unknown key; accepted: none: the file's name is the id",
    ),
    (ARRIVALS, TITLE, "", "title.nl: missing; accepted: heading of its figure"),
    (ARRIVALS, TITLE, 'nl = ""\n', "title.nl: ''; accepted: string should have at least 1 character"),
    (ARRIVALS, 'chart          = "line"', 'chart = "pie"', "chart: 'pie'; accepted: line, column, stacked, bullet, "),
    (ARRIVALS, "pillar         = 1", "pillar = 7", "pillar: 7; accepted: 1, 2, 3, 4, 5, 6"),
    (ARRIVALS, "pillar         = 1", 'pillar = "<fill in>"', "pillar: not filled in; accepted: pillar of"),
    (
        RATE,
        REFERENCE,
        REFERENCE.replace("p4_", "P4 "),
        "reference[1].claim: 'P4 return_rate'; accepted: lower snake case",
    ),
    (ARRIVALS, "decimals       = 0", "decimals = 9", "decimals: 9; accepted: input should be less than or equal to 3"),
    (ORDERS, 'source = "eurostat"', 'source = "oecd"', "source: 'oecd'; accepted: eurostat, frontex, ind"),
    (
        RETURNS,
        'since = "2014"',
        'since = "14"',
        "contract.parts[1].since: '14'; accepted: 2025, 2025-Q3, 2025-08 or 2025",
    ),
    (
        "claims/pillar_4.toml",
        'comparator = "about"',
        'comparator = "none"',
        "claim[p4_return_rate]: comparator is none but",
    ),
    (
        "claims/pillar_4.toml",
        "primary   = true",
        "primary = false",
        "claim[p4_return_rate]: exactly one variant must be",
    ),
    ("glossary.toml", 'id = "route"', 'name = "route"', "term[3].id: missing; accepted: its anchor on the page"),
    ("glossary.toml", "[[term]]", "[[word]]", "word: unknown key; accepted: a list of [[term]] only"),
    ("pillars.toml", "number = 6", "number = 9", "pillar[9].number: 9; accepted: 1, 2, 3, 4, 5, 6"),
    (
        "units.csv",
        "persons,persons,personen",
        "persons,persons,",
        "line 3.nl: ''; accepted: string should have at least",
    ),
    (
        "dimensions.csv",
        "Leeftijd,values,",
        "Leeftijd,list,",
        "line 2.codes: 'list'; accepted: geo, citizenships, routes, ",
    ),
    ("units.csv", "persons,persons,personen", "persons,persons", "line 3.nl: missing; accepted: its name in Dutch"),
    ("units.csv", "persons,persons,personen", "persons,a,b,c", "line 3.more: unknown key; accepted: code, en, nl"),
    (
        "units.csv",
        "\nrequests,",
        "\npersons,p,p\nrequests,",
        "line 5: code 'persons' stands there twice; accepted: each",
    ),
]
WORDS = [
    (
        ARRIVALS,
        TITLE,
        TITLE.replace("irreguliere ", "irreguliere  "),
        "title.nl: stray white space: 'Gedetecteerde irr",
    ),
    (
        ARRIVALS,
        TITLE,
        TITLE.replace('"\n', ' 2015"\n'),
        "title: numbers in one language only: 2015; accepted: the same in ",
    ),
    ("geo.csv", "27 landen, zonder VK", "28 landen, zonder VK", "EU27_2020: numbers in one language only: 27, 28; "),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), [*SHAPES, *WORDS])
def test_what_a_file_must_not_hold_or_lacks_is_said_once_with_file_key_and_what_is_accepted(
    only_fault: Callable[..., None], name: str, old: str, new: str, said: str
) -> None:
    only_fault(name, old, new, said)
