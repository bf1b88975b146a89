"""Addresses of tracking; each noun of pages keeps its own block."""

from django.urls import URLPattern

app_name = "plans"

urlpatterns: list[URLPattern] = [
    # --- kế hoạch, nhiệm vụ, đầu việc (planning) ---
    # --- việc đơn vị, xác nhận, bàn làm việc, chế độ báo cáo (progress) ---
    # --- nhắc việc (reminders) ---
]
