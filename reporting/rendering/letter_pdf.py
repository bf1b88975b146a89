"""A `Letter` as PDF, and the parts of its head that every renderer shares."""

from typing import Any

from django.template.loader import render_to_string

from reporting.layouts import LAYOUTS, Word
from reporting.letter import Letter
from reporting.rendering import wording
from reporting.rendering.pdf import press
from reporting.rendering.styles import stylesheet

DOTS = "……"
"""Where a draft leaves room for number and day."""


def render_letter_pdf(letter: Letter) -> bytes:
    """Tagged PDF, the same bytes for the same letter under the same versions. Raises FontsMissingError without Tinos."""
    layout = LAYOUTS[letter.layout_id]
    sheet = render_to_string("reporting/paper/letter.css") + stylesheet(layout, foot=letter.foot)
    return press(render_to_string("reporting/paper/letter.html", parts(letter)), sheet)


def parts(letter: Letter) -> dict[str, Any]:
    """What stands on the paper beside the letter's own words: marks of the layout, number, day, recipients."""
    layout, head = LAYOUTS[letter.layout_id], letter.letterhead
    return {
        "letter": letter,
        "state_title": layout.word(Word.STATE_TITLE),
        "state_motto": layout.word(Word.STATE_MOTTO),
        "issuer_mark": layout.word(Word.ISSUER_MARK),
        "about_line": f"V/v {letter.about}",
        "recipients_word": layout.word(Word.RECIPIENTS_WORD),
        "number_line": wording.number_line(layout, head).replace(wording.BLANK, DOTS),
        "place_line": wording.place_line(head).replace(wording.BLANK, f" {DOTS} "),
        "recipients": wording.recipient_lines(layout, letter.recipients),
    }
