"""An officer's own places: the inbox, and the private address of a calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from agencies.models import Officer
from plans.choices import NoticeKind
from plans.models.note import Note
from plans.models.plan import Plan
from plans.models.progress import WorkItem
from plans.models.urging import Urging

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Words for reading the inbox."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """One's own entries, as long as one may still see what they are about."""
        if not isinstance(user, Officer):
            return self.none()
        # Asked per entry: an officer has few, and may see a million items.
        seen: dict[str, models.QuerySet[Any]] = {
            "work_item": WorkItem.objects.visible_to(user),
            "plan": Plan.objects.visible_to(user),
            "note": Note.objects.visible_to(user),
            "urging": Urging.objects.visible_to(user),
        }
        still = [
            Q(**{f"{about}__isnull": True}) | Q(Exists(rows.filter(pk=OuterRef(about)))) for about, rows in seen.items()
        ]
        return self.filter(*still, officer_id=user.pk)

    def waiting(self, *, on: date) -> Self:
        """Entries that lie open: not archived, not put off beyond a day."""
        return self.filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on), archived_at__isnull=True)

    def put_off(self, *, on: date) -> Self:
        """Entries that come back on a later day."""
        return self.filter(snoozed_until__gt=on, archived_at__isnull=True)

    def archived(self) -> Self:
        """Entries put away by their reader."""
        return self.filter(archived_at__isnull=False)

    def unread(self) -> Self:
        """Entries not opened since something was last said in them."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One entry of an officer's inbox: a thing (`subject`) something was said about; it moves up, unread, whenever that happens.

    What it is about is named by a key and shown with its present words, so that an entry never tells more than its reader may see;
    `text` holds only words about the act itself, never content.
    """

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="notices", verbose_name="người nhận")
    kind = models.CharField("loại", max_length=10, choices=NoticeKind)
    subject = models.CharField("về", max_length=60)
    work_item = models.ForeignKey(
        WorkItem, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name="đầu việc"
    )
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name="kế hoạch"
    )
    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name="ý kiến")
    urging = models.ForeignKey(
        Urging, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name="công văn đôn đốc"
    )
    text = models.CharField("nội dung", max_length=300)
    path = models.CharField("mở ra", max_length=200)
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    snoozed_until = models.DateField("để đến ngày", null=True, blank=True)
    archived_at = models.DateTimeField("cất lúc", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=["officer", "subject"], name="notice_once_per_subject"),)
        indexes = (
            models.Index(fields=["officer", "-at", "-id"]),
            models.Index(
                fields=["officer"], condition=Q(read_at__isnull=True, archived_at__isnull=True), name="notice_unread"
            ),
        )

    def __str__(self) -> str:
        return self.text


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Words for reading addresses of calendars."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """One's own, whatever one's posts."""
        return self.filter(officer_id=user.pk) if isinstance(user, Officer) else self.none()

    def alive(self) -> Self:
        """Addresses that still answer."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """The private address of an officer's calendar: whoever knows the token reads it until it is revoked; only a hash is kept."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="calendar_feeds", verbose_name="cán bộ")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField("dùng cho", max_length=100, blank=True)
    created_at = models.DateTimeField("lập lúc")
    read_at = models.DateTimeField("đọc gần nhất", null=True, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "địa chỉ lịch"
        verbose_name_plural = "địa chỉ lịch"
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.officer} {self.created_at:%d/%m/%Y}"
