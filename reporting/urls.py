"""Addresses of figures and reports."""

from django.urls import path

from reporting.views import comparing, files, overview, parts, reports, signing, urging

app_name = "reporting"

urlpatterns = [
    path("tong-quan/", overview.overview, name="overview"),
    path("bao-cao/", reports.report_list, name="report-list"),
    path("bao-cao/so-sanh/", comparing.report_compare, name="report-compare"),
    path("bao-cao/lap/", reports.report_create, name="report-create"),
    path("bao-cao/<int:pk>/", reports.report_detail, name="report-detail"),
    path("bao-cao/<int:pk>/sua/", reports.report_edit, name="report-edit"),
    path("bao-cao/<int:pk>/trinh/", signing.report_submit, name="report-submit"),
    path("bao-cao/<int:pk>/duyet/", signing.report_approve, name="report-approve"),
    path("bao-cao/<int:pk>/tra-lai/", signing.report_return, name="report-return"),
    path("bao-cao/<int:pk>/mo-lai/", signing.report_reopen, name="report-reopen"),
    path("bao-cao/<int:pk>/ban-hanh/", signing.report_issue, name="report-issue"),
    path("bao-cao/<int:pk>/ban-ky/", signing.report_copy, name="report-copy"),
    path("bao-cao/<int:pk>/thay-the/", signing.report_replace, name="report-replace"),
    path("bao-cao/<int:pk>/phan/", parts.report_parts, name="report-parts"),
    path("bao-cao/phan/<int:pk>/", parts.part, name="part"),
    path("bao-cao/phan/<int:pk>/mo-lai/", parts.part_reopen, name="part-reopen"),
    path("bao-cao/<int:pk>/so-lieu/", reports.report_rows, name="report-rows"),
    path("bao-cao/<int:pk>/tep/", files.report_files, name="report-files"),
    path("bao-cao/<int:pk>/tep/tao/", files.report_make, name="report-make"),
    path("tep/bao-cao/<int:pk>/", files.file, name="file"),
    path("tep/ban-ky/<int:pk>/", signing.signed_copy, name="signed-copy"),
    # --- công văn đôn đốc: pages that need its paper (urging); the others are addresses of tracking ---
    path("don-doc/<int:pk>/", urging.urging, name="urging"),
    path("don-doc/<int:pk>/gui/", urging.urging_send, name="urging-send"),
    path("don-doc/<int:pk>/luu/", urging.urging_print, name="urging-print"),
    path("don-doc/<int:pk>/pdf/", urging.urging_pdf, name="urging-pdf"),
    path("don-doc/<int:pk>/docx/", urging.urging_docx, name="urging-docx"),
]
