"""Who: agencies with their place in the tree, groups, officers, posts, and the working calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from agencies import trees
from agencies.choices import AgencyKind, DayKind, Duty, Level, PostKind, Side
from agencies.dated import DAY, AgencyName, AgencyPlace, HasDatedFacts, active_on
from agencies.history.tracking import tracked
from agencies.reads.entries import ReadEntry
from agencies.scope import NOWHERE, Scope
from agencies.text import search_key, search_terms, sort_key
from agencies.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Agency", "AgencyAlias", "AgencyGroup", "AgencyName", "AgencyPlace", "CalendarDay", "GroupMembership", "Officer", "Post",
    "ReadEntry", "active_on", "scope_of", "working_calendar",
]  # fmt: skip
ANY_KIND = "Cơ quan cấp trên không thể là chính cơ quan đó."


@tracked(exclude=("password", "last_login"))
class Officer(AbstractUser):
    """A person who signs in; what they may see and do comes from their posts alone."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    is_sample = models.BooleanField("tài khoản minh họa", default=False)
    must_change_password = models.BooleanField("mật khẩu dùng một lần", default=False, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "email"]

    class Meta:
        verbose_name = "cán bộ"
        verbose_name_plural = "cán bộ"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def scope(self) -> Scope:
        """Scope as of the day this officer came through the door; today when nobody said which day."""
        if not hasattr(self, "_scope"):
            self.enter(on=timezone.localdate())
        return self._scope

    @property
    def entered_on(self) -> date:
        """The day this officer came through the door, whose posts count."""
        self.scope  # noqa: B018 - enters where nobody has
        return self._entered_on

    def enter(self, *, on: date) -> Self:
        """Fix the day whose posts count for this instance (the door: middleware, jobs, tests)."""
        self._entered_on = on
        self._posts = list(self.posts.filter(active_on(on)).select_related("agency").order_by("since", "id"))
        by_duty = {duty: {p.agency_id for p in self._posts if p.duty == duty} for duty in Duty}
        own = by_duty[Duty.CLERK] | by_duty[Duty.LEADER]
        self._scope = Scope(
            own=frozenset(own),
            below=trees.ids_below(own),
            led=frozenset(by_duty[Duty.LEADER]),
            administered=trees.ids_below(by_duty[Duty.ADMINISTRATOR]),
        )
        return self

    @property
    def current_posts(self) -> list[Post]:
        """Posts that hold on the day the officer entered, oldest first."""
        self.scope  # noqa: B018 - fills the cache
        return self._posts

    def post_in(self, agency_ids: Iterable[int], *duties: Duty) -> Post | None:
        """The officer's first current post in one of the agencies, of one of the duties (any when none is named)."""
        wanted = set(agency_ids)
        return next((p for p in self.current_posts if p.agency_id in wanted and (not duties or p.duty in duties)), None)


def scope_of(user: Officer | AnonymousUser) -> Scope:
    """Scope of whoever is signed in; nothing for a stranger or a closed account."""
    return user.scope if isinstance(user, Officer) and user.is_active else NOWHERE


def offices_of(officer: Officer) -> list[Agency]:
    """Agencies in whose name an officer acts, each once, the oldest post first."""
    found = {post.agency_id: post.agency for post in officer.current_posts if post.agency_id in officer.scope.own}
    return list(found.values())


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Words for reading agencies; the catalogue itself (names, tree) is visible to every officer."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """The catalogue: every agency for a signed-in officer; provisional ones only within their own branch (decision 17)."""
        scope = scope_of(user)
        if not isinstance(user, Officer):
            return self.none()
        if user.is_superuser and user.is_active:
            return self
        return self.filter(Q(provisional=False) | Q(recorded_by_id__in=scope.below) | Q(id__in=scope.administered))

    def existing(self, *, on: date) -> Self:
        """Agencies that exist on a day."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=on), Q(ended_on__isnull=True) | Q(ended_on__gte=on)
        )

    def matching(self, query: str) -> Self:
        """Agencies whose names, short names or aliases hold every typed word, without diacritics."""
        found = self
        for term in search_terms(query):
            found = found.filter(Q(search_key__contains=term) | Q(aliases__search_key__contains=term))
        return found.distinct() if query.strip() else found


@tracked()
class Agency(HasDatedFacts, models.Model):
    """A body that issues, leads, coordinates, monitors or receives; has a life span and may have a successor."""

    name = models.CharField("tên đầy đủ", max_length=250)
    short_name = models.CharField("tên ngắn", max_length=120, blank=True)
    kind = models.CharField("loại", max_length=20, choices=AgencyKind)
    side = models.CharField("khối", max_length=10, choices=Side, default=Side.PARTY)
    level = models.CharField("cấp", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="cấp trên trực tiếp"
    )
    serves = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advisory_bodies",
        verbose_name="tham mưu, giúp việc cho",
    )
    acting_body = models.CharField("tập thể thay mặt", max_length=120, blank=True, help_text="Ví dụ: Ban Thường vụ")
    symbol = models.CharField(
        "chữ viết tắt trong ký hiệu", max_length=30, blank=True, help_text="Ví dụ: TU, BTGTU, LHH"
    )
    place = models.CharField("địa danh", max_length=60, blank=True)
    started_on = models.DateField("thành lập ngày", null=True, blank=True)
    ended_on = models.DateField("kết thúc ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="cơ quan kế tục"
    )
    provisional = models.BooleanField("tạm ghi", default=False)
    recorded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nơi tạm ghi"
    )
    former_names = models.TextField("tên trước đây", editable=False, default="", blank=True)
    former_labels = models.TextField("tên ngắn trước đây", editable=False, default="", blank=True)
    search_key = models.TextField(editable=False, default="")
    sort_key = models.TextField(editable=False, default="")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        ordering = ("sort_key", "id")
        indexes = (
            models.Index(fields=["sort_key", "id"]),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="agency_search_trgm"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="agency_not_own_parent", violation_error_message=ANY_KIND
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="agency_life_span",
                violation_error_message="Ngày kết thúc phải sau ngày thành lập.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(
            f"{self.name} {self.short_name} {self.symbol} {self.former_names} {self.former_labels}"
        )
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """The short name where there is one; for lists and narrow places."""
        return self.short_name or self.name


@tracked(found_by=("agency",))
class AgencyAlias(models.Model):
    """Another way a text names an agency; holds within the branch that taught it (decision 17)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="aliases", verbose_name="cơ quan")
    text = models.CharField("cách gọi khác", max_length=250)
    branch = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="dùng trong"
    )
    search_key = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = "cách gọi khác"
        verbose_name_plural = "cách gọi khác"
        constraints = (
            models.UniqueConstraint(
                fields=["search_key", "branch"],
                name="alias_once_per_branch",
                nulls_distinct=False,
                violation_error_message="Cách gọi này đã có trong cùng phạm vi.",
            ),
        )
        indexes = (GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="alias_search_trgm"),)

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.text)
        super().save(*args, **kwargs)


class AgencyGroupQuerySet(models.QuerySet["AgencyGroup"]):
    """Words for reading groups."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Groups owned by an agency at, above or below one's own place: a group is usable in its owner's subtree (decision 18)."""
        scope = scope_of(user)
        above = {parent for own in scope.own for parent in trees.ids_above(own)}
        return self.filter(owner_id__in=scope.below | above | scope.administered)


@tracked(found_by=("owner",))
class AgencyGroup(models.Model):
    """A named category of agencies ("các quận ủy, huyện ủy") that belongs to one agency, with dated members."""

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="groups", verbose_name="thuộc về")
    name = models.CharField("tên nhóm", max_length=200)
    search_key = models.TextField(editable=False, default="")
    members: models.ManyToManyField[Agency, GroupMembership] = models.ManyToManyField(
        Agency, through="GroupMembership", related_name="member_of", verbose_name="thành viên"
    )

    objects = AgencyGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm đơn vị"
        verbose_name_plural = "nhóm đơn vị"
        ordering = ("owner", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "search_key"], name="group_name_once", violation_error_message="Nhóm này đã có."
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.name)
        super().save(*args, **kwargs)

    def members_on(self, *, on: date) -> AgencyQuerySet:
        """Member agencies on a day, in Vietnamese order."""
        return Agency.objects.filter(id__in=self.memberships.filter(active_on(on)).values("agency_id")).order_by(
            "sort_key", "id"
        )


@tracked(found_by=("group", "agency"))
class GroupMembership(models.Model):
    """An agency's time in a group; both ends included."""

    group = models.ForeignKey(AgencyGroup, models.CASCADE, related_name="memberships", verbose_name="nhóm")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name="cơ quan")
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên nhóm"
        verbose_name_plural = "thành viên nhóm"
        constraints = (
            models.UniqueConstraint(fields=["group", "agency", "since"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} – {self.group}"


class PostQuerySet(models.QuerySet["Post"]):
    """Words for reading posts."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Who serves where: administrators see it of their subtree, everybody of their own agencies and of themselves."""
        scope = scope_of(user)
        if not isinstance(user, Officer) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(Q(agency_id__in=scope.administered | scope.own) | Q(officer=user))

    def holding(self, *, on: date) -> Self:
        """Posts that hold on a day."""
        return self.filter(active_on(on))

    def alive(self, *, on: date) -> Self:
        """Posts that hold on a day or will hold later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on) & Q(until__gte=F("since")))


@tracked(found_by=("officer", "agency"))
class Post(models.Model):
    """An officer's duty in an agency with its dates; further posts are kiêm nhiệm or ủy quyền.

    It holds from `since` to `until`, both included. One stopped on the day it began ends the day before: it never holds again.
    """

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="posts", verbose_name="cán bộ")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="cơ quan")
    duty = models.CharField("chức trách", max_length=15, choices=Duty)
    title = models.CharField("chức danh", max_length=120, blank=True)
    kind = models.CharField("hình thức", max_length=10, choices=PostKind, default=PostKind.MAIN)
    delegated_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="delegated_posts", verbose_name="người ủy quyền"
    )
    reason = models.CharField("lý do, căn cứ", max_length=300, blank=True)
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "chức trách"
        verbose_name_plural = "chức trách"
        constraints = (
            models.UniqueConstraint(
                fields=["officer", "agency", "duty", "since"],
                name="post_once",
                violation_error_message="Chức trách này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since") - DAY),
                name="post_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PostKind.DELEGATED) | Q(delegated_by__isnull=False, until__isnull=False),
                name="post_delegation_named",
                violation_error_message="Ủy quyền phải có người ủy quyền và ngày kết thúc.",
            ),
        )
        indexes = (models.Index(fields=["agency", "duty", "until"]),)

    def __str__(self) -> str:
        return f"{self.called}, {self.agency.label}"

    @property
    def called(self) -> str:
        """Title, or the duty where there is none, and whether it is a delegated one."""
        words = self.title or self.get_duty_display()
        return f"{words} (được ủy quyền)" if self.kind == PostKind.DELEGATED else words

    @property
    def was_void(self) -> bool:
        """Whether it was stopped before it held for a day."""
        return self.until is not None and self.until < self.since


def accounts_within(agencies: Iterable[int], rows: models.QuerySet[Officer] | None = None) -> models.QuerySet[Officer]:
    """Accounts all of whose posts lie in the agencies: the ones that their administrator answers for (decision 17)."""
    posts = Post.objects.filter(officer=OuterRef("pk"))
    inside = posts.filter(agency_id__in=agencies)
    found = Officer.objects.all() if rows is None else rows
    return found.filter(Exists(inside), ~Exists(posts.exclude(agency_id__in=agencies)), is_superuser=False)


@tracked(found_by=("agency", "successor"))
class Succession(models.Model):
    """An ended agency and one of those that took its place: who stands for the successor sees what the ended one saw."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="successions", verbose_name="cơ quan kết thúc")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="inheritances", verbose_name="cơ quan kế tục")
    since = models.DateField("từ ngày")
    decision = models.CharField("theo quyết định", max_length=300)

    class Meta:
        verbose_name = "kế tục"
        verbose_name_plural = "kế tục"
        constraints = (
            models.UniqueConstraint(fields=["agency", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(agency=F("successor")),
                name="succession_not_self",
                violation_error_message="Cơ quan không thể kế tục chính mình.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} → {self.successor}"


@tracked()
class CalendarDay(models.Model):
    """A day that departs from Monday to Friday, with the decision it rests on (domain.md §4.10)."""

    day = models.DateField("ngày", unique=True)
    kind = models.CharField("loại", max_length=10, choices=DayKind)
    name = models.CharField("tên", max_length=120)
    source = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "ngày trong lịch làm việc"
        verbose_name_plural = "lịch làm việc"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


def working_calendar() -> Calendar:
    """The whole calendar as a pure value; one query, some dozens of rows a year."""
    rows = list(CalendarDay.objects.values_list("day", "kind"))
    return Calendar(
        days_off=(day for day, kind in rows if kind == DayKind.OFF),
        make_up_days=(day for day, kind in rows if kind == DayKind.WORKING),
    )
