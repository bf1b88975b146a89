"""The ledger: what was reminded and what became of it, to whom it is shown, narrowed, taken out; what comes next."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.entries import ReadEntry
from plans.choices import DigestState, Occasion, Reached, ReminderState
from plans.models import Digest, Reminder, WorkItem
from plans.reminders import open_reminders, send_reminders
from plans.services.reminding import set_policy
from plans.views import ledger
from plans.workbook.reading import Book
from tests.builders import a_plan
from tests.cast import NOW, TODAY, World, login, moment

pytestmark = pytest.mark.usefixtures("office_hours", "at_nine")
MORNING = moment(TODAY, 7, 30)


@pytest.fixture
def at_nine(at: Any) -> None:
    at(NOW)


def a_row(item: WorkItem | None = None, **values: Any) -> Reminder:
    """A reminder as the rule would write it."""
    start: dict[str, Any] = {"occasion": Occasion.DUE, "named_on": TODAY, "for_day": TODAY, "opened_at": MORNING}
    about = {"work_item": item, "agency": item.agency} if item else {}
    return Reminder.objects.create(**(start | about | values))


def seen(client: Client, username: str, **query: Any) -> Any:
    return login(client, username).get(reverse("plans:reminder-list"), query)


def shown(answer: Any) -> set[int]:
    return {one["row"].pk for one in answer.context["rows"]}


def test_what_was_sent_stands_with_names_and_what_became_of_it(item: WorkItem, client: Client) -> None:
    send_reminders(now=MORNING)
    page = seen(client, "vanphong").content.decode()
    assert "Xây dựng kế hoạch triển khai" in page
    assert "Phạm Thanh Tùng" in page
    assert "Gửi gộp" in page
    assert "07:30, 14/7/2022" in page


def test_each_sees_the_rows_of_their_own_work_and_plans(world: World, client: Client) -> None:
    mine = a_row(world.item("5", world.agencies.dang_doan_lhh))
    theirs = a_row(world.item("2", world.agencies.co_do, "quý II/2022"))
    asked = a_row(plan=world.plan, agency=world.agencies.ban_tuyen_giao, occasion=Occasion.QUESTION_WAITING)
    given = a_row(plan=world.plan, agency=world.agencies.co_do, occasion=Occasion.ASSIGNED)
    assert shown(seen(client, "vanphong")) == {mine.pk, theirs.pk, asked.pk, given.pk}
    assert shown(seen(client, "lhh")) == {mine.pk}
    assert shown(seen(client, "codo")) == {theirs.pk, given.pk}
    for stranger in ("quangngai", "phuthien", "quantri"):
        assert shown(seen(client, stranger)) == set()


def test_conditions_live_in_the_url(world: World, client: Client) -> None:
    lhh, co_do = world.item("5", world.agencies.dang_doan_lhh), world.item("2", world.agencies.co_do, "quý II/2022")
    nobody = a_row(lhh, state=ReminderState.NOBODY, duty="leader", for_day=moment("2022-07-12").date())
    stood_in = a_row(co_do, reached=Reached.OWNER, occasion=Occasion.BEFORE_1)
    other = a_plan(world, world.agencies.co_do)
    Reminder.objects.filter(plan=other).delete()
    apart = a_row(plan=other, agency=world.agencies.co_do, occasion=Occasion.ASSIGNED)
    everything = {nobody.pk, stood_in.pk, apart.pk}
    cases: list[tuple[dict[str, Any], set[int]]] = [
        ({}, everything),
        ({"tu": "13/7/2022"}, everything - {nobody.pk}),
        ({"den": "13/7/2022"}, {nobody.pk}),
        ({"dip": "before_1"}, {stood_in.pk}),
        ({"trang_thai": "nobody"}, {nobody.pk}),
        ({"khong_nguoi": "on"}, {nobody.pk}),
        ({"nhan_thay": "on"}, {stood_in.pk}),
        ({"don_vi": world.agencies.co_do.pk}, {stood_in.pk, apart.pk}),
        ({"chuc_trach": "leader"}, {nobody.pk}),
        ({"ke_hoach": other.pk}, {apart.pk}),
        ({"ke_hoach": world.plan.pk}, {nobody.pk, stood_in.pk}),
        ({"viec": lhh.pk}, {nobody.pk}),
        ({"nguoi_nhan": "Không ai tên này"}, set()),
    ]
    for query, wanted in cases:
        assert shown(seen(client, "vanphong", **query)) == wanted, query


def test_by_the_name_of_whoever_got_it(item: WorkItem, client: Client) -> None:
    send_reminders(now=MORNING)
    assert {one["row"].state for one in seen(client, "vanphong", nguoi_nhan="phạm thanh").context["rows"]} == {"sent"}


def test_conditions_that_cannot_be_read_are_told(world: World, client: Client) -> None:
    page = seen(client, "vanphong", tu="31/2/2022", don_vi="-1", ke_hoach="x", sort="không", page="999", viec="abc")
    assert page.status_code == 200
    assert "Không đọc được ngày này" in page.content.decode()


def test_sorted_as_asked(world: World, client: Client) -> None:
    early = a_row(world.item("5", world.agencies.dang_doan_lhh), for_day=moment("2022-07-01").date())
    late = a_row(world.item("2", world.agencies.co_do, "quý II/2022"))
    order = [one["row"].pk for one in seen(client, "vanphong").context["rows"]]
    assert order == [late.pk, early.pk]
    assert [one["row"].pk for one in seen(client, "vanphong", sort="ngay").context["rows"]] == [early.pk, late.pk]


def test_many_rows_cost_as_many_queries_as_few(world: World, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("plans:reminder-list"), {"don_vi": world.agencies.dang_doan_lhh.pk})
        return len(caught)

    item = world.item("5", world.agencies.dang_doan_lhh)
    a_row(item)
    seen(client, "vanphong")
    few = queries()
    open_reminders(on=TODAY)
    for day in range(1, 28):
        a_row(item, named_on=moment(f"2022-06-{day:02}").date())
    assert queries() <= few + 1
    assert few < 45


# --- the file -------------------------------------------------------------------------------------------


def taken(answer: Any) -> bytes:
    """The file, read to its end."""
    return b"".join(answer.streaming_content)


def cells(answer: Any) -> list[list[Any]]:
    book = Book(BytesIO(taken(answer)))
    return [[cell.value for cell in line.cells.values()] for line in book.lines(book.sheets[0])]


def test_the_file_holds_exactly_what_is_narrowed_and_leaves_an_entry(world: World, client: Client) -> None:
    item = world.item("5", world.agencies.dang_doan_lhh)
    a_row(item, note="=1+1", state=ReminderState.DROPPED)
    a_row(world.item("2", world.agencies.co_do, "quý II/2022"))
    url = reverse("plans:reminder-export")
    answer = login(client, "vanphong").get(url, {"viec": str(item.pk), "nguoi_nhan": ""})
    lines = cells(answer)
    assert lines[0][0].startswith("SỔ NHẮC VIỆC")
    assert len(lines) == 7, "five lines of heading, the head row, one row"
    assert "=1+1" in lines[-1], "as text"
    entry = ReadEntry.objects.get()
    assert (entry.kind, entry.rows, entry.query) == (ReadKind.REMINDERS, 1, f"viec={item.pk}")
    assert taken(login(client, "quangngai").get(url))
    assert ReadEntry.objects.order_by("-pk")[0].rows == 0


def test_typed_words_stay_out_of_the_log(world: World, client: Client) -> None:
    answer = login(client, "vanphong").get(reverse("plans:reminder-export"), {"nguoi_nhan": "Tùng", "dip": "due"})
    assert taken(answer)
    assert ReadEntry.objects.get().query == "dip=due"


def test_too_many_rows_are_refused_with_what_to_do(world: World, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(ledger, "MOST", 0)
    a_row(world.item("5", world.agencies.dang_doan_lhh))
    answer = login(client, "vanphong").get(reverse("plans:reminder-export"), {"dip": "due"}, follow=True)
    assert answer.redirect_chain[0][0].endswith("?dip=due")
    assert "Hãy lọc bớt" in answer.content.decode()
    assert not ReadEntry.objects.exists()


# --- letters --------------------------------------------------------------------------------------------


def test_a_letter_is_its_officers_and_their_administrators(world: World, client: Client) -> None:
    for place, username in enumerate(("lhh", "quangngai")):
        Digest.objects.create(
            officer=Officer.objects.get(username=username), day=TODAY, message_id=f"<{place}@x>", state=DigestState.FAILED,
            error="550 no such mailbox", subject="Đôn Đốc: 1 việc quá hạn",
        )  # fmt: skip
    url = reverse("plans:reminder-letters")

    def names(username: str) -> list[str]:
        return [one.officer.username for one in login(client, username).get(url).context["page"]]

    assert names("lhh") == ["lhh"]
    assert names("vanphong") == []
    assert names("lanhdao") == []
    assert names("quantri") == ["lhh"]
    page = login(client, "quantri").get(url, {"trang_thai": "failed"}).content.decode()
    assert "550 no such mailbox" in page
    assert "1 việc quá hạn" not in page, "what a letter says is its reader's"
    assert f"{reverse('plans:reminder-letters-export')}?trang_thai=failed" in page
    file = client.get(reverse("plans:reminder-letters-export"), {"trang_thai": "failed", "nguoi_nhan": "Phạm Thanh"})
    lines = cells(file)
    assert lines[0][0].startswith("THƯ NHẮC VIỆC")
    assert len(lines) == 7, "five lines of heading, the head row, the letter of lhh"
    assert "Phạm Thanh Tùng" in lines[-1]
    assert "550 no such mailbox" in lines[-1]
    assert not any("quá hạn" in str(cell) for line in lines for cell in line)
    assert ReadEntry.objects.get().query == "trang_thai=failed"
    assert cells(login(client, "lanhdao").get(reverse("plans:reminder-letters-export")))[-1][0] == "STT"


# --- what comes next of an agency -------------------------------------------------------------------------


def coming(client: Client, username: str, agency: Any) -> list[tuple[str, str]]:
    found = seen(client, username, don_vi=agency.pk).context["coming"]
    return [(one.occasion.value, one.for_day.isoformat()) for one in found]


def test_what_an_agency_is_reminded_of_next(world: World, item: WorkItem, client: Client) -> None:
    lhh = world.agencies.dang_doan_lhh
    assert coming(client, "vanphong", lhh) == [("before_1", "2022-07-14")]
    open_reminders(on=TODAY)
    assert coming(client, "lhh", lhh) == [("due", "2022-07-15")]
    assert coming(client, "quangngai", lhh) == []
    WorkItem.objects.filter(pk=item.pk).update(due_on=moment("2022-07-07").date())
    by = world.officer("vanphong").enter(on=TODAY)
    days: dict[str, Any] = {"monitor_days": None, "committee_days": None, "review_days": 5, "question_days": 3}
    set_policy(world.plan, by=by, now=NOW, version=1, occasions=[], leader_days=10, **days)
    assert coming(client, "vanphong", lhh) == [("to_leader", "2022-07-18")]


def test_plan_pages_lead_there(world: World, client: Client) -> None:
    page = login(client, "vanphong").get(reverse("plans:plan-detail", args=[world.plan.pk])).content.decode()
    assert reverse("plans:plan-reminders", args=[world.plan.pk]) in page
    agency = (
        login(client, "codo").get(reverse("agencies:agency-detail", args=[world.agencies.co_do.pk])).content.decode()
    )
    assert f"{reverse('plans:reminder-list')}?don_vi={world.agencies.co_do.pk}" in agency
