"""A workbook on its way into the product: the file, how its columns were read, and what each row would do."""

from __future__ import annotations

from typing import Any, Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from agencies.models import Agency, Officer, scope_of
from plans.models.plan import Plan


class ImportState(models.TextChoices):
    """Where an import stands; the row is the queue of what is still to be checked or saved."""

    MAPPING = "mapping", "chờ ghép cột"
    TO_CHECK = "to_check", "chờ kiểm tra"
    CHECKING = "checking", "đang kiểm tra"
    CHECKED = "checked", "chờ ghi"
    TO_SAVE = "to_save", "chờ ghi vào hệ thống"
    SAVING = "saving", "đang ghi"
    DONE = "done", "đã ghi"
    FAILED = "failed", "không đọc được"


WORKING: Final = (ImportState.TO_CHECK, ImportState.CHECKING, ImportState.TO_SAVE, ImportState.SAVING)
ENDED: Final = (ImportState.DONE, ImportState.FAILED)


class RowKind(models.TextChoices):
    """What a row of the file does, in the order of the page's tabs."""

    ERROR = "error", "lỗi"
    CONFLICT = "conflict", "vừa đổi"
    CREATE = "create", "tạo mới"
    UPDATE = "update", "cập nhật"
    SAME = "same", "không đổi"


ACTING_KINDS: Final = (RowKind.CREATE, RowKind.UPDATE)


def _import_path(one: ItemImport, name: str) -> str:
    """Private path of the workbook until the import is thrown away; the name shown to people is kept in the row."""
    return f"nhap-bang/{one.made_by_id}/{one.sha256[:32]}-{one.made_at:%Y%m%d%H%M%S%f}"


class ItemImportQuerySet(models.QuerySet["ItemImport"]):
    """Words for reading imports."""

    def visible_to(self, user: Officer | AnonymousUser) -> Self:
        """One's own, while one still acts for the agency they were begun for: a draft of its maker."""
        return self.filter(made_by_id=user.pk, office_id__in=scope_of(user).own)

    def unfinished(self) -> Self:
        """Those that have not been saved."""
        return self.exclude(state=ImportState.DONE)


class ItemImport(models.Model):
    """One workbook that an officer brings back; nothing of it is saved before the last step, and that step is one transaction."""

    office = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name="nhập cho")
    made_by = models.ForeignKey(Officer, models.CASCADE, related_name="item_imports", verbose_name="người nhập")
    made_at = models.DateTimeField("bắt đầu lúc")
    state = models.CharField("trạng thái", max_length=10, choices=ImportState, default=ImportState.MAPPING)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần đã làm", default=0)
    failure = models.CharField("vì sao không nhập được", max_length=300, blank=True)
    file = models.FileField("tệp", upload_to=_import_path, max_length=200, blank=True)
    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveBigIntegerField("dung lượng, byte", default=0)
    sha256 = models.CharField(max_length=64)
    survey: models.JSONField[Any, Any] = models.JSONField("bảng trong tệp", default=dict)
    columns: models.JSONField[Any, Any] = models.JSONField("cột nào là gì", default=dict)
    total = models.PositiveIntegerField("số dòng", default=0)
    plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="kế hoạch nhận việc mới"
    )
    reason = models.CharField("lý do đổi hạn", max_length=500, blank=True)
    decision_number = models.CharField("số văn bản cho đổi hạn", max_length=80, blank=True)
    counts: models.JSONField[Any, Any] = models.JSONField("số dòng mỗi loại", default=dict)
    checked_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)
    whole = models.BooleanField("chỉ ghi khi mọi dòng đều ghi được", default=False)
    saved = models.PositiveIntegerField("số dòng đã ghi", default=0)
    saved_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ItemImportQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập từ sổ tính"
        verbose_name_plural = "lần nhập từ sổ tính"
        ordering = ("-made_at", "-id")
        indexes = (
            models.Index(fields=["made_by", "-made_at"]),
            models.Index(fields=["state", "claimed_at"]),
            models.Index(fields=["made_at"]),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        """Whether a job has it, or will."""
        return self.state in WORKING


class ImportRow(models.Model):
    """What one row of the file does: its acts as the services take them, what changes in words, and what is wrong at which cell.

    `item_key` and `item_version` are the work item as it was when the row was judged: what changed since is never overwritten.
    `findings`: dictionaries with cell ("H17"), words, and whether it is an error or only a remark.
    """

    item_import = models.ForeignKey(ItemImport, models.CASCADE, related_name="rows", verbose_name="lần nhập")
    line = models.PositiveIntegerField("dòng")
    kind = models.CharField("loại", max_length=10, choices=RowKind)
    title = models.CharField("tên nhiệm vụ", max_length=300, blank=True)
    body = models.CharField("đơn vị", max_length=300, blank=True)
    item_key = models.BigIntegerField(null=True, blank=True)
    item_version = models.PositiveIntegerField(null=True, blank=True)
    acts: models.JSONField[Any, Any] = models.JSONField(default=list)
    changes: models.JSONField[Any, Any] = models.JSONField("thay đổi", default=list)
    findings: models.JSONField[Any, Any] = models.JSONField("lưu ý", default=list)
    is_saved = models.BooleanField("đã ghi", default=False)
    link = models.CharField("xem ở", max_length=200, blank=True)

    class Meta:
        verbose_name = "dòng nhập từ sổ tính"
        verbose_name_plural = "dòng nhập từ sổ tính"
        ordering = ("line",)
        constraints = (models.UniqueConstraint(fields=["item_import", "line"], name="import_line_once"),)
        indexes = (models.Index(fields=["item_import", "kind", "line"]),)

    def __str__(self) -> str:
        return f"dòng {self.line}"

    @property
    def errors(self) -> list[dict[str, Any]]:
        """What keeps the row from being saved."""
        return [one for one in self.findings if one["is_error"]]

    @property
    def remarks(self) -> list[dict[str, Any]]:
        """What the officer should know and may leave so."""
        return [one for one in self.findings if not one["is_error"]]
