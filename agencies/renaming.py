"""Verbs that change what an agency is called and under whom it stands; what was before is kept by date.

`Agency.name`, `short_name` and `parent` are always those of today: a change takes effect when it is recorded, so one that a
decision sets for a day to come is recorded on that day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from agencies import rules, trees
from agencies.dated import DAY, AgencyName, AgencyPlace
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.text import nfc, text_hash
from agencies.verdict import Denied

FACTS = ("name", "short_name", "kind", "side", "level", "serves", "acting_body", "symbol", "place", "started_on")
FORMER = ("former_names", "former_labels")
_listeners: list[Callable[[Agency], None]] = []


def supply_listener(told: Callable[[Agency], None]) -> None:
    """Let a higher app, which keeps words of an agency's name elsewhere, write them anew in the same transaction."""
    _listeners.append(told)


def _locked(agency: Agency) -> Agency:
    return Agency.objects.select_for_update(of=("self",)).select_related("parent", "serves").get(pk=agency.pk)


def _save_names(agency: Agency, *fields: str) -> None:
    agency.save(update_fields=[*fields, "search_key", "sort_key"])
    for told in _listeners:
        told(agency)


@transaction.atomic
def rename(
    agency: Agency,
    *,
    name: str,
    short_name: str = "",
    since: date,
    decision: str,
    by: Officer,
    on: date,
    seen: str = "",
) -> Agency:
    """Give an agency a new name from a day by a numbered decision; lists of today add the old one as "(trước đây: …)".

    A name given from the same day before is replaced: nobody bore it, so it is no former name; the history of changes keeps
    both. `seen` is `state_of` the facts that the officer had before them, so that two who rename at once are told.
    """
    row = _locked(agency)
    rules.may_administer(by, row).require()
    name, short_name = " ".join(nfc(name).split()), " ".join(nfc(short_name).split())
    if not name or not decision.strip():
        raise Denied("Đổi tên phải có tên mới và số, ngày quyết định.")
    if name == row.name:
        raise Denied("Tên mới trùng tên hiện nay. Chỉ sửa tên ngắn thì dùng Sửa thông tin.")
    if seen and seen != state_of(row):
        raise SavedByOthers(row)
    last = row.names.last()
    last_since = last.since if last else None
    rules.fits_history(row, since, last_since=last_since, today=on, replaces=True).require()
    if last is not None and last_since == since:
        last.name, last.short_name, last.decision = name, short_name, decision.strip()
        last.save(update_fields=["name", "short_name", "decision"])
    else:
        last = last or AgencyName(agency=row, name=row.name, short_name=row.short_name, since=row.started_on)
        last.until = since - DAY
        last.save()
        AgencyName.objects.create(agency=row, name=name, short_name=short_name, since=since, decision=decision.strip())
    row.name, row.short_name = name, short_name
    _tell_former_names(row)
    _save_names(row, "name", "short_name", *FORMER)
    return row


def _tell_former_names(agency: Agency) -> None:
    """Earlier names, the latest first, each once; the present name is none of them even if it was borne before."""
    past = list(agency.names.filter(until__isnull=False).reverse())
    agency.former_names = "; ".join(n for n in dict.fromkeys(row.name for row in past) if n != agency.name)
    labels = dict.fromkeys(row.short_name or row.name for row in past)
    agency.former_labels = "; ".join(label for label in labels if label != agency.label)


def state_of(agency: Agency) -> str:
    """What an officer saw of an agency before correcting it, in a few letters; another save in between changes it."""
    return text_hash(" | ".join(str(getattr(agency, field)) for field in FACTS))[:16]


@transaction.atomic
def correct(agency: Agency, *, by: Officer, seen: str, **facts: Any) -> Agency:
    """Put right what was entered wrongly: no history, the present name is corrected where it stands.

    `seen` is `state_of` the facts that the officer had before them; somebody else's save in between is told, not lost.
    """
    row = _locked(agency)
    rules.may_administer(by, row).require()
    if seen != state_of(row):
        raise SavedByOthers(row)
    for field in FACTS:
        if field in facts:
            setattr(row, field, facts[field])
    if row.started_on and row.ended_on and row.ended_on < row.started_on:
        raise Denied("Ngày thành lập phải trước ngày kết thúc.")
    row.names.filter(until__isnull=True).update(name=row.name, short_name=row.short_name)
    _tell_former_names(row)
    _save_names(row, *(field for field in FACTS if field in facts), *FORMER)
    return row


def keep_equal(agency: Agency) -> None:
    """Let the rows of today say what the agency's own columns say, where those were corrected in the table itself (the admin)."""
    agency.names.filter(until__isnull=True).update(name=agency.name, short_name=agency.short_name)
    agency.places.filter(until__isnull=True).update(parent=agency.parent)
    _tell_former_names(agency)
    _save_names(agency, *FORMER)


@transaction.atomic
def move(agency: Agency, *, parent: Agency | None, since: date, decision: str, by: Officer, on: date) -> Agency:
    """Put an agency under another superior from a day by a decision; who sees its work changes with it at once."""
    row = _locked(agency)
    rules.may_move(by, row, parent).require()
    if not decision.strip():
        raise Denied("Chuyển cấp trên phải ghi số, ngày quyết định.")
    if row.parent_id == (parent.pk if parent else None):
        raise Denied("Cơ quan đang ở dưới chính cấp trên này.")
    if parent is not None and trees.would_loop(row.pk, parent.pk):
        raise Denied("Không thể đặt một cơ quan dưới chính cơ quan cấp dưới của nó.")
    last = row.places.last()
    rules.fits_history(row, since, last_since=last.since if last else None, today=on).require()
    if last is None:
        last = AgencyPlace(agency=row, parent=row.parent, since=row.started_on)
    last.until = since - DAY
    last.save()
    AgencyPlace.objects.create(agency=row, parent=parent, since=since, decision=decision.strip())
    row.parent = parent
    row.save(update_fields=["parent"])
    return row
