"""Which bodies the names in a cell mean; each distinct name is looked up once per file."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from agencies.matching import Matcher, MatchKind
from agencies.models import Agency, Officer
from agencies.text import search_key
from plans.importing.cells import CellError
from plans.models import Plan

MOST = 40


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the catalogue, or the words of an open set ("các cơ quan có liên quan") with no key."""

    key: int | None
    name: str


@dataclass
class Bodies:
    """The catalogue as the officer may use it on a day."""

    officer: Officer
    on: date
    _read: dict[tuple[str, int], list[Body]] = field(default_factory=dict)
    _wrong: dict[tuple[str, int], str] = field(default_factory=dict)

    def read(self, words: str, plan: Plan) -> list[Body]:
        """The bodies that a cell names, parted by ";" or lines; raises `CellError` with candidates where a name is not sure."""
        key = (words, plan.pk)
        if key not in self._read and key not in self._wrong:
            try:
                self._read[key] = self._find(words, plan)
            except CellError as error:
                self._wrong[key] = str(error)
        if key in self._wrong:
            raise CellError(self._wrong[key])
        return self._read[key]

    def _find(self, words: str, plan: Plan) -> list[Body]:
        if (whole := self._exact(words)) is not None:
            return [whole]
        parts = [part.strip(" .,") for part in re.split(r"[;\n]", words)]
        found = {body: None for part in parts if part for body in (self._one(part, plan),)}
        if len(found) > MOST:
            raise CellError(f"có {len(found)} đơn vị, mỗi dòng tối đa {MOST}.")
        return list(found)

    def _one(self, words: str, plan: Plan) -> Body:
        if (exact := self._exact(words)) is not None:
            return exact
        match = self._matcher.match(words, issuer=plan.directive.issuer, office=plan.owner)
        if match.kind == MatchKind.OPEN_SET and not match.candidates:
            return Body(None, words[:300])
        if match.sure and match.kind == MatchKind.AGENCY and match.agency_id in self._known:
            return Body(match.agency_id, self._known[match.agency_id])
        if match.kind == MatchKind.GROUP:
            raise CellError(f"“{words}” là một nhóm đơn vị. Ghi tên từng đơn vị, hoặc tách nhóm ở trang phân công.")
        offered = "; ".join(candidate.label for candidate in match.candidates)
        if match.kind == MatchKind.SEVERAL:
            raise CellError(f"“{words}” có thể là nhiều đơn vị: {offered}. Hãy ghi đủ tên.")
        if offered:
            raise CellError(f"chưa rõ “{words}” là đơn vị nào. Có thể là: {offered}. Hãy ghi đúng tên trong danh mục.")
        raise CellError(f"không có đơn vị “{words}” trong danh mục.")

    def _exact(self, words: str) -> Body | None:
        key = search_key(words)
        found = self._names.get(key) or self._short_names.get(key, [])
        return Body(found[0], self._known[found[0]]) if len(found) == 1 else None

    @cached_property
    def _rows(self) -> list[tuple[int, str, str]]:
        rows: Any = Agency.objects.visible_to(self.officer).existing(on=self.on).order_by("id")
        return list(rows.values_list("pk", "name", "short_name"))

    @cached_property
    def _known(self) -> dict[int | None, str]:
        return {pk: name for pk, name, _ in self._rows}

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        names: dict[str, list[int]] = defaultdict(list)
        for pk, name, _ in self._rows:
            names[search_key(name)].append(pk)
        return names

    @cached_property
    def _short_names(self) -> dict[str, list[int]]:
        """What every list of the product calls them; who may be charged is asked of each body afterwards."""
        names: dict[str, list[int]] = defaultdict(list)
        for pk, _, short in self._rows:
            if short:
                names[search_key(short)].append(pk)
        return names

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher.load(self.officer, on=self.on)
