"""Working days: Monday to Friday, less days off, plus make-up working days (domain rule 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WEEK = 7
_SATURDAY = 5


@dataclass(frozen=True, slots=True, init=False)
class Calendar:
    """The exceptions to Monday–Friday. A day named in both sets is worked: a swap is announced after the holiday."""

    days_off: frozenset[date]
    make_up_days: frozenset[date]

    def __init__(self, days_off: Iterable[date] = (), make_up_days: Iterable[date] = ()) -> None:
        object.__setattr__(self, "days_off", frozenset(days_off))
        object.__setattr__(self, "make_up_days", frozenset(make_up_days))

    def is_working(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def roll_forward(self, day: date) -> date:
        """The day itself when it is worked, else the next working day."""
        while not self.is_working(day):
            day += _DAY
        return day

    def roll_back(self, day: date) -> date:
        """The day itself when it is worked, else the working day before."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it when n is negative); the day itself does not count.

        n = 0 rolls a day off forward and leaves a working day alone.
        """
        if n == 0:
            return self.roll_forward(day)
        step = _DAY if n > 0 else -_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, a: date, b: date) -> int:
        """How many working days come after `a`, up to and including `b`; negative when b is before a.

        So `between(day, add(day, n)) == n` for n > 0.
        """
        if b < a:
            return -self.between(b, a)
        weeks, rest = divmod((b - a).days, _WEEK)
        count = weeks * _SATURDAY
        count += sum((b - i * _DAY).weekday() < _SATURDAY for i in range(rest))
        count -= sum(a < day <= b and not self.is_working(day) for day in self.days_off if day.weekday() < _SATURDAY)
        count += sum(a < day <= b for day in self.make_up_days if day.weekday() >= _SATURDAY)
        return count

    def shift(self, day: date, days: int) -> date:
        """`days` calendar days away; one that lands on a day off moves back when it lies before, on when after.

        An offset of zero moves on. (Settled question 21: reminder offsets.)
        """
        target = day + timedelta(days=days)
        return self.roll_back(target) if days < 0 else self.roll_forward(target)
