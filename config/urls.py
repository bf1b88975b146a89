"""Which room answers which address; each app keeps its own list."""

from django.contrib import admin
from django.urls import path

from config.health import health

urlpatterns = [
    path("suc-khoe/", health, name="health"),
    path("quan-tri/", admin.site.urls),
]
