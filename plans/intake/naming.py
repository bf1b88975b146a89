"""From printed names to bodies of the catalogue, each distinct name once."""

from __future__ import annotations

from agencies.matching import Match, Matcher, MatchKind
from agencies.models import Agency
from agencies.text import search_key
from plans.intake.proposal import TEXT, Name, Option, Span


class Naming:
    """Collects the names of one document and what each of them means to the office."""

    def __init__(self, matcher: Matcher, *, office: Agency, issuer: Agency | None) -> None:
        self.matcher, self.office, self.issuer = matcher, office, issuer
        self.names: dict[str, Name] = {}

    def add(self, words: str, span: Span | None = None) -> str:
        """Key of a printed name, which is matched when it is first met."""
        key = search_key(words)[:200] or "?"
        if key not in self.names:
            match = self.matcher.match(words, issuer=self.issuer, office=self.office)
            self.names[key] = named(words, match, span)
        return key


def named(words: str, match: Match, span: Span | None = None) -> Name:
    """The name with what the catalogue makes of it; only a sure match is chosen, the others are offered."""
    options = [Option(one.key, one.label, one.why) for one in match.candidates]
    name = Name(" ".join(words.split())[:300], span, options=options)
    if match.kind is MatchKind.OPEN_SET:
        name.choice, name.label, name.is_open_set = TEXT, name.words, True
    elif match.sure and options and match.kind in (MatchKind.AGENCY, MatchKind.GROUP):
        name.choice, name.label, name.sure = options[0].key, options[0].label, True
    name.first = name.choice
    return name
