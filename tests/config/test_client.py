"""The test client itself: a GET that writes must fail its test, wherever the write hides."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.taking import took_out

pytestmark = pytest.mark.django_db


def writing(request: HttpRequest) -> HttpResponse:
    Officer.objects.update(is_active=True)
    return HttpResponse("written")


def signing(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("kept")


def noting(request: HttpRequest) -> HttpResponse:
    officer = Officer.objects.create(username="doc", full_name="Người đọc") if request.GET else Officer.objects.get()
    took_out(officer, ReadKind.ITEMS, now=timezone.now(), rows=1)
    return HttpResponse("noted")


for view in (writing, signing, noting):
    view.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("writing/", writing), path("signing/", signing), path("noting/", noting)]


@pytest.mark.urls("tests.config.test_client")
def test_a_get_that_writes_fails_its_test(client: Client) -> None:
    with pytest.raises(pytest.fail.Exception, match="a GET wrote"):
        client.get("/writing/")
    assert client.post("/writing/").content == b"written"


@pytest.mark.urls("tests.config.test_client")
def test_a_get_may_keep_its_session(client: Client) -> None:
    assert client.get("/signing/").content == b"kept"


@pytest.mark.urls("tests.config.test_client")
def test_a_get_may_say_that_it_was_read_and_nothing_else(client: Client) -> None:
    with pytest.raises(pytest.fail.Exception, match="a GET wrote"):
        client.get("/noting/?more")
    Officer.objects.create(username="doc", full_name="Người đọc")
    assert client.get("/noting/").content == b"noted"


def test_the_account_is_an_officer() -> None:
    assert get_user_model() is Officer
