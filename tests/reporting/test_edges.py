"""Reports at the edge: days beyond the calendar, numbers that no register has, names that look like mark-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reporting.models import Report
from tests.cast import World, login
from tests.reporting.papers_of import approved


@pytest.fixture
def to_number(world: World, at: Callable[[Any], datetime]) -> Report:
    return approved(world)


def test_days_beyond_the_calendar_fall_back_to_the_usual_period(
    client: Client, world: World, at: Callable[[Any], datetime]
) -> None:
    for since, until in (("01/01/0001", "31/12/2022"), ("01/01/2022", "31/12/9999")):
        answer = login(client, "lanhdao").get(reverse("reporting:overview"), {"ky": "khac", "tu": since, "den": until})
        assert answer.status_code == 200
        assert answer.context["view"].span.code == "2022-n1"


def test_a_report_is_not_laid_out_over_such_days(client: Client, world: World, at: Callable[[Any], datetime]) -> None:
    said = {"office": world.agencies.ban_tuyen_giao.pk, "directive": world.cong_van_54.pk, "period": "khac",
            "since": "01/01/2022", "until": "31/12/9999"}  # fmt: skip
    answer = login(client, "vanphong").post(reverse("reporting:report-create"), said)
    assert "Năm phải từ 1900 đến 2200." in answer.text
    assert not Report.objects.exists()


def test_a_number_that_no_register_has_is_an_error_of_the_form(client: Client, to_number: Report) -> None:
    said = {
        "number": "99999999999",
        "issued_on": "14/7/2022",
        "version": to_number.version,
        "title": "Trưởng ban",
        "name": "A",
    }
    answer = login(client, "vanphong").post(reverse("reporting:report-issue", args=[to_number.pk]), said)
    assert answer.status_code == 200
    assert "number" in answer.context["form"].errors


def test_a_name_in_a_hint_is_text(client: Client, to_number: Report) -> None:
    office = to_number.office
    office.short_name = "<b>Ban</b>"
    office.save()
    answer = login(client, "vanphong").get(reverse("reporting:report-issue", args=[to_number.pk]))
    assert "<b>Ban</b>" not in answer.text
    assert "&lt;b&gt;Ban" in answer.text


def test_rules_for_passwords_stay_a_list(client: Client, world: World) -> None:
    assert "<ul><li>" in login(client, "lhh").get(reverse("agencies:password-change")).text.replace("\n", "")
