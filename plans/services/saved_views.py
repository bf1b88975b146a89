"""Verbs of saved views of the list."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from agencies.choices import ACTING
from agencies.models import Agency, Officer
from agencies.text import nfc
from agencies.verdict import Denied
from plans.models import SavedView

MOST = 30
"""How many views one officer, or one office, may keep: beyond that nobody finds any."""


def save_view(*, by: Officer, now: datetime, name: str, query: str, share: Agency | None = None) -> SavedView:
    """Keep the conditions of a list under a name, for oneself or for the office one acts for."""
    if share is not None and not by.post_in([share.pk], *ACTING):
        raise Denied("Chỉ dùng chung chế độ xem trong cơ quan mà đồng chí giữ chức trách.")
    mine = SavedView.objects.filter(agency=share) if share else SavedView.objects.filter(officer=by, agency=None)
    if mine.count() >= MOST:
        raise Denied(f"Đã lưu {MOST} chế độ xem. Hãy bỏ bớt những chế độ không dùng.")
    try:
        with transaction.atomic():
            return SavedView.objects.create(officer=by, agency=share, name=nfc(name).strip(), query=query, made_at=now)
    except IntegrityError:
        whose = f"{share.label} đã" if share else "Đồng chí đã"
        raise Denied(f"{whose} có chế độ xem tên “{name}”. Hãy đặt tên khác.") from None


def drop_view(view: SavedView, *, by: Officer) -> None:
    """Forget a view: its maker, or for a shared one a leader of the office too."""
    if view.officer_id != by.pk and not (view.agency_id and view.agency_id in by.scope.led):
        raise Denied("Chỉ người đã lưu hoặc lãnh đạo cơ quan mới bỏ chế độ xem dùng chung.")
    view.delete()
