"""Addresses of the lowest app."""

from django.contrib.auth import views as auth
from django.urls import path

from agencies import calendar_views, views
from agencies.forms import SignInForm

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
    # --- lịch làm việc (calendar) ---
    path("lich-lam-viec/", calendar_views.calendar, name="calendar"),
    path("lich-lam-viec/ngay/them/", calendar_views.day_add, name="calendar-add"),
    path("lich-lam-viec/ngay/<int:pk>/sua/", calendar_views.day_edit, name="calendar-edit"),
    path("lich-lam-viec/ngay/<int:pk>/bo/", calendar_views.day_drop, name="calendar-drop"),
    path("lich-lam-viec/nap/<int:year>/", calendar_views.year_load, name="calendar-load"),
    path("tai-khoan/mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password-changed"),
]
