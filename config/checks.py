"""What must hold of the settings before this installation serves anybody."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from plans.public_address import fault_of


@register
def public_url_is_known(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Letters and reports carry absolute links, so a real installation must say where it is reached."""
    hint = "Đặt PUBLIC_URL là địa chỉ cán bộ dùng để mở Đôn Đốc, ví dụ https://dondoc.example.gov.vn."
    if not settings.PUBLIC_URL:
        if settings.DEMO or settings.DEBUG:
            return []
        return [
            Error("Chưa đặt PUBLIC_URL: đường dẫn trong thư nhắc việc sẽ không mở được.", hint=hint, id="config.E001")
        ]
    if fault := fault_of(settings.PUBLIC_URL):
        return [Error(fault, hint=hint, id="config.E004")]
    if settings.EMBEDDED or settings.DEBUG or settings.PUBLIC_URL.startswith("https://"):
        return []
    return [
        checks.Warning(
            "PUBLIC_URL bắt đầu bằng http://: mật khẩu và nội dung đi trên mạng không được mã hóa.",
            hint="Đặt máy chủ TLS phía trước rồi đổi PUBLIC_URL thành https://…",
            id="config.W001",
        )
    ]


@register
def demo_stays_embedded(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The sample accounts' password is printed in the README."""
    if settings.EMBEDDED or not settings.DEMO:
        return []
    return [
        Error(
            "DONDOC_DEMO không dùng được cùng DATABASE_URL: tài khoản minh họa có mật khẩu công khai.",
            hint="Bỏ DONDOC_DEMO, hoặc bỏ DATABASE_URL để dùng cơ sở dữ liệu nhúng.",
            id="config.E002",
        )
    ]


@register
def secret_key_is_secret(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django itself only warns, and only with --deploy; a guessed key opens every session."""
    if len(settings.SECRET_KEY) >= 50 and len(set(settings.SECRET_KEY)) >= 5:
        return []
    return [
        Error(
            "SECRET_KEY chưa đặt hoặc quá ngắn: phiên đăng nhập có thể bị giả mạo.",
            hint="Đặt SECRET_KEY là ít nhất 50 ký tự ngẫu nhiên, giữ kín và không đổi giữa các lần chạy.",
            id="config.E003",
        )
    ]


def refuse_to_serve() -> None:
    """End a web server that is about to start with settings that these checks refuse; `manage.py` does so by itself."""
    found = [
        message
        for check in (public_url_is_known, demo_stays_embedded, secret_key_is_secret)
        for message in check(None)
        if message.is_serious()
    ]
    if found:
        raise ImproperlyConfigured("\n".join(f"{message.id}: {message.msg} {message.hint}" for message in found))
