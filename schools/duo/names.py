"""DUO writes places in capitals without accents; people do not."""

import re
from functools import cache

#: What cannot be told from the capitals; as Statistics Netherlands (CBS) writes them.
KNOWN = {
    "BERGEN LB": "Bergen (L.)",
    "BERGEN NH": "Bergen (NH.)",
    "NOARDEAST-FRYSLAN": "Noardeast-Fryslân",
    "NUENEN CA": "Nuenen, Gerwen en Nederwetten",
    "REUSEL-DE MIERDEN": "Reusel-De Mierden",
    "S GRAVENHAGE": "'s-Gravenhage",
    "S HERTOGENBOSCH": "'s-Hertogenbosch",
    "SUDWEST-FRYSLAN": "Súdwest-Fryslân",
}
SMALL = {
    "aan",
    "bij",
    "de",
    "den",
    "der",
    "en",
    "gem",
    "het",
    "in",
    "la",
    "of",
    "op",
    "te",
    "ten",
    "ter",
    "van",
    "voor",
}
WORD = re.compile(r"[\d']*[^\W\d_]+")


@cache
def readable(name: str) -> str:
    """A place name as people write it: "KRIMPEN AAN DEN IJSSEL" becomes "Krimpen aan den IJssel".

    A name that is not all capitals is left as it is.
    """
    if name in KNOWN:
        return KNOWN[name]
    if name != name.upper():
        return name
    return WORD.sub(lambda word: _cased(word[0].lower(), first=word.start() == 0), name)


def _cased(word: str, *, first: bool) -> str:
    if word in {"'s", "'t"} or (word in SMALL and not first):
        return word
    if word.startswith("ij"):
        return f"IJ{word[2:]}"
    return word.capitalize()
