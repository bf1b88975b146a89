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
