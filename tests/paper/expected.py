"""What the rules ask of each layout, written down apart from the layouts' own data; the second judge of `make paper`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from reporting.layouts import Part


@dataclass(frozen=True, slots=True)
class Letters:
    """Sizes from least to most in points, and how the letters stand."""

    least: float
    most: float
    bold: bool = False
    italic: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One layout; lengths in millimetres, pitches in points. Ranges run from least to most."""

    top: tuple[float, float]
    bottom: tuple[float, float]
    left: tuple[float, float]
    right: tuple[float, float]
    first_line: tuple[float, float]
    pitch: tuple[float, float]
    between: float
    end: str
    underlined_recipients: bool
    letters: dict[Part, Letters]


_PARTY_LETTERS: Final = {
    Part.STATE_TITLE: Letters(15, 15, bold=True, capitals=True),
    Part.SUPERIOR: Letters(14, 14, capitals=True),
    Part.ISSUER: Letters(14, 14, bold=True, capitals=True),
    Part.NUMBER: Letters(14, 14),
    Part.PLACE_DATE: Letters(14, 14, italic=True),
    Part.KIND: Letters(15, 16, bold=True, capitals=True),
    Part.SUBJECT: Letters(14, 15, bold=True),
    Part.BODY: Letters(14, 14),
    Part.SECTION: Letters(14, 14, bold=True),
    Part.HEADING_1: Letters(14, 14, bold=True),
    Part.HEADING_2: Letters(14, 14, bold=True),
    Part.AUTHORITY: Letters(14, 14, bold=True, capitals=True),
    Part.SIGNER_TITLE: Letters(14, 14, capitals=True),
    Part.SIGNER_NAME: Letters(14, 14, bold=True),
    Part.RECIPIENTS_WORD: Letters(14, 14),
    Part.RECIPIENTS: Letters(12, 12),
    Part.PAGE_NUMBER: Letters(14, 14),
}
_STATE_LETTERS: Final = {
    Part.STATE_TITLE: Letters(12, 13, bold=True, capitals=True),
    Part.STATE_MOTTO: Letters(13, 14, bold=True),
    Part.SUPERIOR: Letters(12, 13, capitals=True),
    Part.ISSUER: Letters(12, 13, bold=True, capitals=True),
    Part.NUMBER: Letters(13, 13),
    Part.PLACE_DATE: Letters(13, 14, italic=True),
    Part.KIND: Letters(13, 14, bold=True, capitals=True),
    Part.SUBJECT: Letters(13, 14, bold=True),
    Part.ADDRESSEE: Letters(13, 14),
    Part.BODY: Letters(13, 14),
    Part.SECTION: Letters(13, 14, bold=True, capitals=True),
    Part.HEADING_1: Letters(13, 14, bold=True),
    Part.HEADING_2: Letters(13, 14),
    Part.AUTHORITY: Letters(13, 14, bold=True, capitals=True),
    Part.SIGNER_TITLE: Letters(13, 14, bold=True, capitals=True),
    Part.SIGNER_NAME: Letters(13, 14, bold=True),
    Part.RECIPIENTS_WORD: Letters(12, 12, bold=True, italic=True),
    Part.RECIPIENTS: Letters(11, 11),
    Part.APPENDIX_NUMBER: Letters(14, 14, bold=True),
    Part.APPENDIX_TITLE: Letters(13, 14, bold=True, capitals=True),
    Part.PAGE_NUMBER: Letters(13, 14),
}
# Single to one and a half lines of Times at 13 to 14 points.
_STATE_PITCH: Final = (15.0, 24.2)

_HD05: Final = Shape(
    top=(20, 20),
    bottom=(20, 20),
    left=(30, 30),
    right=(15, 15),
    first_line=(10, 10),
    pitch=(18, 20),
    between=6,
    end=".",
    underlined_recipients=True,
    letters=_PARTY_LETTERS,
)
_OLDER_LETTERS: Final = {**_PARTY_LETTERS, Part.SIGNER_TITLE: Letters(14, 14, bold=True, capitals=True)}
_ND30: Final = Shape(
    top=(20, 25),
    bottom=(20, 25),
    left=(30, 35),
    right=(15, 20),
    first_line=(10, 12.7),
    pitch=_STATE_PITCH,
    between=6,
    end="./.",
    underlined_recipients=False,
    letters=_STATE_LETTERS,
)
SHAPES: Final = {"hd05": _HD05, "hd36": replace(_HD05, end="./.", letters=_OLDER_LETTERS), "nd30": _ND30}

VIETNAMESE: Final = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴ"
)
