"""Closed lists about documents."""

from django.db import models


class LinkKind(models.TextChoices):
    """What a document is to its superior; read from the lower document upwards."""

    IMPLEMENTS = "implements", "thực hiện"
    CONTINUES = "continues", "tiếp tục thực hiện"
    BASIS = "basis", "căn cứ"
    REPLACES = "replaces", "thay thế"
    AMENDS = "amends", "sửa đổi, bổ sung"
    CITES = "cites", "viện dẫn"


class Purpose(models.TextChoices):
    """Why a document is sent to somebody."""

    EXECUTE = "execute", "để thực hiện"
    REPORT = "report", "để báo cáo"
    INFORM = "inform", "để biết"
    FILE = "file", "lưu"
    ASSIGNED = "assigned", "được phân công"


MUST_ACT = (Purpose.ASSIGNED, Purpose.EXECUTE)
"""Purposes that open an internal document (decision 19)."""


class Secrecy(models.TextChoices):
    """Levels that may enter the system; marked documents (MẬT and above) never do (decision 19)."""

    NORMAL = "normal", "Thường"
    INTERNAL = "internal", "Lưu hành nội bộ"


class Urgency(models.TextChoices):
    """How fast a document has to travel."""

    NORMAL = "normal", "Thường"
    URGENT = "urgent", "Khẩn"
    VERY_URGENT = "very_urgent", "Thượng khẩn"
    EXPRESS = "express", "Hỏa tốc"


class SourceKind(models.TextChoices):
    """What the record was made from."""

    DOCUMENT = "document", "Văn bản"
    PRESS = "press", "Nguồn báo chí"


class Numbering(models.TextChoices):
    """When the count of numbers begins anew (decision 16)."""

    TERM = "term", "theo nhiệm kỳ"
    YEAR = "year", "theo năm"
