"""Addresses of figures and reports."""

from django.urls import path

from reporting.views import files, overview, reports, urging

app_name = "reporting"

urlpatterns = [
    path("tong-quan/", overview.overview, name="overview"),
    path("bao-cao/", reports.report_list, name="report-list"),
    path("bao-cao/lap/", reports.report_create, name="report-create"),
    path("bao-cao/<int:pk>/", reports.report_detail, name="report-detail"),
    path("bao-cao/<int:pk>/sua/", reports.report_edit, name="report-edit"),
    path("bao-cao/<int:pk>/chot/", reports.report_freeze, name="report-freeze"),
    path("bao-cao/<int:pk>/mo-lai/", reports.report_reopen, name="report-reopen"),
    path("bao-cao/<int:pk>/ban-hanh/", reports.report_issue, name="report-issue"),
    path("bao-cao/<int:pk>/so-lieu/", reports.report_rows, name="report-rows"),
    path("bao-cao/<int:pk>/tep/", files.report_files, name="report-files"),
    path("bao-cao/<int:pk>/tep/tao/", files.report_make, name="report-make"),
    path("tep/bao-cao/<int:pk>/", files.file, name="file"),
    # --- công văn đôn đốc: pages that need its paper (urging); the others are addresses of tracking ---
    path("don-doc/<int:pk>/", urging.urging, name="urging"),
    path("don-doc/<int:pk>/gui/", urging.urging_send, name="urging-send"),
    path("don-doc/<int:pk>/luu/", urging.urging_print, name="urging-print"),
    path("don-doc/<int:pk>/pdf/", urging.urging_pdf, name="urging-pdf"),
    path("don-doc/<int:pk>/docx/", urging.urging_docx, name="urging-docx"),
]
