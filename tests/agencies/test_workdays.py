from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.workdays import Calendar

# 30 April and 1 May 2026 with the Monday swap of a made-up decision: off Monday 4 May, worked Saturday 9 May.
MAY = Calendar(
    days_off=[date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 4)],
    make_up_days=[date(2026, 5, 9)],
)

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
near = st.dates(date(2026, 1, 1), date(2026, 3, 31))
calendars = st.builds(Calendar, st.sets(near, max_size=30), st.sets(near, max_size=30))


def test_ordinary_weeks_need_no_rows() -> None:
    plain = Calendar()
    assert [plain.is_working(date(2022, 7, 11) + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


def test_days_off_and_make_up_days() -> None:
    assert not MAY.is_working(date(2026, 4, 30))
    assert MAY.is_working(date(2026, 5, 9))
    assert not MAY.is_working(date(2026, 5, 10))
    assert MAY.roll_forward(date(2026, 4, 30)) == date(2026, 5, 5)
    assert MAY.roll_back(date(2026, 5, 4)) == date(2026, 4, 29)


def test_a_day_that_is_both_off_and_made_up_is_worked() -> None:
    assert Calendar(days_off=[date(2026, 5, 4)], make_up_days=[date(2026, 5, 4)]).is_working(date(2026, 5, 4))


def test_adding_working_days_does_not_count_the_first_day() -> None:
    assert MAY.add(date(2026, 4, 29), 1) == date(2026, 5, 5)
    assert MAY.add(date(2026, 5, 5), 4) == date(2026, 5, 9)
    assert MAY.add(date(2026, 5, 5), -1) == date(2026, 4, 29)
    assert MAY.add(date(2026, 5, 2), 0) == date(2026, 5, 5)


def test_offsets_move_back_before_the_day_and_on_after_it() -> None:
    due = date(2026, 5, 5)
    assert MAY.shift(due, -3) == date(2026, 4, 29)  # Saturday 2 May, then the holiday
    assert MAY.shift(due, 5) == date(2026, 5, 11)  # Sunday 10 May
    assert MAY.shift(date(2026, 5, 1), 0) == date(2026, 5, 5)


def test_counting_works_in_both_directions() -> None:
    assert MAY.between(date(2026, 4, 29), date(2026, 5, 5)) == 1
    assert MAY.between(date(2026, 5, 5), date(2026, 4, 29)) == -1
    assert MAY.between(date(2026, 5, 4), date(2026, 5, 10)) == 5
    assert MAY.between(date(2026, 5, 5), date(2026, 5, 5)) == 0


def test_equal_calendars_are_equal_and_read_iterables_once() -> None:
    assert Calendar(iter([date(2026, 1, 1)])) == Calendar([date(2026, 1, 1)], ())
    assert hash(Calendar()) == hash(Calendar([], []))


@given(calendars, near)
def test_rolling_lands_on_the_nearest_working_day(calendar: Calendar, day: date) -> None:
    forward, back = calendar.roll_forward(day), calendar.roll_back(day)
    assert back <= day <= forward
    assert calendar.is_working(forward)
    assert calendar.is_working(back)
    skipped = [back + timedelta(days=n) for n in range(1, (forward - back).days)]
    assert not any(calendar.is_working(d) for d in skipped)
    assert (forward == day) == calendar.is_working(day) == (back == day)


@given(calendars, near, st.integers(1, 60))
def test_adding_and_counting_agree(calendar: Calendar, day: date, n: int) -> None:
    later, earlier = calendar.add(day, n), calendar.add(day, -n)
    assert earlier < day < later
    assert calendar.is_working(later)
    assert calendar.is_working(earlier)
    assert calendar.between(day, later) == n
    assert calendar.between(earlier - timedelta(days=1), day - timedelta(days=1)) == n


@given(calendars, near, near)
def test_counting_equals_walking(calendar: Calendar, a: date, b: date) -> None:
    first, last = sorted((a, b))
    walked = sum(calendar.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert calendar.between(first, last) == walked
    assert calendar.between(last, first) == -walked


@given(calendars, near, st.integers(-90, 90))
def test_a_shift_never_comes_nearer_than_the_offset(calendar: Calendar, day: date, offset: int) -> None:
    shifted = calendar.shift(day, offset)
    assert calendar.is_working(shifted)
    assert (shifted - day).days <= offset if offset < 0 else (shifted - day).days >= offset


@given(days, days)
@settings(deadline=None)
def test_three_centuries_raise_nothing(a: date, b: date) -> None:
    assert MAY.roll_back(a) <= a <= MAY.roll_forward(a)
    assert (MAY.between(a, b) >= 0) == (b >= a or MAY.between(b, a) == 0)
    assert MAY.add(a, 250) > a > MAY.add(a, -250)
