"""Reading an official document: from its text to a proposed record with every value tied to its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from directives.reading import citations, findings, press
from directives.reading.assign import HIGHEST, tasks_of
from directives.reading.casing import as_said
from directives.reading.foot import Foot, read_foot
from directives.reading.header import Head, found_in, read_head
from directives.reading.issuing import opening_of, speaker, without_closing
from directives.reading.layout import Para, lines_of, para_of, paragraphs
from directives.reading.lexicon import CODE_NAMES
from directives.reading.outline import build
from directives.reading.text import shown_text
from directives.reading.values import Cited, Finding, Found, Signer, Span, Task, spans, values

_ADDRESSED = {"CV", "CĐ"}  # kinds that charge those they are addressed to
# The letterhead of the party's centre names the whole committee; the body that issues stands below the type.
_WHOLE_COMMITTEE = re.compile(r"BAN CHẤP HÀNH TRUNG ƯƠNG(?: ĐẢNG(?: CỘNG SẢN VIỆT NAM)?)?", re.I)
_CENTRAL = re.compile(r"(?:Ban Bí thư|Bộ Chính trị)(?: Trung ương(?: Đảng)?)?", re.I)
_SPELLED = {"ban bí thư": "Ban Bí thư", "bộ chính trị": "Bộ Chính trị"}
_FEWEST = 40  # characters that the shortest document has
_LETTERS = re.compile(r"[^\W\d_]")
# Letters that Vietnamese has and its neighbours in a mailbox have not, or hardly.
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u0300-\u0323áàãéèíìóòõúùýÁÀÃÉÈÍÌÓÒÕÚÙÝĩĨũŨ\u1ea0-\u1ef9]")


@dataclass(frozen=True, slots=True)
class Document:
    """The proposed record. `shown` is the text that every span counts in."""

    shown: str
    source_kind: str
    type_code: str | None = None
    type_name: Found | None = None
    number: Found | None = None
    issuer: Found | None = None
    issuer_superior: Found | None = None
    acting_body: Found | None = None
    place: Found | None = None
    date: Found | None = None
    title: Found | None = None
    implements: tuple[Cited, ...] = ()
    cites: tuple[Cited, ...] = ()
    abbreviations: tuple[tuple[str, str, Span], ...] = ()
    addressees: tuple[Found, ...] = ()
    recipients: tuple[Found, ...] = ()
    tasks: tuple[Task, ...] = ()
    signer: Signer = field(default_factory=Signer)
    findings: tuple[Finding, ...] = ()

    def single(self) -> dict[str, Found | None]:
        """Values that stand once."""
        return {
            "type_name": self.type_name, "number": self.number, "issuer": self.issuer, "issuer_superior": self.issuer_superior,
            "acting_body": self.acting_body, "place": self.place, "date": self.date, "title": self.title,
        }  # fmt: skip

    def to_json(self) -> dict[str, object]:
        """The object of the intake contract; `spans` and `deduced` stand beside the plain values."""
        single, signer = self.single(), self.signer
        signing = {"authority": signer.authority, "title": signer.title, "name": signer.name}
        return {
            "type_code": self.type_code,
            **{key: one.value if one else None for key, one in single.items()},
            "source_kind": self.source_kind,
            "implements": [one.to_json() for one in self.implements],
            "cites": [one.to_json() for one in self.cites],
            "abbreviations": {short: long for short, long, _ in self.abbreviations},
            "addressees": values(self.addressees),
            "recipients": values(self.recipients),
            "tasks": [task.to_json() for task in self.tasks],
            "signer": {key: one.value if one else None for key, one in signing.items()},
            "findings": [one.to_json() for one in self.findings],
            "spans": {
                **{key: list(one.span) for key, one in single.items() if one and one.span},
                **{f"signer_{key}": list(one.span) for key, one in signing.items() if one and one.span},
                "addressees": spans(self.addressees),
                "recipients": spans(self.recipients),
            },
            "deduced": sorted(key for key, one in single.items() if one and one.deduced),
        }


def read(text: str, *, source_kind: str | None = None, today: date | None = None) -> Document:
    """Read any text; a text that is no document gives a record with little in it, never an error.

    `today` is the day on which a date of signing counts as not yet come; without it none does.
    """
    shown = shown_text(text)
    lines = lines_of(shown)
    if not lines:
        return Document(shown, source_kind or "document")
    head = read_head(lines)
    if source_kind != "document" and (news := press.announced(lines, head)) is not None:
        return _press(shown, news, today)
    foot = read_foot(lines, head.opening)
    body = paragraphs(lines[head.opening : foot.start])
    opening, body = opening_of(body)
    return _document(shown, head, foot, opening, body, today)


def is_document(document: Document) -> bool:
    """Whether what was read is a document at all: something official was found in it, in words.

    Numbered lines alone make none but in Vietnamese; pure, of the record only.
    """
    letters = len(_LETTERS.findall(document.shown))
    if len(document.shown.strip()) < _FEWEST or letters < _FEWEST // 2:
        return False
    signer = document.signer
    official = (
        document.type_code, document.number, document.implements, document.cites, document.addressees, signer.authority,
        signer.name, any(task.lead for task in document.tasks),
    )  # fmt: skip
    return any(official) or (bool(document.tasks) and len(_VIETNAMESE.findall(document.shown)) >= max(5, letters // 20))


def _document(
    shown: str, head: Head, foot: Foot, opening: list[Para], body: list[Para], today: date | None
) -> Document:
    body, closing = without_closing(body)
    spoken = speaker(opening, body)
    issuer = head.issuer or (Found(spoken.value, spoken.span, deduced=True) if spoken else None)
    title = _title_para(shown, head)
    own = head.number.value if head.number else None
    cited = citations.relate(title, opening, [*body, *closing], own)
    asked = tuple(head.addressees) if head.type_code in _ADDRESSED else ()
    root = build(body)
    duties = tasks_of(opening, root, closing, head.date.value if head.date else None, asked)
    aliases = [one for para in (*opening, *body) for one in citations.aliases_in(para)]
    acting, superior = head.acting or _acting(shown, spoken, foot, issuer), head.superior
    if acting and (issuer is None or (_WHOLE_COMMITTEE.fullmatch(issuer.value) and _CENTRAL.fullmatch(acting.value))):
        spelled = _SPELLED.get(acting.value.casefold(), acting.value)
        issuer, superior, acting = replace(acting, value=spelled), issuer, None
    document = Document(
        shown, "document", head.type_code, head.type_found, head.number, as_said(issuer, shown),
        as_said(superior, shown), as_said(acting, shown), head.place,
        head.date, head.title,
        tuple(one for one in cited if one.relation in {"implements", "continues"}),
        tuple(one for one in cited if one.relation not in {"implements", "continues"}),
        tuple(aliases), tuple(head.addressees), tuple(foot.recipients), tuple(duties.tasks),
        Signer(foot.authority, foot.title, foot.name),
    )  # fmt: skip
    said = [*opening, *body, *closing]
    return findings.added(document, findings.Context(said, duties.hidden, root, today, duties.left_out))


def _title_para(shown: str, head: Head) -> Para | None:
    if head.title is None or head.title.span is None:
        return None
    start, end = head.title.span
    piece = shown[start:end]
    return Para(" ".join(piece.split("\n")), (0,), (start,)) if piece else None


def _acting(shown: str, spoken: Found | None, foot: Foot, issuer: Found | None) -> Found | None:
    """The body that acts for the issuer: who speaks in the opening, or whom the signature stands for if not the issuer."""
    acts = re.compile(
        r"(?:Ban (?:Thường vụ|Thường trực|Chấp hành|thường vụ|thường trực|chấp hành)|Thường trực|"
        r"Ban Bí thư|Bộ Chính trị)"
    )
    if spoken and acts.match(spoken.value):
        return spoken
    if foot.authority and foot.authority.span and (match := re.match(r"T/?M\.?\s*", foot.authority.value)):
        value = re.split(r"\s+(?:KT|K/T|TL|T/L|TUQ|Q)\b", foot.authority.value[match.end() :])[0]
        if issuer and issuer.value.casefold().startswith(value.casefold()):
            return None
        start = foot.authority.span[0] + match.end()
        said = shown[start : start + len(value)]
        return Found(value, (start, start + len(value)) if said.split() == value.split() else None)
    return None


def _press(shown: str, news: press.News, today: date | None) -> Document:
    """A press article about a document: what it says of the document, its duties as provisional."""
    title = para_of(news.lines)
    cited = citations.relate(None, [], news.paras, news.number.value)
    carried = [replace(one, relation="implements") for one in cited if one.number and _carried(news, one.number)]
    numbers = {one.number for one in carried}
    aliases = [one for para in news.paras for one in citations.aliases_in(para)]
    document = Document(
        shown, "press", news.type_code, Found(CODE_NAMES[news.type_code], None), news.number, news.issuer,
        date=news.date, title=news.title or (found_in(title, 0, len(title.text)) if title.text else None),
        implements=tuple(carried), cites=tuple(one for one in cited if one.number not in numbers),
        abbreviations=tuple(aliases), tasks=tuple(press.tasks_of(news)[:HIGHEST]),
    )  # fmt: skip
    return findings.added(document, findings.Context(news.paras, [], today=today))


def _carried(news: press.News, number: str) -> bool:
    """Whether the announced document carries this one out: the first that its title names after "thực hiện"."""
    title = news.title.value if news.title else ""
    first = re.search(r"th[ựư]c hi[ệê]n\s+[^\W\d][^,.;]{0,60}?số\s+(\S+)", title)
    return first is not None and first[1].strip(",.;") == number
