"""The second sample set: the reorganisation of 2025 told over the first one with the product's own verbs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from agencies.models import Agency, Officer
from directives.models import Directive
from plans.models import Handover, Plan, WorkItem
from reporting.figures import count
from reporting.sample.loading import load
from reporting.sample.reorganisation import JULY, reorganise

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def assigned(on: date) -> int:
    return count(WorkItem.objects.counted(), period_from=date(2020, 1, 1), period_to=on, on=on).assigned


def test_the_work_of_2025_goes_on_after_the_reorganisation(tmp_path: Path, settings: Any) -> None:
    with override_settings(DEMO_MAILDIR=tmp_path / "mail"):
        load(today=JULY)
    past = date(2025, 5, 15)
    before, before_past = assigned(JULY), assigned(past)
    documents = {
        name: set(
            Directive.objects.readable_by(Officer.objects.get(username=name).enter(on=JULY)).values_list(
                "pk", flat=True
            )
        )
        for name in ("codo", "phuthien", "vanphong")
    }
    assert reorganise(today=JULY) == Handover.objects.count() == 19
    assert reorganise(today=JULY) == 0
    assert (assigned(JULY), assigned(past)) == (before, before_past)
    ended = Agency.objects.filter(ended_on__isnull=False)
    assert not WorkItem.objects.unconfirmed().filter(agency__in=ended).exists()
    assert not Plan.objects.exclude(state="ended").filter(owner__in=ended).exists()
    for name, had in documents.items():
        officer = Officer.objects.get(username=name).enter(on=JULY)
        assert officer.current_posts, name
        assert set(Directive.objects.readable_by(officer).values_list("pk", flat=True)) >= had
    assert (
        Officer.objects.get(username="phuthien").enter(on=JULY).current_posts[0].agency.name
        == "Văn phòng Đảng ủy xã Phú Thiện"
    )
    merged = Agency.objects.get(name="Tỉnh ủy Hậu Giang")
    assert (merged.ended_on, merged.successor and merged.successor.name) == (date(2025, 6, 30), "Thành ủy Cần Thơ")


def test_the_day_must_have_come() -> None:
    with pytest.raises(CommandError, match="hiệu lực từ 01/07/2025"):
        call_command("load_sample", day=date(2025, 6, 1), after_reorganisation=True)
