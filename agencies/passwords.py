"""What a password must be, said in the house's words: Django's own are partly English."""

from __future__ import annotations

from django.contrib.auth import password_validation


class UnlikeTheOfficer(password_validation.UserAttributeSimilarityValidator):
    """Not the officer's own name or address."""

    def get_error_message(self) -> str:
        return "Mật khẩu này quá giống %(verbose_name)s của đồng chí. Hãy đặt mật khẩu khác."

    def get_help_text(self) -> str:
        return "Không giống họ tên, tên đăng nhập, thư điện tử của đồng chí."


class LongEnough(password_validation.MinimumLengthValidator):
    """At least so many signs."""

    def get_error_message(self) -> str:
        return f"Mật khẩu này ngắn quá: cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Có ít nhất {self.min_length} ký tự."


class Uncommon(password_validation.CommonPasswordValidator):
    """None of those that are tried first."""

    def get_error_message(self) -> str:
        return "Mật khẩu này nhiều người dùng, dễ đoán. Hãy đặt mật khẩu khác."

    def get_help_text(self) -> str:
        return "Không phải mật khẩu nhiều người dùng, như 1234567890."


class MoreThanDigits(password_validation.NumericPasswordValidator):
    """Digits alone are guessed soon."""

    def get_error_message(self) -> str:
        return "Mật khẩu này chỉ có chữ số. Hãy thêm chữ."

    def get_help_text(self) -> str:
        return "Không chỉ gồm chữ số."
