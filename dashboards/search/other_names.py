"""What readers call a place besides its name in the catalogue: short names and adjectives, English and Dutch, folded.

Only to find by; nothing on a page is named so.
"""

# (code list, code) -> names, the likeliest first where several have a name.
OTHER_NAMES: dict[tuple[str, str], tuple[str, ...]] = {
    ("geo", "EU27_2020"): ("eu", "eu27", "european union", "europese unie", "europe", "europa"),
    ("geo", "EU28"): ("eu", "european union", "europese unie"),
    ("geo", "EU"): ("eu", "europe", "europa"),
    ("geo", "NL"): ("nl", "dutch", "holland", "nederlands", "nederlandse"),
    ("geo", "BE"): ("belgian", "belgisch", "belgische"),
    ("geo", "DE"): ("german", "duits", "duitse"),
    ("geo", "FR"): ("french", "frans", "franse"),
    ("geo", "EL"): ("gr", "greek", "grieks", "griekse"),
    ("geo", "IT"): ("italian", "italiaans", "italiaanse"),
    ("geo", "ES"): ("spanish", "spaans", "spaanse"),
    ("geo", "SE"): ("swedish", "zweeds", "zweedse"),
    ("geo", "UK"): ("uk", "great britain", "groot brittannie", "british", "brits", "britse"),
    ("citizenships", "SY"): ("syrian", "syrians", "syrier", "syriers", "syrisch", "syrische"),
    ("citizenships", "AF"): ("afghan", "afghans", "afghaan", "afghanen", "afghaans", "afghaanse"),
    ("citizenships", "ER"): ("eritrean", "eritreans", "eritreeer", "eritreeers", "eritrees", "eritrese"),
    ("citizenships", "IQ"): ("iraqi", "iraqis", "irakees", "iraakse", "irakezen"),
    ("citizenships", "IR"): ("iranian", "iranians", "iranier", "iraniers", "iraanse"),
    ("citizenships", "SO"): ("somali", "somalis", "somalier", "somaliers", "somalische"),
    ("citizenships", "TR"): ("turkish", "turks", "turken", "turkse", "turkey"),
    ("citizenships", "UA"): ("ukrainian", "ukrainians", "oekrainer", "oekrainers", "oekraiense"),
    ("citizenships", "MA"): ("moroccan", "moroccans", "marokkaan", "marokkanen", "marokkaanse"),
    ("citizenships", "DZ"): ("algerian", "algerians", "algerijn", "algerijnen", "algerijnse"),
}
