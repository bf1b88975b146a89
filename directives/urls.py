from django.urls import path

from directives import views

app_name = "directives"
urlpatterns = [
    path("van-ban/", views.directive_list, name="list"),
    path("van-ban/them/", views.create, name="create"),
    path("van-ban/doc-so/", views.read_number, name="read-number"),
    path("van-ban/tim/", views.find, name="find"),
    path("van-ban/<int:pk>/", views.detail, name="detail"),
    path("van-ban/<int:pk>/sua/", views.edit, name="edit"),
    path("van-ban/<int:pk>/lien-ket/", views.links, name="link-add"),
    path("van-ban/<int:pk>/lien-ket/<int:link_pk>/bo/", views.link_remove, name="link-remove"),
    path("tep/van-ban/<int:pk>/", views.file, name="file"),
]
