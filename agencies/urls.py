"""Addresses of the lowest app."""

from django.contrib.auth import views as auth
from django.urls import path

from agencies import views
from agencies.forms import SignInForm
from agencies.history.views import history_page

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
    path("tai-khoan/mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password-changed"),
]
