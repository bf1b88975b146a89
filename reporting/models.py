"""What it amounts to: reports with frozen rows, narrative, number, signature block and files."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from agencies.choices import Level, Side
from agencies.models import Agency, AgencyGroup, Officer, scope_of
from agencies.wording import format_day
from directives.models import Directive
from plans.choices import Answer, Standing, TaskKind
from plans.models import WorkItem
from reporting.choices import FileKind, FileState, MailState, PartState, ReportState, Speaks, StepKind

_ABOUT_ONE = (
    Q(directive__isnull=False, about_agency__isnull=True, about_group__isnull=True)
    | Q(directive__isnull=True, about_agency__isnull=False, about_group__isnull=True, whole_subtree=False)
    | Q(directive__isnull=True, about_agency__isnull=True, whole_subtree=False)
)

_ISSUED_ROW = """
    IF EXISTS (SELECT 1 FROM reporting_report WHERE id = OLD.report_id AND state = 'issued') THEN
        RAISE EXCEPTION 'rows of an issued report stay as they are';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class ReportQuerySet(models.QuerySet["Report"]):
    """Words for reading reports."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Reports of offices at or below one's own place, drafts of one's own office only; issued ones also at their receiver."""
        scope = scope_of(user)
        drafts = Q(office_id__in=scope.own)
        done = Q(office_id__in=scope.below) | Q(recipient_id__in=scope.own, state=ReportState.ISSUED)
        return self.filter(drafts | (done & ~Q(state=ReportState.DRAFT)))

    def with_about(self) -> Self:
        """Fetch what `about` names."""
        return self.select_related("office", "directive", "about_agency", "about_group")


class Report(models.Model):
    """A periodic report of one office; issued ones never change, a correction is a report of its own that `replaces` one.

    It speaks of one document (`whole_subtree`: with all that was issued under it), of one agency and the bodies under it, of a
    group, or of every document the office follows.
    """

    office = models.ForeignKey(Agency, models.PROTECT, related_name="reports", verbose_name="cơ quan báo cáo")
    recipient = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="reports_received", verbose_name="gửi"
    )
    recipient_body = models.CharField("tập thể nhận", max_length=120, blank=True)
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="văn bản"
    )
    whole_subtree = models.BooleanField("gồm cả các văn bản cấp dưới", default=False)
    about_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="reports_about", verbose_name="về cơ quan"
    )
    about_group = models.ForeignKey(
        AgencyGroup, models.PROTECT, null=True, blank=True, related_name="reports_about", verbose_name="về nhóm đơn vị"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name="thay thế"
    )
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
    created_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập"
    )
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
            models.CheckConstraint(
                condition=_ABOUT_ONE,
                name="report_about_one_thing",
                violation_error_message="Báo cáo nói về một văn bản, một cơ quan hoặc một nhóm đơn vị.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="report_replaces_another",
                violation_error_message="Báo cáo không thay thế chính nó.",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                name="report_replaced_once",
                violation_error_message="Báo cáo này đã có báo cáo thay thế.",
            ),
            models.UniqueConstraint(
                fields=["office", "symbol", "number_value", "issued_on"],
                name="report_number_once",
                violation_error_message="Số này đã dùng cho báo cáo khác trong ngày.",
            ),
        )
        indexes = (models.Index(fields=["office", "-period_to"]),)
        triggers = (
            pgtrigger.Protect(
                name="issued_stays", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__state="issued")
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Báo cáo {self.period_label} – {self.about}"

    @property
    def speaks(self) -> Speaks:
        """Of what it speaks."""
        if self.directive_id:
            return Speaks.DOCUMENT
        if self.about_agency_id:
            return Speaks.AGENCY
        return Speaks.GROUP if self.about_group_id else Speaks.ALL

    @property
    def about(self) -> str:
        """What it speaks of, as pages say it after "về": "54-CV/TU và các văn bản triển khai", "nhiệm vụ của Huyện ủy Cờ Đỏ"."""
        if self.directive is not None:
            return f"{self.directive.label} và các văn bản triển khai" if self.whole_subtree else self.directive.label
        if self.about_agency is not None:
            return f"nhiệm vụ của {self.about_agency.label}"
        return f"nhiệm vụ của {self.about_group.name}" if self.about_group is not None else "mọi văn bản đang theo dõi"

    @property
    def numbered(self) -> str:
        """Number and symbol as running text has them: "05-BC/BTGTU", "05/BC-UBND"; empty while it has none."""
        if self.number_value is None:
            return ""
        return f"{self.number_value:02d}{'/' if self.office.side == Side.STATE else '-'}{self.symbol}"

    @property
    def cited(self) -> str:
        """An issued report as another paper names it: "Báo cáo số 05-BC/BTGTU, ngày 14/7/2022"."""
        return f"Báo cáo số {self.numbered}, ngày {format_day(self.issued_on)}" if self.issued_on else str(self)


class ReportRow(models.Model):
    """One work item as it stood when the figures were frozen: every printed figure is a sum of these rows.

    Rows of rule version 1 do not say kind, level and answer (empty).
    """

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
    kind = models.CharField("loại nhiệm vụ", max_length=12, choices=TaskKind, blank=True, default="")
    level = models.CharField("cấp của đơn vị", max_length=10, choices=Level, blank=True, default="")
    answer = models.CharField("trả lời của kỳ cập nhật", max_length=6, choices=Answer, blank=True, default="")
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
        triggers = (
            pgtrigger.Trigger(
                name="issued_stays", operation=pgtrigger.Update | pgtrigger.Delete, when=pgtrigger.Before, func=_ISSUED_ROW
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.position}. {self.heading}"


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    """Words for reading files of reports."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Every file of one's own office; elsewhere those of the report as it stands, never of a draft or a text given up."""
        present = Q(of_draft=False, report_version=F("report__version"))
        return self.filter(
            Q(report__office_id__in=scope_of(user).own) | present, report__in=Report.objects.visible_to(user)
        )


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


class ReportStep(models.Model):
    """One step in a report's life, append-only: what was done, by whom in which capacity, and why where that must be said.

    `by` is empty where the machine did it.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name="báo cáo")
    kind = models.CharField("việc", max_length=12, choices=StepKind)
    by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thực hiện"
    )
    post = models.CharField("với chức trách", max_length=250, blank=True)
    at = models.DateTimeField("lúc")
    reason = models.CharField("lý do", max_length=1000, blank=True)

    class Meta:
        verbose_name = "bước của báo cáo"
        verbose_name_plural = "các bước của báo cáo"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind__in=(StepKind.RETURNED, StepKind.REOPENED)) | ~Q(reason=""),
                name="step_back_has_reason",
                violation_error_message="Trả lại hoặc mở lại thì phải ghi lý do.",
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d/%m/%Y}"


class SignedCopyQuerySet(models.QuerySet["SignedCopy"]):
    """Words for reading signed copies."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Copies of the reports the officer may see."""
        return self.filter(report__in=Report.objects.visible_to(user))


def _copy_path(copy: SignedCopy, name: str) -> str:
    """Private path of a signed copy; the shown name is kept in the row, never in the path."""
    return f"bao-cao/{copy.report_id}/ban-ky/{copy.sha256[:32]}"


class SignedCopy(models.Model):
    """The scan with signature and seal, or the digitally signed PDF, of an issued report: kept byte for byte, the newest holds.

    One that was replaced stays, with the `note` of the next saying why.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="signed_copies", verbose_name="báo cáo")
    file = models.FileField("tệp", upload_to=_copy_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng, byte")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người gắn")
    at = models.DateTimeField("lúc")
    note = models.CharField("lý do thay", max_length=500, blank=True)

    objects = SignedCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "bản ký của báo cáo"
        verbose_name_plural = "bản ký của báo cáo"
        ordering = ("-at", "-id")
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name


class PartQuerySet(models.QuerySet["Part"]):
    """Words for reading parts of reports."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """Parts of one's own agency, also while the report is a draft of another house; and all of reports one may see."""
        scope = scope_of(user)
        return self.filter(Q(agency_id__in=scope.own) | Q(report__in=Report.objects.visible_to(user)))


class Part(models.Model):
    """What one agency gives to a report of its office: words it was asked for, closed by itself or by silence at the freezing.

    `counted` is the agency's statistics line when it closed its part, so that the office sees what changed afterwards.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", verbose_name="báo cáo")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="report_parts", verbose_name="đơn vị")
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    asked_at = models.DateTimeField("đề nghị lúc")
    asked_words = models.CharField("nội dung đề nghị", max_length=1000, blank=True)
    wanted_by = models.DateField("chốt trước hết ngày", null=True, blank=True)
    results = models.TextField("kết quả nổi bật", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("kiến nghị, đề xuất", blank=True)
    state = models.CharField("trạng thái", max_length=6, choices=PartState, default=PartState.OPEN)
    closed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người chốt"
    )
    closed_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    counted = models.JSONField("số liệu lúc chốt", default=dict, blank=True)
    reopened_because = models.CharField("lý do mở lại", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "phần của đơn vị trong báo cáo"
        verbose_name_plural = "phần của đơn vị trong báo cáo"
        ordering = ("report", "agency__sort_key", "agency")
        constraints = (
            models.UniqueConstraint(
                fields=["report", "agency"],
                name="part_once",
                violation_error_message="Đơn vị này đã được đề nghị góp phần.",
            ),
            models.CheckConstraint(
                condition=Q(state=PartState.OPEN, closed_at=None)
                | ~Q(state=PartState.OPEN) & Q(closed_at__isnull=False),
                name="part_closed_has_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency}: {self.report}"

    @property
    def says_something(self) -> bool:
        """Whether anything was written."""
        return bool(self.results or self.difficulties or self.proposals)
