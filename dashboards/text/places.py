"""How many places: in a word for what they are. Pure."""

from collections.abc import Collection

from etl.catalogue.declarations import Lang, Text

COUNTRIES = Text(en="{count} countries", nl="{count} landen")
COUNTRIES_AND_EU = Text(en="{count} countries and the EU", nl="{count} landen en de EU")
ONE_AND_EU = Text(en="1 country and the EU", nl="1 land en de EU")
ROUTES = Text(en="{count} routes", nl="{count} routes")
PLACES = Text(en="{count} places", nl="{count} plaatsen")
UNIONS = ("EU28", "EU27_2020", "EU27_2007")  # the same union, by the members that it had


def counted(codes: Collection[str], lang: Lang) -> str:
    """The number of places by code: as countries, as routes, as countries and the EU, else as places."""
    here = set(codes)
    countries = {code for code in here if len(code) == 2 and code != "EU"}
    rest = here - countries
    if not rest:
        return COUNTRIES[lang].format(count=len(here))
    if countries and rest <= set(UNIONS):
        form = COUNTRIES_AND_EU if len(countries) > 1 else ONE_AND_EU
        return form[lang].format(count=len(countries))
    routes = all(code.endswith(" Route") or code.startswith("Circular Route") for code in here)
    return (ROUTES if routes else PLACES)[lang].format(count=len(here))
