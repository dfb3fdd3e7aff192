"""Small letters as PDF, to attach to files of the demo. Made by typst, the same bytes for the same words."""

import json

import typst

_LETTER = b"""
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title, date: none)
#set text(lang: "nl", size: 11pt)
#set page(paper: "a4", margin: 2.5cm)
= #told.title
#for line in told.lines [#par(line)]
"""


def letter(title: str, lines: tuple[str, ...]) -> bytes:
    """A page with this title and these paragraphs. Text goes to typst as data and never as markup."""
    told = json.dumps({"title": title, "lines": lines})
    made: bytes = typst.compile(_LETTER, format="pdf", sys_inputs={"told": told}, ignore_system_fonts=True)
    return made
