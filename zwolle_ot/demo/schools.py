"""The map of the demo: the real schools of Zwolle, typed from DUO's registers of 2026, and the organisations around them.

Codes, types, postcodes and board numbers are as DUO gives them. Long names are shortened to what people say; where one name
stands for several addresses, the address is added. Boards are called as they are publicly known, or after their number.
The MBO has no register of its own here: Deltion stands for it, with its number of the institution as that of the board.
"""

from typing import NamedTuple

MUNICIPALITIES = {
    "GM0193": "Zwolle",
    "GM0148": "Dalfsen",
    "GM0150": "Deventer",
    "GM0160": "Hardenberg",
    "GM0166": "Kampen",
    "GM1773": "Olst-Wijhe",
    "GM0175": "Ommen",
    "GM0177": "Raalte",
    "GM0180": "Staphorst",
    "GM1708": "Steenwijkerland",
    "GM1896": "Zwartewaterland",
}
HOME = "GM0193"
#: Nobody decides for this municipality in the program: a request goes there on paper (decision 0506).
WITHOUT_DESK = {"GM0119": "Meppel"}

BOARDS = {
    "30117": "Eliëzer en Obadja",
    "40810": "Landstede",
    "40888": "Catent",
    "40934": "Vivente",
    "40979": "Zone.college",
    "41430": "Agnieten College",
    "41626": "Bestuur 41626 (De Jenapleinschool)",
    "41632": "Florion",
    "41820": "Bestuur 41820 (Al Amana)",
    "42623": "Openbaar Onderwijs Zwolle en Regio",
    "42847": "Bestuur 42847 (Buitenwijs)",
    "43837": "Greijdanus",
    "54679": "Koninklijke Kentalis",
    "78184": "Bestuur 78184 (Vrije School Michaël)",
    "25PJ": "Deltion College",
}

PARTNERSHIPS = {
    "PO2305": ("Samenwerkingsverband PO 23.05", "PO"),
    "VO2305": ("Samenwerkingsverband VO 23.05", "VO"),
}

#: The five sociale wijkteams, with the first four digits of the postcodes that we count as theirs. The real borders run
#: otherwise here and there: this division is an assumption of the demo.
NEIGHBOURHOOD_TEAMS = {
    "SWT-MIDDEN": ("Sociaal Wijkteam Midden", ("8011", "8012", "8013", "8019")),
    "SWT-NOORD": ("Sociaal Wijkteam Noord", ("8031", "8032", "8033", "8034", "8035")),
    "SWT-OOST": ("Sociaal Wijkteam Oost", ("8021", "8022", "8023", "8024", "8025", "8026", "8028")),
    "SWT-WEST": ("Sociaal Wijkteam West", ("8041", "8042", "8043", "8044", "8045")),
    "SWT-ZUID": ("Sociaal Wijkteam Zuid", ("8014", "8015", "8016", "8017")),
}

SWT, DE_KERN, MEE = "Sociaal Wijkteam Zwolle", "Stichting De Kern", "MEE IJsseloevers"
EMPLOYERS = (SWT, DE_KERN, MEE, *BOARDS.values())

#: Invented: none of these exists, so that no real provider carries invented marks.
PROVIDERS = (
    "De Bolder (verzonnen aanbieder)",
    "Het Vlot (verzonnen aanbieder)",
    "Jeugdpraktijk Zwanenveer (verzonnen aanbieder)",
    "Kantelpunt Jeugd (verzonnen aanbieder)",
    "Kompasroos (verzonnen aanbieder)",
    "Praktijk Waterlijn (verzonnen aanbieder)",
    "Springtij Jeugd en Gezin (verzonnen aanbieder)",
    "Thuis aan de Vecht (verzonnen aanbieder)",
)


class Place(NamedTuple):
    """A vestiging as DUO's registers give it. `second_type` where it is both SO and VSO."""

    code: str
    name: str
    postcode: str
    board: str
    type: str
    second_type: str = ""

    @property
    def neighbourhood_team(self) -> str:
        """Code of the wijkteam whose area the postcode is in; schools for VO and MBO work for the whole city."""
        if self.type not in ("BO", "SBO", "SO"):
            return ""
        return next(code for code, (_, areas) in NEIGHBOURHOOD_TEAMS.items() if self.postcode[:4] in areas)


PRIMARY = (
    Place("09VJ00", "De Wilgenburg", "8032 GZ", "40888", "BO"),
    Place("10OK00", "Basisschool De Wingerd", "8014 GM", "40888", "BO"),
    Place("12SW00", "Basisschool Geert Grote", "8023 CC", "40888", "BO"),
    Place("12ZJ00", "Basisschool De Kubus", "8026 PS", "40888", "BO"),
    Place("23EK00", "Katholieke Jenaplanschool de Phoenix", "8017 PA", "40888", "BO"),
    Place("26PY00", "Katholieke Basisschool De Vlieger", "8043 EC", "40888", "BO"),
    Place("32DV00", "Kindcentrum Kasteelhoeve", "8043 RL", "40888", "BO"),
    Place("05MK00", "Basisschool De Duyvencamp", "8024 CA", "40934", "BO"),
    Place("09UQ00", "De Ichthus", "8017 AZ", "40934", "BO"),
    Place("11PM00", "PC Basisschool De Ark", "8016 AX", "40934", "BO"),
    Place("12FT00", "Chr. Basisschool Het Mozaiek", "8013 AA", "40934", "BO"),
    Place("12WL00", "Chr. Basisschool Het Carillon", "8031 HL", "40934", "BO"),
    Place("13CH00", "Chr. Daltonschool Koningin Emma", "8023 AE", "40934", "BO"),
    Place("13MV00", "Christelijke Basisschool De Morgenster", "8042 HM", "40934", "BO"),
    Place("13VI00", "Het Stroomdal", "8032 CG", "40934", "BO"),
    Place("13YV00", "De Aquarel", "8032 GZ", "40934", "BO"),
    Place("24JD00", "PC Basisschool Talentum", "8014 BK", "40934", "BO"),
    Place("26BD00", "PC Daltonschool De Zevensprong", "8043 KD", "40934", "BO"),
    Place("27PH00", "CBS De Wendakker", "8043 VW", "40934", "BO"),
    Place("15XK00", "De Jenapleinschool", "8012 VA", "41626", "BO"),
    Place("08RQ00", "Smaragd", "8021 WB", "41632", "BO"),
    Place("09PV00", "De Schatgraver", "8014 ZM", "41632", "BO"),
    Place("29UL00", "De Sprankel", "8043 BA", "41632", "BO"),
    Place("31PF00", "Kindcentrum Aquamarijn", "8012 EG", "41632", "BO"),
    Place("32DY00", "Het Saffier", "8043 VD", "41632", "BO"),
    Place("32HC00", "De Proeftuin", "8031 DW", "41632", "BO"),
    Place("30XB00", "Al Amana Zwolle", "8043 EB", "41820", "BO"),
    Place("14XR00", "obs De Toonladder", "8031 HL", "42623", "BO"),
    Place("15HQ00", "obs De Campherbeek", "8024 XM", "42623", "BO"),
    Place("15UF00", "obs De Springplank", "8021 XA", "42623", "BO"),
    Place("15YR00", "obs De Marshof", "8014 LA", "42623", "BO"),
    Place("15YR01", "Florens Radewynsschool", "8015 PM", "42623", "BO"),
    Place("16AP00", "obs De Oosterenk", "8023 DJ", "42623", "BO"),
    Place("16CF00", "Openbare Parkschool", "8011 CC", "42623", "BO"),
    Place("16KE00", "obs De Werkschuit", "8032 TK", "42623", "BO"),
    Place("16LE00", "obs De Wieden", "8033 CS", "42623", "BO"),
    Place("16MI00", "obs De Markesteen", "8016 AX", "42623", "BO"),
    Place("22JG00", "obs De Octopus", "8017 MD", "42623", "BO"),
    Place("23TA00", "Openbare Montessori Basisschool", "8017 BE", "42623", "BO"),
    Place("24JC00", "obs De IJsselhof", "8015 BX", "42623", "BO"),
    Place("26AA00", "kindercampus TrioMundo", "8043 EA", "42623", "BO"),
    Place("28BP00", "obs De Schatkamer", "8043 VL", "42623", "BO"),
    Place("30UN00", "Obs Het Festival", "8044 PG", "42623", "BO"),
    Place("32AW00", "Buitenwijs", "8031 VA", "42847", "BO"),
    Place("06ZZ00", "Vrije School Michaël", "8031 HL", "78184", "BO"),
)
SPECIAL = (
    Place("26NC00", "Obadjaschool, school voor SO/VSO", "8023 WS", "30117", "SO", "VSO"),
    Place("02YN00", "de Ambelt (Herfterlaan 39)", "8026 RC", "42623", "SO", "VSO"),
    Place("02YN21", "de Ambelt (Dokter Hengeveldweg 6)", "8025 AK", "42623", "SO", "VSO"),
    Place("02YN23", "de Ambelt (Bagijnesingel 6)", "8021 AE", "42623", "SO", "VSO"),
    Place("02YN29", "de Ambelt (Dokter Hengeveldweg 9)", "8025 AK", "42623", "SO", "VSO"),
    Place("02YN33", "Ambelt VSO AMG", "8026 RC", "42623", "SO", "VSO"),
    Place("02YN35", "De Ambelt VSO Ondersteuningsafdeling", "8026 RC", "42623", "SO", "VSO"),
    Place("19QK00", "De Twijn/Dr Itardschool", "8025 AK", "42623", "SO", "VSO"),
    Place("19VD00", "De Twijn/De Driemaster (Boterdiep 5)", "8032 XW", "42623", "SO", "VSO"),
    Place("19VD05", "De Twijn/De Driemaster (Violierenstraat 42)", "8013 TV", "42623", "SO", "VSO"),
    Place("19VD06", "de Twijn", "8013 XE", "42623", "SO", "VSO"),
    Place("17GW02", "Kentalis Enkschool Zwolle", "8022 DZ", "54679", "SO", "VSO"),
    Place("17GW36", "Kentalis College Zwolle", "8041 AL", "54679", "SO", "VSO"),
    Place("03BI00", "SBO Eliezer", "8043 PD", "30117", "SBO"),
    Place("20QP00", "Facet Onderwijs & Opvoeding", "8031 VA", "40888", "SBO"),
    Place("02YE00", "SBO De Brug", "8019 BR", "40934", "SBO"),
    Place("00BZ00", "SBO Het Speelwerk", "8031 HL", "41632", "SBO"),
    Place("19SP00", "SBO De Sluis", "8017 AZ", "42623", "SBO"),
)
SECONDARY = (
    Place("01AA00", "Stichting Landstede", "8024 AH", "40810", "VO"),
    Place("01AA57", "Thomas a Kempis Beroepscollege", "8011 KC", "40810", "VO"),
    Place("01AA58", "Landstede TalentStad Beroepscollege", "8041 AH", "40810", "VO"),
    Place("01AA59", "JenaXL", "8019 AL", "40810", "VO"),
    Place("01AA60", "Landstede Internationale Schakelklas", "8024 AH", "40810", "VO"),
    Place("01AA61", "CSE Topsportacademie Nederland", "8024 AH", "40810", "VO"),
    Place("01AA62", "Landstede brugjaar (Rieteweg 12)", "8041 AK", "40810", "VO"),
    Place("01AA68", "StartCollege ISK ZWG", "8013 PA", "40810", "VO"),
    Place("31JC06", "Zone.college vmbo Zwolle", "8017 JN", "40979", "VO"),
    Place("02VT00", "Carolus Clusius College", "8019 AV", "41430", "VO"),
    Place("02VT02", "Talentstad Beroepscollege", "8041 AH", "41430", "VO"),
    Place("02VT05", "Meander College", "8032 JW", "41430", "VO"),
    Place("02VT12", "Agnieten College (Koningin Wilhelminastraat 93)", "8019 AL", "41430", "VO"),
    Place("02VT13", "Agnieten College (Rieteweg 12)", "8041 AK", "41430", "VO"),
    Place("02VT14", "Agnieten College (Schuurmanstraat 1)", "8011 KC", "41430", "VO"),
    Place("05VN00", "Talentstad Praktijkonderwijs", "8041 AH", "41430", "PRO"),
    Place("17BZ00", "Van der Capellen Scholengemeenschap", "8031 XM", "42623", "VO"),
    Place("19UO00", "Praktijkschool Het Kwartiers (Russenweg 3)", "8041 AL", "42623", "PRO"),
    Place("19UO01", "Praktijkschool Het Kwartiers (Sleedoornstraat 1)", "8013 XE", "42623", "PRO"),
    Place("20CF00", "Gymnasium Celeanum (Zoom 37)", "8032 EM", "42623", "VO"),
    Place("20CF01", "Gymnasium Celeanum (Westerlaan 40)", "8011 CC", "42623", "VO"),
    Place("20DB00", "Thorbecke Scholengemeenschap (Dokter van Heesweg 1)", "8025 AB", "42623", "VO"),
    Place("20DB03", "Thorbecke Scholengemeenschap (Russenweg 3)", "8041 AL", "42623", "VO"),
    Place("20DB11", "Thorbecke Scholengemeenschap (Sleedoornstraat 1)", "8013 XE", "42623", "VO"),
    Place("17VS00", "Greijdanus", "8017 CB", "43837", "VO"),
)
VOCATIONAL = (Place("25PJ00", "Deltion College", "8031 BM", "25PJ", "MBO"),)
ALL = (*PRIMARY, *SPECIAL, *SECONDARY, *VOCATIONAL)
