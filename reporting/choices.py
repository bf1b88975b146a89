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
