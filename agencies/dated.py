"""What of an agency changes with time and is kept: the names it bore, the superiors it stood under."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from agencies.history.tracking import tracked

if TYPE_CHECKING:
    from agencies.models import Agency

DAY = timedelta(days=1)


def active_on(on: date) -> Q:
    """Filter of dated rows (`since`, `until`) that hold on a day, both ends included."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def held_on(on: date) -> Q:
    """Filter of stretches that hold on a day; one without a beginning reaches back as far as anybody asks."""
    return Q(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))


@tracked(found_by=("agency",))
class AgencyName(models.Model):
    """A name that an agency bore from one day to another; rows exist once it was renamed, the last one being the present name."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="names", verbose_name="cơ quan")
    name = models.CharField("tên đầy đủ", max_length=250)
    short_name = models.CharField("tên ngắn", max_length=120, blank=True)
    since = models.DateField("từ ngày", null=True, blank=True)
    until = models.DateField("đến hết ngày", null=True, blank=True)
    decision = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "tên theo thời gian"
        verbose_name_plural = "tên theo thời gian"
        ordering = ("agency", F("since").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "since"], name="agency_name_once", nulls_distinct=False,
                violation_error_message="Đã có một tên bắt đầu từ ngày này.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="agency_name_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


@tracked(found_by=("agency",))
class AgencyPlace(models.Model):
    """A superior that an agency stood under from one day to another (none: under nobody); rows exist once it was moved."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="places", verbose_name="cơ quan")
    parent = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cấp trên trực tiếp"
    )
    since = models.DateField("từ ngày", null=True, blank=True)
    until = models.DateField("đến hết ngày", null=True, blank=True)
    decision = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "cấp trên theo thời gian"
        verbose_name_plural = "cấp trên theo thời gian"
        ordering = ("agency", F("since").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "since"], name="agency_place_once", nulls_distinct=False,
                violation_error_message="Đã có một cấp trên bắt đầu từ ngày này.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="agency_place_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.parent.name if self.parent else "không có cấp trên"


class HasDatedFacts:
    """What an `Agency` answers from those rows."""

    def name_on(self: Agency, day: date) -> str:  # type: ignore[misc]
        """The full name borne on a day; the present one where nobody recorded another."""
        if not self.former_names:
            return self.name
        row = self.names.filter(held_on(day)).last()
        return row.name if row else self.name

    def parent_on(self: Agency, day: date) -> Agency | None:  # type: ignore[misc]
        """The superior of a day; the present one where nobody recorded another."""
        row = self.places.filter(held_on(day)).select_related("parent").last()
        return row.parent if row else self.parent
