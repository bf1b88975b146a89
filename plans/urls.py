"""Addresses of tracking; each noun of pages keeps its own block."""

from django.urls import URLPattern, path

from plans.views import (
    desk,
    handover,
    intake,
    items,
    plans,
    publishing,
    reminders,
    replacing,
    review_intake,
    reviews,
    settling,
    tasks,
    work,
    workbook,
)

app_name = "plans"

urlpatterns: list[URLPattern] = [
    # --- nhập văn bản (intake) ---
    path("van-ban/nhap/", intake.start, name="intake-start"),
    path("van-ban/nhap/<int:pk>/", intake.detail, name="intake"),
    path("van-ban/nhap/<int:pk>/trung/", intake.twin, name="intake-twin"),
    path("van-ban/nhap/<int:pk>/bo/", intake.discard, name="intake-discard"),
    path("van-ban/nhap/<int:pk>/con-lai/", review_intake.settle_left, name="intake-left"),
    path("van-ban/nhap/<int:pk>/tra-loi/", review_intake.answer, name="intake-answer"),
    path("van-ban/nhap/<int:pk>/ho-so/", review_intake.record, name="intake-record"),
    path("van-ban/nhap/<int:pk>/ten/", review_intake.name, name="intake-name"),
    path("van-ban/nhap/<int:pk>/cap-tren/<int:place>/", review_intake.superior, name="intake-superior"),
    path("van-ban/nhap/<int:pk>/nhiem-vu/them/", review_intake.task_add, name="intake-task-add"),
    path("van-ban/nhap/<int:pk>/nhiem-vu/<int:task_id>/", review_intake.act, name="intake-act"),
    path("van-ban/nhap/<int:pk>/nhiem-vu/<int:task_id>/sua/", review_intake.task, name="intake-task"),
    path("van-ban/nhap/<int:pk>/nhiem-vu/<int:task_id>/tach/", review_intake.split, name="intake-split"),
    path("van-ban/nhap/<int:pk>/tao/", review_intake.publish, name="intake-publish"),
    path("tep/nhap/<int:pk>/", intake.original, name="intake-file"),
    # --- kế hoạch, nhiệm vụ, đầu việc (planning) ---
    path("van-ban/<int:directive_pk>/lap-ke-hoach/", plans.plan_create, name="plan-create"),
    path("ke-hoach/<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("ke-hoach/<int:pk>/sua/", plans.plan_edit, name="plan-edit"),
    path("ke-hoach/<int:pk>/phat-hanh/", publishing.publish, name="publish"),
    path("ke-hoach/<int:pk>/thu-hoi/", publishing.recall, name="recall"),
    path("ke-hoach/<int:pk>/tam-dung/", publishing.pause, name="plan-pause"),
    path("ke-hoach/<int:pk>/tiep-tuc/", publishing.resume, name="plan-resume"),
    path("ke-hoach/<int:pk>/ket-thuc/", publishing.end, name="plan-end"),
    path("ke-hoach/<int:pk>/che-do/them/", tasks.duty_add, name="plan-duty-add"),
    path("ke-hoach/<int:pk>/nhiem-vu/them/", tasks.task_add, name="task-add"),
    path("ke-hoach/<int:pk>/nhiem-vu/<int:task_pk>/", tasks.task_detail, name="task-detail"),
    path("ke-hoach/<int:pk>/nhiem-vu/<int:task_pk>/sua/", tasks.task_edit, name="task-edit"),
    path("ke-hoach/<int:pk>/nhiem-vu/<int:task_pk>/xoa/", tasks.task_drop, name="task-drop"),
    path("ke-hoach/<int:pk>/nhiem-vu/<int:task_pk>/huy/", tasks.task_cancel, name="task-cancel"),
    path("ke-hoach/<int:pk>/nhiem-vu/<int:task_pk>/chuyen/", tasks.task_move, name="task-move"),
    path("ke-hoach/<int:pk>/nhiem-vu/<int:task_pk>/an-dinh-han/", settling.task_due, name="task-due"),
    path("ke-hoach/<int:pk>/nhiem-vu/<int:task_pk>/phan-cong/", tasks.assign, name="assign"),
    path("phan-cong/<int:pk>/bo/", tasks.unassign, name="unassign"),
    path("nhiem-vu/", items.item_list, name="item-list"),
    path("nhiem-vu/xuat/", workbook.item_export, name="item-export"),
    path("nhiem-vu/<int:pk>/", items.item_detail, name="item-detail"),
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
    # --- bàn giao khi thay đổi tổ chức (handover) ---
    path("co-quan/ban-giao/", handover.handover_list, name="handover-list"),
    path("co-quan/<int:pk>/ban-giao/", handover.handover, name="handover"),
    path("ban-giao/<int:pk>/", handover.handover_detail, name="handover-detail"),
    path("tep/ban-giao/<int:pk>/", handover.handover_file, name="handover-file"),
    # --- văn bản thay thế, sửa đổi (replaced documents) ---
    path("ke-hoach/<int:pk>/thay-the/<int:directive_pk>/", replacing.plan_replaced, name="plan-replaced"),
    # --- nhắc việc (reminders) ---
    path("he-thong/", reminders.health, name="health"),
    path("thu-minh-hoa/", reminders.demo_mail, name="demo-mail"),
    path("thu-minh-hoa/<str:key>/", reminders.demo_mail_detail, name="demo-mail-detail"),
]
