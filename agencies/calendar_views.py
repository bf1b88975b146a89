"""The working calendar: everybody reads it, an administrator of the topmost body keeps it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies import calendars
from agencies.calendar_forms import DayForm
from agencies.http import officer_of, say
from agencies.models import CalendarDay, working_calendar
from agencies.verdict import Denied
from agencies.wording import format_day, number

YEARS = range(2000, 2101)
MOVES_TOLD = 8
_DAY = timedelta(days=1)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One year, month by month: days off and days made up for, each with its source."""
    today = timezone.localdate()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and int(asked[:6]) in YEARS else today.year
    rows = list(CalendarDay.objects.filter(day__year=year))
    known = working_calendar()
    months = [
        {
            "number": month,
            "days": [row for row in rows if row.day.month == month],
            "worked": _worked(known, year, month),
        }
        for month in range(1, 13)
    ]
    return render(request, "agencies/calendar.html", {
        "year": year, "months": months, "total": len(rows), "worked": sum(one["worked"] for one in months),
        "before": year - 1 if year - 1 in YEARS else None, "after": year + 1 if year + 1 in YEARS else None, "today": today,
        "may_edit": calendars.may_edit_calendar(officer_of(request)), "missing": calendars.lacks_next_year(on=today),
        "to_check": calendars.TO_CHECK,
    })  # fmt: skip


def _worked(known: Any, year: int, month: int) -> int:
    """How many days of a month are worked."""
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - _DAY
    return int(known.between(first - _DAY, last))


@require_http_methods(["GET", "HEAD", "POST"])
def day_add(request: HttpRequest) -> HttpResponse:
    """Enter a day; what it moves is shown before it is saved."""
    return _day(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def day_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a day; what it moves is shown before it is saved."""
    return _day(request, get_object_or_404(CalendarDay, pk=pk))


def _day(request: HttpRequest, row: CalendarDay | None) -> HttpResponse:
    officer = officer_of(request)
    calendars.may_edit_calendar(officer).require()
    form = DayForm(request.POST or None, row=row)
    seen: list[str] | None = None
    if request.method == "POST" and form.is_valid():
        if "luu" in request.POST:
            if moved := _saved(request, form, row):
                say(request, f"Đã lưu ngày {format_day(form.cleaned_data['day'])} vào lịch làm việc. {moved}")
                return _to_year(form.cleaned_data["day"].year)
        else:
            said = form.cleaned_data
            gone = row.day if row else None
            after = calendars.changed(working_calendar(), without=gone, day=said["day"], kind=said["kind"])
            seen = told(calendars.moves(after, on=timezone.localdate()))
    page = {
        "form": form,
        "row": row,
        "preview": seen,
        "back": _year_url((row.day if row else timezone.localdate()).year),
    }
    return render(request, "agencies/calendar_day.html", page)


def _saved(request: HttpRequest, form: DayForm, row: CalendarDay | None) -> str:
    """What happened to deadlines, in words; nothing when the day was refused."""
    try:
        moved = calendars.put_day(row, by=officer_of(request), now=timezone.now(), **form.cleaned_data)
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return ""
    return moved_words(moved)


def moved_words(moved: int) -> str:
    """What became of deadlines."""
    return f"{number(moved)} đầu việc chưa đến hạn đã đổi hạn theo." if moved else "Không đầu việc nào phải đổi hạn."


def told(moves: list[calendars.Move]) -> list[str]:
    """What would become of deadlines, day by day."""
    if not moves:
        return ["Không đầu việc nào phải đổi hạn."]
    total = sum(move.count for move in moves)
    lines = [f"{number(total)} đầu việc chưa đến hạn đổi hạn; việc đã đến hạn và việc đã xong giữ nguyên."]
    lines += [
        f"{number(move.count)} đầu việc: {format_day(move.old)} → {format_day(move.new)}" for move in moves[:MOVES_TOLD]
    ]
    rest = sum(move.count for move in moves[MOVES_TOLD:])
    return [*lines, f"{number(rest)} đầu việc khác."] if rest else lines


@require_http_methods(["GET", "HEAD", "POST"])
def day_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out of the calendar, after saying what that moves."""
    row, officer = get_object_or_404(CalendarDay, pk=pk), officer_of(request)
    calendars.may_edit_calendar(officer).require()
    if request.method == "POST":
        moved = calendars.drop_day(row, by=officer, now=timezone.now())
        say(request, f"Đã bỏ ngày {format_day(row.day)} khỏi lịch làm việc. {moved_words(moved)}")
        return _to_year(row.day.year)
    after = calendars.changed(working_calendar(), without=row.day)
    return _ask(request, title=f"Bỏ ngày {format_day(row.day)} khỏi lịch?", lead=f"{row.name}, {row.source}",
                told=told(calendars.moves(after, on=timezone.localdate())), action="Bỏ ngày này", year=row.day.year)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def year_load(request: HttpRequest, year: int) -> HttpResponse:
    """Take a year's public holidays from the library; days that are there stay."""
    officer = officer_of(request)
    calendars.may_edit_calendar(officer).require()
    if year not in YEARS:
        raise Http404
    if request.method == "POST":
        made, moved = calendars.load_year(year, by=officer, now=timezone.now())
        say(request, f"Đã nạp {number(made)} ngày của năm {year}. {moved_words(moved)}")
        return _to_year(year)
    have = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    new = [row for row in calendars.holidays_of([year]) if row.day not in have]
    after = working_calendar()
    for row in new:
        after = calendars.changed(after, day=row.day, kind=row.kind)
    lines = [
        f"Thêm {number(len(new))} ngày; {number(len(have))} ngày đã có giữ nguyên.",
        "Ngày Tết và ngày hoán đổi phải đối chiếu với thông báo của cơ quan có thẩm quyền, rồi ghi số văn bản vào căn cứ.",
    ]
    lines += told(calendars.moves(after, on=timezone.localdate()))
    return _ask(request, title=f"Nạp ngày lễ năm {year}?", lead="Theo thư viện ngày lễ đi cùng phần mềm", told=lines,
                action=f"Nạp ngày lễ năm {year}", year=year)  # fmt: skip


def _ask(request: HttpRequest, *, title: str, lead: str, told: list[str], action: str, year: int) -> HttpResponse:
    context = {"title": title, "lead": lead, "consequences": told, "action_label": action, "back_url": _year_url(year)}
    return render(request, "components/confirm.html", {**context, "form": None})


def _year_url(year: int) -> str:
    return f"{reverse('agencies:calendar')}?nam={year}"


def _to_year(year: int) -> HttpResponse:
    return redirect(_year_url(year))
