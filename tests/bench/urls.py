"""The product's addresses with the yardstick beside them."""

from django.urls import path

from config.urls import urlpatterns as product
from tests.bench.bare import bare, framed

urlpatterns = [path("thuoc-do/", bare, name="bare"), path("thuoc-do/khung/", framed, name="framed"), *product]
