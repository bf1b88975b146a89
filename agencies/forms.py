"""The one form of the lowest app: signing in, in words that say what to do."""

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Name and password; the answer to a wrong pair names neither as the wrong one."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ và phím viết hoa rồi thử lại.",
        "inactive": "Tài khoản này đã đóng. Hãy hỏi người quản trị của cơ quan.",
    }
