"""Closed lists of reports."""

from django.db import models


class ReportState(models.TextChoices):
    """Dự thảo (live figures) → trình ký (frozen) → đã duyệt → đã ban hành (decision 23)."""

    DRAFT = "draft", "dự thảo"
    FROZEN = "frozen", "trình ký"
    APPROVED = "approved", "đã duyệt"
    ISSUED = "issued", "đã ban hành"


class StepKind(models.TextChoices):
    """What happened to a report, in the order of its life."""

    LAID_OUT = "laid_out", "Lập dự thảo"
    SUBMITTED = "submitted", "Trình ký"
    REVISED = "revised", "Sửa lời văn khi đang trình"
    RETURNED = "returned", "Trả lại"
    APPROVED = "approved", "Duyệt"
    REOPENED = "reopened", "Mở lại dự thảo"
    PASSED_ON = "passed_on", "Chuyển cơ quan kế tục"
    ISSUED = "issued", "Cấp số, ban hành"
    SIGNED_COPY = "signed_copy", "Gắn bản ký"
    REPLACED = "replaced", "Được thay thế"
    PARTS_ASKED = "parts_asked", "Đề nghị đơn vị góp phần"
    PART_CLOSED = "part_closed", "Đơn vị chốt phần"
    PARTS_SILENT = "parts_silent", "Chốt phần của đơn vị chưa trả lời"
    PART_REOPENED = "part_reopen", "Mở lại phần của đơn vị"


class PartState(models.TextChoices):
    """Where an agency's part of a report stands."""

    OPEN = "open", "chưa chốt"
    CLOSED = "closed", "đơn vị đã chốt"
    SILENT = "silent", "chốt khi đơn vị chưa trả lời"


class Speaks(models.TextChoices):
    """What a report is about."""

    DOCUMENT = "document", "Một văn bản"
    AGENCY = "agency", "Một cơ quan"
    GROUP = "group", "Một nhóm đơn vị"
    ALL = "all", "Mọi văn bản"


class FileState(models.TextChoices):
    """Where the making of a file stands."""

    WAITING = "waiting", "đang chờ"
    MAKING = "making", "đang tạo"
    READY = "ready", "đã xong"
    FAILED = "failed", "không tạo được"


class FileKind(models.TextChoices):
    """Which file is made of a report, in the order in which they are offered."""

    PDF = "pdf", "PDF để ký"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel 25 cột"
    BRIEF = "brief", "Phiếu họp"
    PDFA = "pdfa", "PDF lưu trữ"
    PDFUA = "pdfua", "PDF dễ tiếp cận"


class MailState(models.TextChoices):
    """What became of the letter that somebody wanted when a file is ready."""

    NONE = "none", "không cần thư"
    WAITING = "waiting", "chờ gửi"
    SENT = "sent", "đã gửi"
    FAILED = "failed", "không gửi được"
