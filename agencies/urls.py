"""Addresses of the lowest app."""

from django.contrib.auth import views as auth
from django.urls import path

from agencies import calendar_views, views, views_catalogue, views_groups, views_staff
from agencies.forms import SignInForm
from agencies.history.views import history_page
from agencies.reads.views import read_list

app_name = "agencies"

urlpatterns = [
    path("", views.home, name="home"),
    path(
        "dang-nhap/",
        auth.LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True),
        name="login",
    ),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/mat-khau/", views.PasswordChange.as_view(), name="password-change"),
    path("huong-dan/", views.guide_page, name="guide"),
    path("huong-dan/<slug:slug>/", views.guide_page, name="guide-page"),
    path("lich-su/<slug:kind>/<int:pk>/", history_page, name="history"),
    path("nhat-ky-doc/", read_list, name="read-list"),
    # --- lịch làm việc (calendar) ---
    path("lich-lam-viec/", calendar_views.calendar, name="calendar"),
    path("lich-lam-viec/ngay/them/", calendar_views.day_add, name="calendar-add"),
    path("lich-lam-viec/ngay/<int:pk>/sua/", calendar_views.day_edit, name="calendar-edit"),
    path("lich-lam-viec/ngay/<int:pk>/bo/", calendar_views.day_drop, name="calendar-drop"),
    path("lich-lam-viec/nap/<int:year>/", calendar_views.year_load, name="calendar-load"),
    path("tai-khoan/mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password-changed"),
    # --- cơ quan (catalogue) ---
    path("co-quan/", views_catalogue.agency_list, name="agency-list"),
    path("co-quan/them/", views_catalogue.agency_create, name="agency-create"),
    path("co-quan/<int:pk>/", views_catalogue.agency_detail, name="agency-detail"),
    path("co-quan/<int:pk>/sua/", views_catalogue.agency_edit, name="agency-edit"),
    path("co-quan/<int:pk>/doi-ten/", views_catalogue.agency_rename, name="agency-rename"),
    path("co-quan/<int:pk>/cap-tren/", views_catalogue.agency_move, name="agency-move"),
    path("co-quan/<int:pk>/xac-nhan/", views_catalogue.agency_confirm, name="agency-confirm"),
    path("co-quan/<int:pk>/gop/", views_catalogue.agency_merge, name="agency-merge"),
    path("co-quan/<int:pk>/cach-goi/", views_groups.alias_add, name="alias-add"),
    path("co-quan/cach-goi/<int:pk>/bo/", views_groups.alias_drop, name="alias-drop"),
    path("co-quan/<int:pk>/nhom/", views_groups.group_create, name="group-create"),
    path("co-quan/nhom/<int:pk>/", views_groups.group_detail, name="group-detail"),
    path("co-quan/nhom/<int:pk>/them/", views_groups.member_add, name="member-add"),
    path("co-quan/thanh-vien/<int:pk>/", views_groups.member_end, name="member-end"),
    # --- cán bộ, chức trách (staff) ---
    path("can-bo/", views_staff.officer_list, name="officer-list"),
    path("can-bo/them/", views_staff.officer_create, name="officer-create"),
    path("can-bo/<int:pk>/", views_staff.officer_detail, name="officer-detail"),
    path("can-bo/<int:pk>/sua/", views_staff.officer_edit, name="officer-edit"),
    path("can-bo/<int:pk>/mat-khau/", views_staff.officer_password, name="officer-password"),
    path("can-bo/<int:pk>/dong/", views_staff.officer_close, name="officer-close"),
    path("can-bo/<int:pk>/chuc-trach/", views_staff.post_add, name="post-add"),
    path("chuc-trach/<int:pk>/ket-thuc/", views_staff.post_end, name="post-end"),
    path("tai-khoan/uy-quyen/", views_staff.delegate, name="delegate"),
]
