"""Công văn đôn đốc: an official letter to one agency about its overdue work, its lines, and what came back."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from agencies.choices import Side
from agencies.models import Agency, Officer, Post, scope_of
from plans.choices import UrgingState
from plans.models.progress import WorkItem


class UrgingQuerySet(models.QuerySet["Urging"]):
    """Words for reading letters."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Drafts of one's own office; what was sent from or to an agency at or below one's own place."""
        scope = scope_of(user)
        if scope.is_empty:
            return self.none()
        below = list(scope.below)
        sent = ~Q(state=UrgingState.DRAFT) & (Q(office_id__in=below) | Q(agency_id__in=below))
        return self.filter(Q(office_id__in=scope.own) | sent)

    def waiting(self) -> Self:
        """Letters sent that nobody has answered."""
        return self.filter(state=UrgingState.SENT)

    def with_names(self) -> Self:
        """Fetch what every page of a letter prints."""
        return self.select_related(
            "office", "office__parent", "office__serves", "agency", "drafted_by", "sent_by", "drafted_post__agency"
        )


def _paper_path(urging: Urging, name: str) -> str:
    """Private path of the paper of a letter that was sent."""
    return f"don-doc/{urging.pk}/{name}"


class Urging(models.Model):
    """An official letter from an office that owns or monitors work to the one agency that is late with it.

    While it is a draft its lines tell what is late today; once `sent`, number, day, lines and paper never change.
    `opening` and `closing` stand before and after the list; the sentence with `report_by` is written by the paper itself.
    """

    office = models.ForeignKey(Agency, models.PROTECT, related_name="urgings_sent", verbose_name="cơ quan gửi")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="urgings_received", verbose_name="cơ quan nhận")
    state = models.CharField("trạng thái", max_length=10, choices=UrgingState, default=UrgingState.DRAFT)
    addressee = models.CharField("kính gửi", max_length=300)
    subject = models.CharField("trích yếu", max_length=300)
    opening = models.TextField("đoạn mở đầu", max_length=4000)
    closing = models.TextField("đoạn kết", max_length=4000, blank=True)
    report_by = models.DateField("đề nghị báo cáo trước ngày")
    recipients = models.TextField("nơi nhận", max_length=2000, blank=True)
    place = models.CharField("địa danh", max_length=60, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người soạn")
    drafted_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="soạn với chức trách"
    )
    drafted_at = models.DateTimeField("soạn lúc")
    sent_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi đã gửi"
    )
    sent_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gửi với chức trách"
    )
    sent_at = models.DateTimeField("ghi đã gửi lúc", null=True, blank=True)
    paper = models.FileField("bản PDF", upload_to=_paper_path, max_length=200, blank=True)
    paper_size = models.PositiveBigIntegerField("dung lượng, byte", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    is_sample = models.BooleanField("dữ liệu minh họa", default=False)
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        ordering = ("-drafted_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=UrgingState.DRAFT)
                | Q(number__isnull=False, issued_on__isnull=False, sent_at__isnull=False),
                name="urging_sent_has_number",
                violation_error_message="Đã gửi thì phải có số và ngày.",
            ),
            models.CheckConstraint(
                condition=~Q(office=models.F("agency")),
                name="urging_to_another",
                violation_error_message="Không gửi công văn đôn đốc cho chính cơ quan mình.",
            ),
        )
        indexes = (models.Index(fields=["-drafted_at", "-id"]),)

    def __str__(self) -> str:
        return f"Công văn đôn đốc {self.numbered or 'chưa có số'}, gửi {self.agency.label}"

    @property
    def is_draft(self) -> bool:
        """Whether its words and lines may still change."""
        return self.state == UrgingState.DRAFT

    @property
    def numbered(self) -> str:
        """Number and symbol as running text has them: "05-CV/BTGTU", "05/UBND-VX"; empty while it has none."""
        if self.number is None:
            return ""
        return f"{self.number:02d}{'/' if self.office.side == Side.STATE else '-'}{self.symbol}"

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """Nơi nhận, one line each."""
        return tuple(line for one in self.recipients.splitlines() if (line := one.strip()))


class UrgingLine(models.Model):
    """One overdue item in a letter; its words and days are kept when the letter is sent, before that the item's own are told."""

    urging = models.ForeignKey(Urging, models.CASCADE, related_name="lines", verbose_name="công văn đôn đốc")
    work_item = models.ForeignKey(
        WorkItem, models.SET_NULL, null=True, blank=True, related_name="urged_by", verbose_name="đầu việc"
    )
    position = models.PositiveIntegerField("thứ tự", default=0)
    title = models.CharField("nhiệm vụ", max_length=500, blank=True)
    source = models.CharField("lời văn bản", max_length=500, blank=True)
    document = models.CharField("văn bản giao", max_length=250, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    days_overdue = models.PositiveIntegerField("số ngày quá hạn", null=True, blank=True)

    class Meta:
        verbose_name = "dòng công văn đôn đốc"
        verbose_name_plural = "dòng công văn đôn đốc"
        ordering = ("urging", "position", "id")
        constraints = (models.UniqueConstraint(fields=["urging", "work_item"], name="urging_item_once"),)

    def __str__(self) -> str:
        return f"{self.position}. {self.title or self.work_item}"


class UrgingReply(models.Model):
    """A reply to a letter as it was written down by either side, append-only; its files stand beside it."""

    urging = models.ForeignKey(Urging, models.PROTECT, related_name="replies", verbose_name="công văn đôn đốc")
    number = models.CharField("số văn bản trả lời", max_length=80, blank=True)
    replied_on = models.DateField("ngày trả lời")
    note = models.TextField("nội dung tóm tắt", max_length=2000, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="nơi ghi")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người ghi")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="với chức trách"
    )
    at = models.DateTimeField("ghi lúc")
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "trả lời công văn đôn đốc"
        verbose_name_plural = "trả lời công văn đôn đốc"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"Trả lời {self.number or 'không số'}, {self.replied_on:%d/%m/%Y}"


def _reply_path(file: UrgingFile, name: str) -> str:
    """Private path of a reply's file; the shown name is kept in the row, never in the path."""
    return f"don-doc/tra-loi/{file.reply_id}/{file.sha256[:32]}"


class UrgingFileQuerySet(models.QuerySet["UrgingFile"]):
    """Words for reading files of replies."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Files of the letters one may see."""
        return self.filter(reply__urging__in=Urging.objects.visible_to(user))


class UrgingFile(models.Model):
    """A file that came with a reply, checked like evidence before it was kept."""

    reply = models.ForeignKey(UrgingReply, models.CASCADE, related_name="files", verbose_name="trả lời")
    file = models.FileField("tệp", upload_to=_reply_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng, byte")
    sha256 = models.CharField(max_length=64)

    objects = UrgingFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp trả lời công văn đôn đốc"
        verbose_name_plural = "tệp trả lời công văn đôn đốc"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
