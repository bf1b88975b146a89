"""What was ordered: documents, the graph of their links, addressees, the copies that offices hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper

from agencies.choices import Level
from agencies.history.tracking import tracked
from agencies.lookups import among
from agencies.models import Agency, AgencyGroup, Officer, scope_of
from agencies.text import search_key, search_terms
from directives.choices import MUST_ACT, LinkKind, Purpose, Secrecy, SourceKind, Urgency
from directives.numbers import TYPES, number_key

if TYPE_CHECKING:
    from agencies.scope import Scope

TYPE_CHOICES: list[tuple[str, str]] = sorted(TYPES.items(), key=lambda pair: search_key(pair[1]))

NEWEST_FIRST = (F("issued_on").desc(nulls_last=True), "-id")

# "số 93", "so: 93": the word says only that a number follows.
_NUMBER_WORD = re.compile(r"\bso(?: hieu)?(?= \d)")

UP_THE_CHAIN = """
WITH RECURSIVE up(id) AS (
    ({start})
    UNION
    SELECT l.superior_id FROM directives_directivelink l JOIN up ON l.directive_id = up.id
)
SELECT id FROM up
"""


class Term(models.Model):
    """A term of office (nhiệm kỳ, khóa) at one level; party numbers run per issuer, type and term (decision 16)."""

    level = models.CharField("cấp", max_length=10, choices=Level)
    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="terms", verbose_name="riêng của",
        help_text="Để trống khi dùng chung cho cả cấp.",
    )  # fmt: skip
    name = models.CharField("tên", max_length=60)
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "nhiệm kỳ"
        verbose_name_plural = "nhiệm kỳ"
        ordering = ("level", "since")
        constraints = (
            models.UniqueConstraint(
                fields=["level", "agency", "since"], name="term_once", nulls_distinct=False,
                violation_error_message="Nhiệm kỳ bắt đầu ngày này đã có.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Words for reading documents. `visible_to` gives the record; text, files and tasks need `readable_by` (decision 13)."""

    def readable_by(self, user: Officer | AnonymousUser) -> Self:
        """Documents whose content the officer may read: issued, recorded, addressed or assigned at or below one's own place."""
        scope = scope_of(user)
        if scope.is_empty:
            return self.none()
        sql, params = _readable(scope)
        return self.filter(among("id", RawSQL(f"ARRAY({sql})", params)))  # noqa: S611 - the ORM's own SQL

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Documents whose record one may see: the readable ones, every superior of theirs, those one's office holds a copy of, and
        internal ones of those below."""
        return self.within(scope_of(user))

    def within(self, scope: Scope) -> Self:
        """What somebody who stands for these agencies may see; an office's own reach where nobody in particular asks."""
        if scope.is_empty:
            return self.none()
        start, start_params = _readable(scope)
        others, others_params = _united(
            DirectiveCopy.objects.filter(_held_by(scope)).values("directive_id"), *_internal_below(scope)
        )
        sql = f"ARRAY({UP_THE_CHAIN.format(start=start)} UNION {others})"
        return self.filter(among("id", RawSQL(sql, (*start_params, *others_params))))  # noqa: S611 - the ORM's own SQL

    def matching(self, query: str) -> Self:
        """Documents whose number, type, issuer, subject or date hold every typed word, without diacritics.

        A typed number stands at the beginning of a number, with or without its zero: "so 4-CTr" finds 04-CTr/TU, not 14-CTr/TU.
        """
        found = self
        terms = search_terms(_NUMBER_WORD.sub(" ", search_key(query)))
        for term in terms:
            digits = term[: len(term) - len(term.lstrip("0123456789"))]
            rest = term[len(digits) :]
            if digits:
                found = found.filter(search_key__regex=rf"\m0*{digits.lstrip('0') or '0'}")
            if rest:
                found = found.filter(search_key__contains=rest)
        return found

    def best_first(self, query: str) -> Self:
        """What `matching` finds, those whose own number begins with the typed words first: "93 kl" means 93-KL/TW."""
        key = number_key(query)
        own = When(search_key__regex=rf"^0*{re.escape(key)}\M", then=Value(0)) if key else None
        found = self.matching(query)
        return found.order_by(Case(own, default=Value(1)), *NEWEST_FIRST) if own else found


def _united(*parts: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """SQL of the union of one-column querysets, with its parameters."""
    said = [part.order_by().query.sql_with_params() for part in parts]
    return " UNION ".join(f"({sql})" for sql, _ in said), tuple(param for _, params in said for param in params)


def _held_by(scope: Scope) -> Q:
    """Condition on copies that an officer's agencies hold; those of internal documents only their own."""
    normal = Q(office_id__in=list(scope.below), directive__secrecy=Secrecy.NORMAL)
    return Q(office_id__in=list(scope.own)) | normal


def _internal_below(scope: Scope) -> tuple[QuerySet[Any, Any], ...]:
    """Ids of internal documents that bodies below issued, recorded or must act on: of these the record only (decisions/0023)."""
    below = list(scope.below)
    made = Directive.objects.filter(Q(issuer_id__in=below) | Q(recorded_by_id__in=below), secrecy=Secrecy.INTERNAL)
    acting = Addressee.objects.filter(agency_id__in=below, purpose__in=MUST_ACT, directive__secrecy=Secrecy.INTERNAL)
    return made.values("id"), acting.values("directive_id")


def _readable(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """SQL of the ids behind `readable_by`; internal documents stay with those who issued, recorded or must act (decision 19).

    Those themselves: who stands above them reads only what is not internal. A union and not one condition: each part finds
    its rows by an index of its own.
    """
    below, own = list(scope.below), list(scope.own)
    # Who had left the group before the document was sent is no addressee of it (decision 18).
    stayed = Q(group__memberships__until__isnull=True) | Q(group__memberships__until__gte=F("since"))
    as_member = Addressee.objects.filter(stayed | Q(since__isnull=True), group__memberships__agency_id__in=below)
    must_act = Addressee.objects.filter(agency_id__in=own, purpose__in=MUST_ACT)
    told = Addressee.objects.filter(agency_id__in=below)
    made = Directive.objects.filter(Q(issuer_id__in=below) | Q(recorded_by_id__in=below))
    return _united(
        made.filter(Q(secrecy=Secrecy.NORMAL) | Q(issuer_id__in=own) | Q(recorded_by_id__in=own)).values("id"),
        must_act.values("directive_id"),
        told.filter(directive__secrecy=Secrecy.NORMAL).values("directive_id"),
        as_member.filter(directive__secrecy=Secrecy.NORMAL).values("directive_id"),
    )


@tracked()
class Directive(models.Model):
    """An official document in the chain, one record per document in the installation; a stub is known only by what others cite."""

    type_code = models.CharField("loại văn bản", max_length=5, choices=TYPE_CHOICES)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    number_as_printed = models.CharField("số, ký hiệu như in trên văn bản", max_length=80, blank=True)
    number_value = models.PositiveIntegerField(null=True, blank=True, editable=False)
    issuer = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="issued", verbose_name="cơ quan ban hành"
    )
    issuer_text = models.CharField("cơ quan ban hành như in trên văn bản", max_length=250, blank=True)
    issuer_deduced = models.BooleanField("cơ quan ban hành do suy ra", default=False)
    acting_body = models.CharField("thay mặt", max_length=120, blank=True)
    place = models.CharField("địa danh", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm kỳ")
    subject = models.TextField("trích yếu", max_length=1000, blank=True)
    secrecy = models.CharField("mức độ", max_length=10, choices=Secrecy, default=Secrecy.NORMAL)
    urgency = models.CharField("độ khẩn", max_length=15, choices=Urgency, default=Urgency.NORMAL)
    source_kind = models.CharField("nguồn", max_length=10, choices=SourceKind, default=SourceKind.DOCUMENT)
    is_stub = models.BooleanField("chưa có toàn văn", default=False)
    signer_authority = models.CharField("thẩm quyền ký", max_length=120, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    recorded_by = models.ForeignKey(Agency, models.PROTECT, related_name="recorded", verbose_name="văn phòng nhập")
    recorded_by_officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhập"
    )
    recorded_at = models.DateTimeField("nhập lúc")
    is_sample = models.BooleanField("dữ liệu minh họa", default=False)
    identity_key = models.CharField(max_length=300, editable=False)
    search_key = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    superiors: models.ManyToManyField[Directive, DirectiveLink] = models.ManyToManyField(
        "self",
        through="DirectiveLink",
        through_fields=("directive", "superior"),
        symmetrical=False,
        related_name="inferiors",
    )

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản chỉ đạo"
        verbose_name_plural = "văn bản chỉ đạo"
        ordering = NEWEST_FIRST
        indexes = (
            models.Index(F("issued_on").desc(nulls_last=True), F("id").desc(), name="directive_newest"),
            models.Index(fields=["issuer", "issued_on"]),
            models.Index(fields=["recorded_by", "issued_on"]),
            models.Index(fields=["type_code", "issued_on"]),
            models.Index(Upper("number"), name="directive_number_upper"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="directive_search_trgm"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["identity_key"],
                name="directive_once",
                violation_error_message="Văn bản này đã có trong hệ thống.",
            ),
            models.CheckConstraint(
                condition=~Q(number="") | Q(issued_on__isnull=False) | ~Q(subject=""),
                name="directive_recognisable",
                violation_error_message="Văn bản không có số thì phải có ngày hoặc trích yếu.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    def words_to_search(self) -> str:
        """What `matching` looks through; an issuer that was renamed is found by each of its names."""
        body = self.issuer
        issuer = f"{body.name} {body.short_name} {body.former_names} {body.former_labels}" if body else self.issuer_text
        dated = f"{self.issued_on:%d %m %Y}" if self.issued_on else ""
        return search_key(f"{self.number} {self.get_type_code_display()} {self.subject} {issuer} {dated}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = self.words_to_search()
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """Number, or type and issuer where there is none: "54-CV/TU", "Kế hoạch không số"."""
        return self.number or f"{self.get_type_code_display()} không số"

    @property
    def title(self) -> str:
        """Type with number, as a heading: "Công văn 54-CV/TU"."""
        return f"{self.get_type_code_display()} {self.number}" if self.number else self.label

    @property
    def issuer_name(self) -> str:
        """Name of the issuer from the catalogue, else as printed, else a plain statement that it is unknown."""
        return self.issuer.name if self.issuer else self.issuer_text or "chưa rõ cơ quan ban hành"


@tracked(found_by=("directive",))
class DirectiveLink(models.Model):
    """A typed edge from a document to one of its superiors."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="links", verbose_name="văn bản")
    superior = models.ForeignKey(Directive, models.PROTECT, related_name="links_below", verbose_name="văn bản cấp trên")
    kind = models.CharField("quan hệ", max_length=12, choices=LinkKind)

    class Meta:
        verbose_name = "liên kết văn bản"
        verbose_name_plural = "liên kết văn bản"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["directive", "superior"],
                name="link_once",
                violation_error_message="Hai văn bản này đã liên kết.",
            ),
            models.CheckConstraint(
                condition=~Q(directive=F("superior")),
                name="link_not_self",
                violation_error_message="Văn bản không thể là cấp trên của chính nó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.directive} {self.get_kind_display()} {self.superior}"

    @property
    def days_between(self) -> int | None:
        """Days from the superior's date to this document's; None when either is unknown."""
        lower, upper = self.directive.issued_on, self.superior.issued_on
        return (lower - upper).days if lower and upper else None


@tracked(found_by=("directive",))
class Addressee(models.Model):
    """A body or group that a document is sent to, with purpose; assignment adds a row, so this says who may read (house.md)."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="addressees", verbose_name="văn bản")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="addressed", verbose_name="cơ quan"
    )
    group = models.ForeignKey(
        AgencyGroup, models.PROTECT, null=True, blank=True, related_name="addressed", verbose_name="nhóm"
    )
    text = models.CharField("như in trên văn bản", max_length=300, blank=True)
    purpose = models.CharField("mục đích", max_length=10, choices=Purpose, default=Purpose.EXECUTE)
    since = models.DateField("từ ngày", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(group__isnull=False) | ~Q(text=""),
                name="addressee_named",
                violation_error_message="Chọn cơ quan, nhóm hoặc ghi nơi nhận.",
            ),
            models.UniqueConstraint(
                fields=["directive", "agency", "purpose"],
                condition=Q(agency__isnull=False),
                name="addressee_agency_once",
            ),
            models.UniqueConstraint(
                fields=["directive", "group", "purpose"], condition=Q(group__isnull=False), name="addressee_group_once"
            ),
        )
        indexes = (models.Index(fields=["agency", "directive"]),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name shown in lists: the catalogue's, else the printed words."""
        if self.agency:
            return self.agency.name
        return self.group.name if self.group else self.text


class DirectiveCopyQuerySet(models.QuerySet["DirectiveCopy"]):
    """Words for reading copies."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Copies held at or below one's own place, and common copies of documents one may read (decision 15)."""
        readable = Directive.objects.readable_by(user).order_by().values("id")
        return self.filter(_held_by(scope_of(user)) | Q(is_common=True, directive_id__in=readable))

    def of_document(self, directive: Directive, user: Officer | AnonymousUser) -> Self:
        """What `visible_to` gives for one document, without asking about all the others."""
        readable = Directive.objects.filter(pk=directive.pk).readable_by(user).exists()
        shown = _held_by(scope_of(user))
        return self.filter(shown | Q(is_common=True) if readable else shown, directive=directive)


@tracked(exclude=("text",), keep=("text_hash",), found_by=("directive",))
class DirectiveCopy(models.Model):
    """What one office holds of a document: its full text and files; stays with that office until made common (decision 15)."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="copies", verbose_name="văn bản")
    office = models.ForeignKey(Agency, models.PROTECT, related_name="copies", verbose_name="văn phòng giữ")
    text = models.TextField("toàn văn", blank=True)
    text_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    search_key = models.TextField(editable=False, default="")
    is_common = models.BooleanField("dùng chung", default=False)
    added_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thêm"
    )
    added_at = models.DateTimeField("thêm lúc")

    objects = DirectiveCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "bản toàn văn"
        verbose_name_plural = "bản toàn văn"
        constraints = (models.UniqueConstraint(fields=["directive", "office"], name="copy_once_per_office"),)
        indexes = (GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="copy_search_trgm"),)

    def __str__(self) -> str:
        return f"{self.directive} ({self.office.label})"


def _directive_path(file: DirectiveFile, name: str) -> str:
    """Private path of an uploaded original; the name shown to people is kept in the row, never in the path."""
    return f"van-ban/{file.copy.directive_id}/{file.sha256[:32]}"


class DirectiveFileQuerySet(models.QuerySet["DirectiveFile"]):
    """Words for reading files."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Files of the copies the officer may see."""
        return self.filter(copy__in=DirectiveCopy.objects.visible_to(user))


@tracked(found_by=("copy",))
class DirectiveFile(models.Model):
    """An original file of a document as one office uploaded it."""

    copy = models.ForeignKey(DirectiveCopy, models.CASCADE, related_name="files", verbose_name="bản toàn văn")
    file = models.FileField("tệp", upload_to=_directive_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng, byte")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thêm"
    )
    added_at = models.DateTimeField("thêm lúc")

    objects = DirectiveFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["copy", "sha256"], name="file_once", violation_error_message="Tệp này đã có."
            ),
        )

    def __str__(self) -> str:
        return self.name
