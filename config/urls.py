"""Which room answers which address; each app keeps its own list."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from config.health import probe

urlpatterns = [
    path("suc-khoe/", probe, name="probe"),
    path("quan-tri/", admin.site.urls),
    *(
        path("", include(f"{app}.urls"))
        for app in ("agencies", "directives", "plans", "reporting")
        if find_spec(f"{app}.urls")
    ),
]

handler500 = "config.health.failed"
