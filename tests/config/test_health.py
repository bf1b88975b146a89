import pytest
from django.db import DatabaseError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_probe_needs_no_account(client: Client) -> None:
    assert client.get("/suc-khoe/").content == b"ok\n"


def test_a_probe_says_when_the_database_is_away(client: Client) -> None:
    def away(*args: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(away):
        assert client.get("/suc-khoe/").status_code == 503
