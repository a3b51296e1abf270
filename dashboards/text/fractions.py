"""How large a change is in everyday name: a fifth, almost a quarter, more than half. Pure."""

from etl.catalogue.declarations import Lang, Text

EXACT, NEAR = 0.5, 2.5  # percentage points from a fraction: what still is it, and what is almost or somewhat more
FRACTIONS = (
    (10.0, Text(en="a tenth", nl="een tiende")),
    (20.0, Text(en="a fifth", nl="een vijfde")),
    (25.0, Text(en="a quarter", nl="een kwart")),
    (100 / 3, Text(en="a third", nl="een derde")),
    (50.0, Text(en="half", nl="de helft")),
)
ALMOST = Text(en="almost {fraction}", nl="bijna {fraction}")
MORE = Text(en="more than {fraction}", nl="ruim {fraction}")


def fraction(percent: float, lang: Lang) -> str:
    """20.0 → a fifth; 23.2 → almost a quarter; "" where no everyday fraction is near. The sign does not count."""
    size = abs(percent)
    nearest, name = min(FRACTIONS, key=lambda each: abs(each[0] - size))
    away = size - nearest
    if abs(away) <= EXACT:
        return name[lang]
    if abs(away) > NEAR:
        return ""
    return (MORE if away > 0 else ALMOST)[lang].format(fraction=name[lang])
