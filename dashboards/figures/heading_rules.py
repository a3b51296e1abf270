"""The rules by which a figure's heading is made, as data: the method page prints them, `figures.heading` follows them.

They are tried in their order; the first that fits decides. Only words and names of units.
"""

from dataclasses import dataclass

from etl.catalogue.declarations import Text


@dataclass(frozen=True)
class HeadingRule:
    """One rule: when it fits, and what is then said. states: whether a sentence is made."""

    id: str
    condition: Text
    states: bool = False


def _rule(name: str, en: str, nl: str, states: bool = False) -> HeadingRule:
    return HeadingRule(name, Text(en=en, nl=nl), states)


RULES: dict[str, HeadingRule] = {
    r.id: r
    for r in (
        _rule("none", "There is no figure.", "Er is geen cijfer."),
        _rule("kind", "The picture sets other things side by side than two periods of one series.",
              "Het beeld zet iets anders naast elkaar dan twee perioden van één reeks."),
        _rule("reading", "The figures are read as of an earlier day, or as an index.",
              "De cijfers zijn gelezen zoals op een eerdere dag, of als index."),
        _rule("stale", "The newest figure is old: its period ended more than two years before the release, or more "
              "than one where it comes by month or quarter.",
              "Het nieuwste cijfer is oud: de periode eindigde meer dan twee jaar vóór de release, of meer dan "
              "één jaar bij cijfers per maand of kwartaal."),
        _rule("provisional", "The newest figure, or the one it would be set against, is provisional or estimated.",
              "Het nieuwste cijfer, of dat waarmee het vergeleken zou worden, is voorlopig of geschat."),
        _rule("unfinished", "The newest period was not over when the figure was published.",
              "De nieuwste periode was nog niet voorbij toen het cijfer verscheen."),
        _rule("level", "The figure is itself a change: it is named, with its period.",
              "Het cijfer is zelf een verandering: het wordt genoemd, met de periode.", True),
        _rule("gap", "The period one year before the newest has no figure.",
              "De periode één jaar vóór de nieuwste heeft geen cijfer."),
        _rule("break", "The series changes its meaning between the two periods, or the publisher marks one of them.",
              "De reeks verandert tussen de twee perioden van betekenis, of de uitgever merkt er een."),
        _rule("vintages", "The two figures come from different versions or in different ways.",
              "De twee cijfers komen uit verschillende versies of op verschillende manieren tot ons."),
        _rule("points", "A share or rate: the difference in percentage points, from half a point up.",
              "Een aandeel of percentage: het verschil in procentpunten, vanaf een half punt.", True),
        _rule("small", "A count under 100 a year before, or none: both figures, without a percentage.",
              "Een aantal onder de 100 een jaar eerder, of nul: beide cijfers, zonder percentage.", True),
        _rule("same", "The change is under 1% (for shares: under half a point): about the same.",
              "De verandering is kleiner dan 1% (bij aandelen: dan een half punt): ongeveer gelijk.", True),
        _rule("change", "Otherwise: rose or fell, by how many percent, from which figure to which.",
              "Anders: gestegen of gedaald, met hoeveel procent, van welk cijfer naar welk.", True),
        _rule("unlike", "Side by side: definitions, measures or publishers of one thing, not parts of a whole.",
              "Naast elkaar: definities, maten of uitgevers van hetzelfde, die geen delen van een geheel zijn."),
        _rule("tie", "Side by side: fewer than three have a figure, or the highest two are equal or not comparable.",
              "Naast elkaar: minder dan drie hebben een cijfer, of de hoogste twee zijn gelijk of niet vergelijkbaar."),
        _rule("highest", "Side by side: the one with the highest figure of those shown.",
              "Naast elkaar: die met het hoogste cijfer van wat getoond wordt.", True),
    )
}  # fmt: skip

COUNTS = (
    "detections", "persons", "applicants", "requests", "family_members", "decisions", "orders", "returns", "departures",
    "permits", "places", "cases", "applications", "applications_permits", "requests_family",
)  # fmt: skip
BY = Text(en=" by {name}", nl=" naar {name}")
SUBJECT = Text(en="the number of {unit}", nl="het aantal {unit}")
NOUNS = {True: Text(en="a rise of", nl="stijging met"), False: Text(en="a fall of", nl="daling met")}
MEASURED = {  # behind the name of a measure
    "points": Text(
        en="{noun} {size} percentage points, from {old} in {old_period} to {new} in {new_period}",
        nl="{noun} {size} procentpunt, van {old} in {old_period} naar {new} in {new_period}",
    ),
    "small": Text(
        en="from {old} in {old_period} to {new} in {new_period}",
        nl="van {old} in {old_period} naar {new} in {new_period}",
    ),
    "same": Text(
        en="about the same in {new_period} as in {old_period}, {new} against {old}",
        nl="in {new_period} ongeveer hetzelfde als in {old_period}, {new} tegen {old}",
    ),
    "change": Text(
        en="{noun} {size}, from {old} in {old_period} to {new} in {new_period}",
        nl="{noun} {size}, van {old} in {old_period} naar {new} in {new_period}",
    ),
}
VERBS = {True: Text(en="rose", nl="steeg"), False: Text(en="fell", nl="daalde")}
SENTENCES = {
    "level": Text(en="{subject}: {new} in {new_period}", nl="{subject}: {new} in {new_period}"),
    "points": Text(
        en="{subject} {verb} {size} percentage points, from {old} in {old_period} to {new} in {new_period}",
        nl="{subject} {verb} met {size} procentpunt, van {old} in {old_period} naar {new} in {new_period}",
    ),
    "small": Text(
        en="{subject} {verb} from {old} in {old_period} to {new} in {new_period}",
        nl="{subject} {verb} van {old} in {old_period} naar {new} in {new_period}",
    ),
    "same": Text(
        en="{subject} was about the same in {new_period} as in {old_period}: {new}, against {old}",
        nl="{subject} was in {new_period} ongeveer hetzelfde als in {old_period}: {new}, tegen {old}",
    ),
    "change": Text(
        en="{subject} {verb} {size}, from {old} in {old_period} to {new} in {new_period}",
        nl="{subject} {verb} met {size}, van {old} in {old_period} naar {new} in {new_period}",
    ),
    "highest": Text(
        en="{title}. Highest of the {count} shown for {period}: {name}, {value}",
        nl="{title}. Hoogste van de {count} getoonde over {period}: {name}, {value}",
    ),
}
