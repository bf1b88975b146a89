"""The command that seeds the working calendar."""

from io import StringIO

import pytest
from django.core.management import call_command

from agencies.choices import DayKind
from agencies.models import CalendarDay


@pytest.mark.django_db
def test_holidays_are_loaded_once_and_what_the_office_changed_stays() -> None:
    said = StringIO()
    call_command("load_holidays", "2022", stdout=said)
    assert CalendarDay.objects.get(day="2022-09-02").kind == DayKind.OFF
    CalendarDay.objects.filter(day="2022-09-02").update(name="Quốc khánh, theo quyết định của tỉnh")
    count = CalendarDay.objects.count()
    call_command("load_holidays", "2022", stdout=said)
    assert said.getvalue().splitlines()[-1] == "Đã thêm 0 ngày nghỉ của năm 2022."
    assert CalendarDay.objects.count() == count
    assert CalendarDay.objects.get(day="2022-09-02").name.endswith("của tỉnh")
