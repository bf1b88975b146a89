"""Addresses of tracking; each noun of pages keeps its own block."""

from django.urls import URLPattern, path

from plans.views import desk, reviews, work

app_name = "plans"

urlpatterns: list[URLPattern] = [
    # --- kế hoạch, nhiệm vụ, đầu việc (planning) ---
    # --- việc đơn vị, xác nhận, bàn làm việc, chế độ báo cáo (progress) ---
    path("ban-lam-viec/", desk.desk, name="desk"),
    path("viec-don-vi/", work.agency_work, name="agency-work"),
    path("viec-don-vi/<int:pk>/bao-cao/", work.report_form, name="report-form"),
    path("viec-don-vi/<int:pk>/rut-lai/", work.withdraw, name="withdraw"),
    path("phan-cong/<int:pk>/bao-cao/", work.support_form, name="support-form"),
    path("nhiem-vu/<int:pk>/gia-han/", work.extension_ask, name="extension-ask"),
    path("nhiem-vu/<int:pk>/nhap-thay/", work.on_behalf, name="on-behalf"),
    path("tep/minh-chung/<int:pk>/", work.evidence, name="evidence"),
    path("cho-xac-nhan/", reviews.review_list, name="review-list"),
    path("cho-xac-nhan/<int:pk>/", reviews.review, name="review"),
    path("gia-han/<int:pk>/", reviews.extension_decide, name="extension-decide"),
    path("che-do-bao-cao/", desk.duty_list, name="duty-list"),
    # --- nhắc việc (reminders) ---
]
