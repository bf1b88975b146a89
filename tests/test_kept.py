"""The ground under the tests: a world that is put back instead of made again, and no database but their own."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from directives.models import Directive, Term
from plans.models import WorkItem
from tests.builders import a_directive
from tests.cast import World, make_world
from tests.conftest import NOWHERE
from tests.kept import Kept, filled


def counted() -> dict[str, int]:
    """How many rows each table holds."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in filled()))  # noqa: S608
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_the_world_put_back_is_the_world_made(kept_world: Kept[World]) -> None:
    assert not Directive.objects.exists(), "who asks for no world has none"
    with transaction.atomic():
        make_world()
        made = counted()
        transaction.set_rollback(True)
    with CaptureQueriesContext(connection) as asked:
        world = kept_world.again()
    assert counted() == made
    assert len(asked) < 40, "it is put back, not made again"
    connection.check_constraints()
    keys = {directive.pk for directive in (world.chi_thi_42, world.ket_luan_93, world.cong_van_54)}
    assert set(Directive.objects.values_list("pk", flat=True)) == keys
    assert a_directive(world).pk not in keys


@pytest.mark.django_db
def test_what_one_test_does_to_the_world_the_next_does_not_see(kept_world: Kept[World]) -> None:
    with transaction.atomic():
        kept_world.again().officers["lhh"].full_name = "Người khác"
        WorkItem.objects.update(due_on=None)
        transaction.set_rollback(True)
    world = kept_world.again()
    assert world.officers["lhh"].full_name == world.officer("lhh").full_name == "Phạm Thanh Tùng"
    assert WorkItem.objects.filter(due_on__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "again"])
def test_what_migrations_wrote_outlives_a_test_that_commits(time: str, world: World) -> None:
    """Such a test ends with all tables emptied; the next finds what a new database holds."""
    assert world.cong_van_54.term in Term.objects.all()
    assert WorkItem.objects.exists()


def test_the_database_of_development_is_out_of_reach(
    django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who lets connections through before the test database is there meets a name that no database has."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", NOWHERE)
    with django_db_blocker.unblock(), pytest.raises(OperationalError, match=NOWHERE):
        connection.ensure_connection()
