"""Closed lists of reports."""

from django.db import models


class ReportState(models.TextChoices):
    """Dự thảo → chốt số liệu → ban hành; the leader's sign-off between them widens this later (decision 23)."""

    DRAFT = "draft", "dự thảo"
    FROZEN = "frozen", "đã chốt số liệu"
    ISSUED = "issued", "đã ban hành"


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
