"""What the database refuses is told in words: only the same document twice is a duplicate."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from agencies.models import Officer
from agencies.verdict import Denied
from directives.models import Directive
from directives.services import DuplicateDirective, Entry, record_directive
from tests.cast import NOW, World


@pytest.fixture
def office(world: World) -> Officer:
    return world.officers["vanphong"]


def record(world: World, office: Officer, **values: Any) -> Directive:
    entry = Entry("CV", **{"issuer": world.agencies.thanh_uy, "subject": "Văn bản dùng để thử", **values})
    return record_directive(entry, office=world.agencies.ban_tuyen_giao, by=office, now=NOW)


def unseen() -> Any:
    """The look before writing finds nothing, as when somebody else saves at the same moment."""
    whole, asked = QuerySet.first, iter([True])

    def first(rows: Any) -> Any:
        return None if rows.model is Directive and next(asked, False) else whole(rows)

    return patch.object(QuerySet, "first", first)


def test_the_same_document_at_the_same_moment_is_a_duplicate(world: World, office: Officer) -> None:
    known = record(world, office, number_as_printed="77-CV/TU", issued_on=date(2022, 6, 1))
    with unseen(), pytest.raises(DuplicateDirective) as found:
        record(world, office, number_as_printed="77-CV/TU", issued_on=date(2022, 6, 1))
    assert found.value.existing == known


def test_a_record_that_nobody_could_recognise_is_no_duplicate(world: World, office: Officer) -> None:
    with pytest.raises(Denied, match="phải có ngày hoặc trích yếu") as refusal:
        record(world, office, subject="")
    assert not isinstance(refusal.value, DuplicateDirective)
    assert not Directive.objects.filter(subject="", number="", issued_on=None, is_stub=False).exists()


def test_another_rule_of_the_database_is_a_sentence_and_not_a_crash(world: World, office: Officer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE directives_directive ADD CONSTRAINT added_by_hand CHECK (subject <> 'Cấm')")
    with pytest.raises(Denied, match="cơ sở dữ liệu không nhận"):
        record(world, office, subject="Cấm", number_as_printed="78-CV/TU", issued_on=date(2022, 6, 1))


def test_a_twin_that_went_away_again_asks_for_a_second_try(world: World, office: Officer) -> None:
    record(world, office, number_as_printed="79-CV/TU", issued_on=date(2022, 6, 1))
    whole = QuerySet.first

    def first(rows: Any) -> Any:
        return None if rows.model is Directive else whole(rows)

    with patch.object(QuerySet, "first", first), transaction.atomic(), pytest.raises(Denied, match="lần nữa"):
        record(world, office, number_as_printed="79-CV/TU", issued_on=date(2022, 6, 1))
