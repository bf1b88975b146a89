"""Press articles about a document: source kind "press", whose duties are provisional until the document itself arrives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reading.agencies import names_at
from directives.reading.citations import citations_in
from directives.reading.deadlines import deadline_in, recurrence_in
from directives.reading.duties import founds, partners_of, reports, subject_at, watches
from directives.reading.header import Head
from directives.reading.layout import Line, Para, paragraphs
from directives.reading.lexicon import TYPE, UPPER
from directives.reading.values import Found, Task

_ANNOUNCES = re.compile(
    rf"\s*(?:vừa|mới|đã|vừa mới)\s+(?:có|ban hành|ký ban hành|ra|ký)\s+(?=(?:{TYPE})\s+(?:hành động\s+)?số)", re.I
)
_NEWS = re.compile(r"(?<!\w)(?:vừa|mới|đã)(?!\w)", re.I)
_LEAD_LINES = 150  # an article says what it is about before
_FURNITURE = re.compile(
    r"(?:Viết bình luận|Bình luận|Tin liên quan|Tin khác|Các tin khác|Ý kiến bạn đọc|"
    r"Bài viết liên quan|Chia sẻ|Tags?:|Từ khóa)",
    re.I,
)
_TELLS = re.compile(r"\s*,?\s*(?:vừa|đã|có văn bản|cho biết|nhấn mạnh|là |được |chia sẻ|phát biểu)", re.I)
_SENTENCE = re.compile(rf"(?:^|(?<=[.!?…])\s+)(?=[{UPPER}])")


@dataclass(frozen=True, slots=True)
class News:
    """What an article says of the document that it announces."""

    type_code: str
    number: Found
    issuer: Found | None
    date: Found | None
    title: Found | None
    lines: list[Line]
    paras: list[Para]


def announced(lines: list[Line], head: Head) -> News | None:
    """The announced document, when the text is an article: no letterhead, and a body "vừa ban hành … số …"."""
    if head.has_motto or head.number is not None or head.addressees:
        return None
    if not any(_NEWS.search(line.text) for line in lines[:_LEAD_LINES]):
        return None
    stop = next((i for i, line in enumerate(lines) if i > 2 and _FURNITURE.match(line.text)), len(lines))
    paras = paragraphs(lines[:stop])
    for para in paras[:8]:
        for place in (0, *(match.end() for match in re.finditer(r"[,.]\s+", para.text[:1500]))):
            names = names_at(para.text, place)
            if names and (said := _ANNOUNCES.match(para.text, names.end)):
                return _news(lines[:1], paras, para, names.pieces[0], said.end())
    return None


def _news(first: list[Line], paras: list[Para], para: Para, issuer: tuple[int, int], place: int) -> News | None:
    found = [one for one in citations_in(para) if one.start >= place]
    own = found[0] if found else None
    if own is None or own.cited.type_code is None or (printed := own.cited.number) is None:
        return None
    title = None
    if about := re.compile(r"\s*(?:về việc|về|nhằm|để)\s+").match(para.text, own.end):
        end = re.compile(r"(?:\.(?=\s|$)|$)").search(para.text, about.end())
        stop = end.start() if end else len(para.text)
        title = Found(para.text[about.end() : stop], para.span(about.end(), stop))
    day = Found(own.cited.date, para.span(own.start, own.end)) if own.cited.date else None
    by = Found(para.text[issuer[0] : issuer[1]], para.span(*issuer))
    code = own.cited.type_code
    number = Found(printed, (own.cited.span[1] - len(printed), own.cited.span[1]))
    return News(code, number, by, day, title, first, paras)


def tasks_of(news: News) -> list[Task]:
    """Paragraphs whose sentences have a body as their subject; a second body in a paragraph makes a duty of its own."""
    out: list[Task] = []
    count = 0
    said = news.number.span[0] if news.number.span else 0
    for para in news.paras:
        if para.to[0] <= said:
            continue
        starts = [match.end() for match in _SENTENCE.finditer(para.text)]
        duties = [(n, place) for n, place in enumerate(starts, 1) if _charges(para, place)]
        if not duties or duties[0][0] != 1:
            continue
        count += 1
        for index, (n, place) in enumerate(duties):
            end = duties[index + 1][1] if index + 1 < len(duties) else len(para.text)
            out.append(_task(f"p{count}" if n == 1 else f"p{count}.s{n}", para, place, end))
    return out


def _charges(para: Para, place: int) -> bool:
    names = subject_at(para.text, place)
    return (
        names is not None and names.verb_follows and not _TELLS.match(para.text, names.end) and names.end - place < 300
    )


def _task(path: str, para: Para, start: int, end: int) -> Task:
    words = para.text[start:end].strip()
    piece = Para(words, *_maps(para, start, start + len(words)))
    names = subject_at(words, 0)
    lead = founds(piece, names) if names else ()
    duty, to = reports(piece)
    return Task(
        path, " ".join(words.split()[:12]), words, (), piece.whole, lead, "self", partners_of(piece, lead),
        deadline_in(piece, None), recurrence_in(piece), duty, watches(piece), to,
    )  # fmt: skip


def _maps(para: Para, start: int, end: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Place maps of a piece of a paragraph."""
    cuts = [start, *(place for place in para.at if start < place < end)]
    return tuple(place - start for place in cuts), tuple(para.span(place, place + 1)[0] for place in cuts)
