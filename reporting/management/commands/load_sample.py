"""`manage.py load_sample`: the illustration of the demo and the browser tests (reporting.sample)."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.history.context import by_system
from reporting.sample.loading import load
from reporting.sample.reorganisation import JULY, reorganise


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa: 11 văn bản, cơ quan liên quan và một năm theo dõi. Chạy lại không đổi những gì đã có."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--day", type=date.fromisoformat, default=None, help="ngày kết thúc của năm theo dõi (mặc định: hôm nay)"
        )

        parser.add_argument(
            "--after-reorganisation", action="store_true",
            help="nạp thêm tổ chức sau sắp xếp năm 2025: các cơ quan cũ kết thúc, việc bàn giao cho cơ quan kế tục",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.TESTING):
            raise CommandError(
                "Không nạp dữ liệu minh họa vào hệ thống thật: các tài khoản minh họa có mật khẩu công khai. "
                "Lệnh này chỉ chạy với cơ sở dữ liệu nhúng của bản dùng thử (make demo)."
            )
        started = time.monotonic()
        today = options["day"] or timezone.localdate()
        if options["after_reorganisation"] and today < JULY:
            raise CommandError(f"Sắp xếp tổ chức có hiệu lực từ {JULY:%d/%m/%Y}; chọn --day từ ngày đó trở đi.")
        with by_system("nạp dữ liệu minh họa"):
            found = load(today=today)
            if options["after_reorganisation"]:
                self.stdout.write(f"Sau sắp xếp: {reorganise(today=today)} cơ quan kết thúc và bàn giao.")
        took = time.monotonic() - started
        words = (
            f"{found.documents} văn bản, {found.plans} kế hoạch, {found.items} đầu việc, {found.updates} báo cáo, "
            f"{found.officers} cán bộ"
        )
        if found.new_plans:
            self.stdout.write(f"Đã nạp dữ liệu minh họa trong {took:.1f} giây: {words}.")
        else:
            self.stdout.write(f"Dữ liệu minh họa đã có sẵn, không đổi gì: {words}.")
