"""The log of reads: what a row is, and which rows an officer may look at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies import trees
from agencies.choices import ReadKind

if TYPE_CHECKING:
    from agencies.models import Officer


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class ReadEntryQuerySet(models.QuerySet["ReadEntry"]):
    """Words for reading the log."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """What officers of one's own agencies took out, and what anybody took out of material that these hold; agencies whose
        place one's own took are among them (decisions/0019).

        Administrators see the entries of officers of their subtree, the topmost one all; what was taken is named only to
        those who may see it (`agencies.reads.naming`). Whoever stands above an agency sees nothing of it here.
        """
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        own, administered = trees.ids_before(user.scope.own), user.scope.administered
        return self.filter(Q(agencies__overlap=sorted(own | administered)) | Q(holders__overlap=sorted(own)))

    def since(self, day: date) -> Self:
        """From the beginning of a day on."""
        return self.filter(at__gte=_start(day))

    def until(self, day: date) -> Self:
        """Up to the end of a day."""
        return self.filter(at__lt=_start(day + timedelta(days=1)))


class ReadEntry(models.Model):
    """One taking out of sensitive material: who took what, when, in which capacity; never changed and never removed.

    `thing` is the id of what was taken in the table that `kind` stands for, `directive` that of the internal document it
    belongs to, `holders` are the agencies whose material it is. `agencies` and `capacity` say where and as what the officer
    served that day. `query` are the conditions of a list, without typed words. Ids and no references: an entry outlives what
    it is about, and knows nothing of the apps above.
    """

    at = models.DateTimeField("lúc")
    officer = models.ForeignKey(
        "agencies.Officer", models.PROTECT, related_name="reads", db_index=False, verbose_name="cán bộ"
    )
    capacity = models.CharField("với chức trách", max_length=500)
    agencies = ArrayField(models.BigIntegerField(), verbose_name="cơ quan của cán bộ")
    kind = models.CharField("loại", max_length=10, choices=ReadKind)
    thing = models.BigIntegerField("mã", null=True)
    directive = models.BigIntegerField("mã văn bản nội bộ", null=True)
    holders = ArrayField(models.BigIntegerField(), verbose_name="cơ quan giữ")
    rows = models.PositiveIntegerField("số dòng", null=True)
    query = models.CharField("điều kiện lọc", max_length=2000)

    objects = ReadEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "lần đọc, xuất"
        verbose_name_plural = "nhật ký đọc và xuất"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["-at", "-id"]),
            models.Index(fields=["officer", "-at"]),
            models.Index(fields=["directive", "-at"]),
            GinIndex(fields=["agencies"], name="read_by_agency"),
            GinIndex(fields=["holders"], name="read_of_agency"),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d/%m/%Y}"
