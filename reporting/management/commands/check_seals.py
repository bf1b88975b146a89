"""`manage.py check_seals`: whether reports and their files are still what was put forward and issued."""

from typing import Any

from django.core.management.base import BaseCommand

from agencies.wording import number
from reporting.choices import ReportState
from reporting.models import Report
from reporting.seals import broken


class Command(BaseCommand):
    """Ends with 0, or with 1 when a seal is broken; reads every row and file once."""

    help = "Đối chiếu số liệu và tệp của mọi báo cáo đã trình, đã ban hành với mã kiểm đã giữ."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, print, end."""
        found = 0
        for one in broken():
            found += 1
            self.stdout.write(f"SAI KHÁC  {one.report.pk}  {one.report}: {one.why}")
        looked = Report.objects.exclude(state=ReportState.DRAFT).count()
        self.stdout.write(f"Đã đối chiếu {number(looked)} báo cáo, {number(found)} chỗ sai khác.")
        if found:
            raise SystemExit(1)
