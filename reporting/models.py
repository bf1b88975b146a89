"""What it amounts to: reports with frozen rows, narrative, number, signature block and files."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Officer, scope_of
from directives.models import Directive
from plans.choices import Standing
from plans.models import WorkItem
from reporting.choices import FileKind, FileState, MailState, ReportState


class ReportQuerySet(models.QuerySet["Report"]):
    """Words for reading reports."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Reports of offices at or below one's own place, drafts of one's own office only; issued ones also at their receiver."""
        scope = scope_of(user)
        drafts = Q(office_id__in=scope.own)
        done = Q(office_id__in=scope.below) | Q(recipient_id__in=scope.own, state=ReportState.ISSUED)
        return self.filter(drafts | (done & ~Q(state=ReportState.DRAFT)))


class Report(models.Model):
    """A periodic report of one office on one document or its whole subtree; issued ones never change."""

    office = models.ForeignKey(Agency, models.PROTECT, related_name="reports", verbose_name="cơ quan báo cáo")
    recipient = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="reports_received", verbose_name="gửi"
    )
    recipient_body = models.CharField("tập thể nhận", max_length=120, blank=True)
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reports", verbose_name="văn bản")
    whole_subtree = models.BooleanField("gồm cả các văn bản cấp dưới", default=False)
    period_label = models.CharField("kỳ", max_length=60)
    period_from = models.DateField("từ ngày")
    period_to = models.DateField("đến ngày")
    subject = models.CharField("trích yếu", max_length=500)
    state = models.CharField("trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    layout = models.CharField("thể thức", max_length=10, default="hd05")
    sections = models.JSONField("các phần", default=dict)
    recipients = models.JSONField("nơi nhận", default=list)
    place = models.CharField("địa danh", max_length=60, blank=True)
    number_value = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer_authority = models.CharField("thẩm quyền ký", max_length=120, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    figures = models.JSONField("số liệu đã chốt", default=dict)
    frozen_on = models.DateField("tính đến ngày", null=True, blank=True)
    frozen_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    checksum = models.CharField("mã kiểm", max_length=64, blank=True)
    rule_version = models.CharField("phiên bản quy tắc", max_length=20, blank=True)
    fulfils = models.ForeignKey(
        WorkItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fulfilled_by",
        verbose_name="đầu việc được hoàn thành",
    )
    is_sample = models.BooleanField("dữ liệu minh họa", default=False)
    created_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người lập")
    created_at = models.DateTimeField("lập lúc")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ("-period_to", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="report_period",
                violation_error_message="Ngày cuối kỳ phải sau ngày đầu kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT)
                | Q(frozen_on__isnull=False, frozen_at__isnull=False) & ~Q(checksum=""),
                name="report_frozen_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ISSUED) | Q(issued_on__isnull=False, number_value__isnull=False),
                name="report_issued_has_number",
                violation_error_message="Ban hành thì phải có số và ngày.",
            ),
            models.UniqueConstraint(
                fields=["office", "symbol", "number_value", "issued_on"],
                name="report_number_once",
                violation_error_message="Số này đã dùng cho báo cáo khác trong ngày.",
            ),
        )
        indexes = (models.Index(fields=["office", "-period_to"]),)

    def __str__(self) -> str:
        return f"Báo cáo {self.period_label} – {self.directive.label}"


class ReportRow(models.Model):
    """One work item as it stood when the figures were frozen: every printed figure is a sum of these rows."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="rows", verbose_name="báo cáo")
    position = models.PositiveIntegerField("thứ tự")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="+", verbose_name="đầu việc")
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="+", verbose_name="văn bản")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="đơn vị chủ trì")
    directive_label = models.CharField("số văn bản", max_length=120)
    agency_name = models.CharField("tên đơn vị khi chốt", max_length=250)
    path = models.CharField("mục", max_length=40)
    heading = models.CharField("đầu việc", max_length=400)
    occurrence = models.CharField("kỳ, sản phẩm", max_length=80, blank=True)
    standing = models.CharField("xếp loại", max_length=15, choices=Standing)
    lifecycle = models.CharField("tiến trình", max_length=12)
    opened_on = models.DateField("giao ngày")
    due_on = models.DateField("hạn", null=True, blank=True)
    submitted_on = models.DateField("ngày báo hoàn thành", null=True, blank=True)
    completed_on = models.DateField("ngày xác nhận", null=True, blank=True)
    days_overdue = models.PositiveIntegerField("số ngày quá hạn", default=0)
    percent = models.PositiveSmallIntegerField("mức độ, %", null=True, blank=True)
    extension_count = models.PositiveSmallIntegerField("số lần gia hạn", default=0)
    results = models.TextField("kết quả gần nhất", blank=True)
    difficulties = models.TextField("khó khăn gần nhất", blank=True)
    proposals = models.TextField("đề xuất gần nhất", blank=True)

    class Meta:
        verbose_name = "dòng số liệu"
        verbose_name_plural = "dòng số liệu"
        ordering = ("report", "position")
        constraints = (
            models.UniqueConstraint(fields=["report", "position"], name="row_position_once"),
            models.UniqueConstraint(fields=["report", "work_item"], name="row_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.heading}"


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    """Words for reading files of reports."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Files of the reports the officer may see."""
        return self.filter(report__in=Report.objects.visible_to(user))


def _report_path(file: ReportFile, name: str) -> str:
    """Private path of a made file."""
    return f"bao-cao/{file.report_id}/{name}"


class ReportFile(models.Model):
    """A file of one kind made from a report at one moment of its life; once figures are frozen it is made once.

    The row is also the job: `claimed_at` is the last that was heard of the worker that makes it.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="files", verbose_name="báo cáo")
    kind = models.CharField("loại tệp", max_length=10, choices=FileKind, default=FileKind.PDF)
    report_version = models.PositiveIntegerField("bản")
    of_draft = models.BooleanField("của dự thảo", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=FileState, default=FileState.WAITING)
    claimed_at = models.DateTimeField("nhận làm lúc", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần nhận làm", default=0)
    progress = models.PositiveSmallIntegerField("đã làm, %", default=0)
    doing = models.CharField("đang làm", max_length=80, blank=True)
    file = models.FileField("tệp", upload_to=_report_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField("dung lượng, byte", default=0)
    pages = models.PositiveIntegerField("số trang", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)
    asked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người yêu cầu"
    )
    asked_at = models.DateTimeField("yêu cầu lúc")
    made_at = models.DateTimeField("xong lúc", null=True, blank=True)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp báo cáo"
        verbose_name_plural = "tệp báo cáo"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["report", "kind", "report_version"], name="report_file_once"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_file_progress"),
        )
        indexes = (
            models.Index(fields=["asked_at"], condition=Q(state__in=("waiting", "making")), name="report_file_to_make"),
        )

    def __str__(self) -> str:
        return f"{self.report} ({self.get_kind_display()})"


class FileWish(models.Model):
    """An officer who waits for a file: told in the inbox when it is ready, by a letter too where they want one."""

    file = models.ForeignKey(ReportFile, models.CASCADE, related_name="wishes", verbose_name="tệp")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người chờ tệp")
    at = models.DateTimeField("hỏi lúc")
    told_at = models.DateTimeField("báo lúc", null=True, blank=True)
    mail = models.CharField("thư báo", max_length=10, choices=MailState, default=MailState.NONE)
    mail_tries = models.PositiveSmallIntegerField("số lần gửi", default=0)

    class Meta:
        verbose_name = "người chờ tệp báo cáo"
        verbose_name_plural = "người chờ tệp báo cáo"
        ordering = ("file", "at")
        constraints = (models.UniqueConstraint(fields=["file", "officer"], name="file_wish_once"),)
        indexes = (models.Index(fields=["at"], condition=Q(mail="waiting"), name="file_wish_to_mail"),)

    def __str__(self) -> str:
        return f"{self.officer} chờ {self.file}"
