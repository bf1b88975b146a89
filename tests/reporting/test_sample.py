"""The illustration: what load_sample puts in place, that it may run again, and that it lives on whatever day it is loaded.

The whole module runs twice, for the day of the mockups and for a day in the middle of a quarter of another year.
"""

from __future__ import annotations

import mailbox
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from agencies.models import Agency, AgencyGroup, Officer
from agencies.renaming import rename
from directives.choices import LinkKind, SourceKind
from directives.models import Directive
from plans.choices import Decision, ExtensionState, Lifecycle, PlanState
from plans.models import Assignment, Evidence, Extension, Plan, Reminder, Review, StatusUpdate, Task, WorkItem
from reporting.approving import waiting_for
from reporting.choices import FileState, ReportState
from reporting.models import Report, ReportFile
from reporting.sample.loading import load
from reporting.sample.officers import PASSWORD
from tests.cast import CAST

pytestmark = pytest.mark.django_db

DAYS = (date(2022, 7, 14), date(2026, 11, 21))
# CPU of this process; the wall clock of a busy machine proves nothing.
LONGEST = 45


@dataclass(frozen=True)
class Sample:
    """A database into which the sample was loaded, with the day and what it cost."""

    day: date
    mail: Path
    seconds: float
    queries: int


@pytest.fixture(scope="module", params=DAYS, ids=str)
def sample(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Sample]:
    """The sample, loaded once for the module and taken away with its transaction; each test has a savepoint within."""
    folder = tmp_path_factory.mktemp("sample")
    settings = override_settings(MEDIA_ROOT=folder / "media", DEMO_MAILDIR=folder / "mail")
    outer = transaction.atomic()
    outer._from_testcase = True  # type: ignore[attr-defined] # as TestCase does: durable blocks may open inside
    queries = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    with django_db_blocker.unblock(), settings, outer:
        started = time.process_time()
        with connection.execute_wrapper(count):
            load(today=request.param)
        yield Sample(request.param, folder / "mail", time.process_time() - started, queries)
        transaction.set_rollback(True)


def document(number: str, *, issuer: str = "") -> Directive:
    return Directive.objects.get(number=number, **({"issuer__name": issuer} if issuer else {}))


def plan_of(number: str) -> Plan:
    return (
        Plan.objects.get(directive__number=number)
        if number
        else Plan.objects.get(directive__issuer__name="Huyện ủy Phú Thiện")
    )


def officer(username: str, day: date) -> Officer:
    return Officer.objects.get(username=username).enter(on=day)


# --- What is there ----------------------------------------------------------------------------------------------------


def test_the_eleven_documents_form_the_chain(sample: Sample) -> None:
    assert Directive.objects.count() == Directive.objects.filter(is_sample=True).count() == 11
    assert Directive.objects.filter(is_stub=True).count() == 6
    upwards = {
        "54-CV/TU": {("93-KL/TW", LinkKind.IMPLEMENTS, 34), ("42-CT/TW", LinkKind.IMPLEMENTS, 3905)},
        "186-CV/TU": {
            ("93-KL/TW", LinkKind.IMPLEMENTS, 45), ("42-CT/TW", LinkKind.IMPLEMENTS, 3916), ("04-CTr/TU", LinkKind.CONTINUES, 3673),
        },
        "93-KL/TW": {("42-CT/TW", LinkKind.CONTINUES, 3871)},
        "04-CTr/TU": {("42-CT/TW", LinkKind.IMPLEMENTS, 243)},
        "25-KH/TU": {("93-KL/TW", LinkKind.IMPLEMENTS, 150)},
        "137-KH/TU": {("93-KL/TW", LinkKind.IMPLEMENTS, 535), ("42-CT/TW", LinkKind.IMPLEMENTS, 4406)},
    }  # fmt: skip
    for number, expected in upwards.items():
        assert {(one.superior.number, one.kind, one.days_between) for one in document(number).links.all()} == expected
    phu_thien = Directive.objects.get(issuer__name="Huyện ủy Phú Thiện")
    assert phu_thien.number == ""
    assert {(one.superior.number, one.days_between) for one in phu_thien.links.all()} == {
        ("25-KH/TU", 72), ("93-KL/TW", 222), ("42-CT/TW", 4093),
    }  # fmt: skip
    apart = document("70/CTr-LHH")
    assert {one.superior.label for one in apart.links.all()} == {"Nghị quyết không số", "230-CV/TU"}
    assert document("137-KH/TU").source_kind == SourceKind.PRESS
    assert document("25-KH/TU").issuer_deduced


def test_every_task_of_the_five_texts_is_there_in_our_own_words(sample: Sample) -> None:
    counted = {
        number: plan_of(number).tasks.count() for number in ("54-CV/TU", "186-CV/TU", "", "137-KH/TU", "70/CTr-LHH")
    }
    assert counted == {"54-CV/TU": 7, "186-CV/TU": 10, "": 10, "137-KH/TU": 5, "70/CTr-LHH": 6}
    without = {number: plan_of(number).tasks.without_agency().count() for number in counted}
    assert without == {"54-CV/TU": 1, "186-CV/TU": 0, "": 7, "137-KH/TU": 5, "70/CTr-LHH": 1}
    assert all(not task.is_verbatim and task.source_text.startswith("Tóm lược: ") for task in Task.objects.all())
    two_leads = Assignment.objects.leading().filter(task__plan=plan_of("54-CV/TU"), task__path__in=("3", "6"))
    assert Counter(two_leads.values_list("task__path", flat=True)) == {"3": 2, "6": 2}
    assert plan_of("137-KH/TU").state == PlanState.DRAFT
    assert not plan_of("137-KH/TU").items.exists(), "what the press tells is provisional"


def test_the_groups_of_can_tho_have_nine_and_thirteen_members(sample: Sample) -> None:
    sizes = {
        group.name: group.members_on(on=sample.day).count()
        for group in AgencyGroup.objects.filter(owner__name="Thành ủy Cần Thơ")
    }
    assert sizes["các quận ủy, huyện ủy"] == 9
    assert sizes["các cấp ủy trực thuộc"] == 13
    split = Assignment.objects.leading().filter(task__plan=plan_of("54-CV/TU"), task__path="2")
    assert split.count() == 13
    assert set(split.values_list("group__name", flat=True)) == {"các cấp ủy trực thuộc"}


def test_agencies_are_found_the_way_people_write_them(sample: Sample) -> None:
    for typed, name in (
        ("lhh", "Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ"),
        ("btg thanh uy", "Ban Tuyên giáo Thành ủy Cần Thơ"),
        ("mttq thanh pho", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ"),
        ("co do", "Huyện ủy Cờ Đỏ"),
    ):
        assert name in set(Agency.objects.matching(typed).values_list("name", flat=True)), typed
    for typed, number in (("93 kl", "93-KL/TW"), ("quang ngai", "186-CV/TU"), ("lien hiep hoi", "93-KL/TW")):
        assert number in set(Directive.objects.matching(typed).values_list("number", flat=True)), typed
    assert Agency.objects.filter(ended_on__isnull=False).count() == 0, "the organisation of 2022 has no end dates"


# --- Who sees what ----------------------------------------------------------------------------------------------------

CHAIN = {"42-CT/TW", "93-KL/TW"}
CITY = {*CHAIN, "54-CV/TU", "137-KH/TU", "70/CTr-LHH", "230-CV/TU", "Nghị quyết không số"}
SEEN = {
    "vanphong": (CITY, {"54-CV/TU", "137-KH/TU"}),
    "truongban": (CITY, {"54-CV/TU", "137-KH/TU"}),
    "lanhdao": (CITY, {"54-CV/TU", "70/CTr-LHH"}),
    "lhh": ({*CHAIN, "54-CV/TU", "70/CTr-LHH", "230-CV/TU", "Nghị quyết không số"}, {"54-CV/TU", "70/CTr-LHH"}),
    "baocantho": ({*CHAIN, "54-CV/TU"}, {"54-CV/TU"}),
    "codo": ({*CHAIN, "54-CV/TU"}, {"54-CV/TU"}),
    "quangngai": ({*CHAIN, "04-CTr/TU", "186-CV/TU"}, {"186-CV/TU"}),
    "phuthien": ({*CHAIN, "25-KH/TU", "Kế hoạch không số"}, {"Kế hoạch không số"}),
    "quantri": (set(), set()),
}


@pytest.mark.parametrize("username", CAST)
def test_each_of_the_cast_sees_something_and_only_theirs(sample: Sample, username: str) -> None:
    who = officer(username, sample.day)
    documents, plans = SEEN[username]
    assert {one.label for one in Directive.objects.visible_to(who)} == documents
    assert {one.directive.label for one in Plan.objects.visible_to(who)} == plans
    items = WorkItem.objects.visible_to(who)
    assert items.exists() == bool(plans), "nobody but the administrator comes to an empty desk"
    if username in ("lhh", "baocantho", "codo"):
        own = who.current_posts[0].agency_id
        partners = set(items.values_list("agency_id", flat=True)) - {own}
        assert len(partners) <= 1, "an agency sees its own items and those of the lines it supports"
        assert items.open().filter(agency_id=own).exists()
    assert who.check_password(PASSWORD)


def test_only_the_cast_may_sign_in(sample: Sample) -> None:
    sample_officers = Officer.objects.filter(is_sample=True)
    assert sample_officers.count() == Officer.objects.count() > 80
    able = {one.username for one in sample_officers if one.has_usable_password()}
    assert able == set(CAST)
    assert all(one.email.endswith("@dondoc.example") for one in sample_officers)


# --- A believable year ------------------------------------------------------------------------------------------------


def test_the_standings_have_the_same_shape_on_every_day(sample: Sample) -> None:
    """Overdue, returned, waiting and asked-for are the same whenever the sample is loaded; only the running period moves."""
    items: Any = WorkItem.objects.counted().with_standing(on=sample.day)
    overdue = Counter(
        item.plan.directive.label for item in items.filter(standing="overdue").select_related("plan__directive")
    )
    assert overdue == {"54-CV/TU": 10, "186-CV/TU": 1, "Kế hoạch không số": 2, "70/CTr-LHH": 3}
    silent = Counter(
        items.filter(standing="overdue", lifecycle=Lifecycle.NOT_STARTED).values_list("agency__short_name", flat=True)
    )
    assert silent["Hội Cựu chiến binh thành phố"] == 2
    assert items.filter(standing="overdue", agency__name="Huyện ủy Cờ Đỏ").count() == 2
    can_tho: Any = plan_of("54-CV/TU").items.with_standing(on=sample.day)
    waiting = {item.agency.label for item in can_tho.filter(lifecycle=Lifecycle.SUBMITTED).select_related("agency")}
    assert {"Đảng đoàn Liên hiệp các Hội KH&KT", "Hội Nông dân thành phố"} <= waiting
    soon = [item.agency.label for item in can_tho.filter(is_due_soon=True).select_related("agency")]
    assert "Đài PT-TH thành phố" in soon
    settled = can_tho.exclude(standing__in=("within", "not_started"))
    shares = {
        name: settled.filter(standing=name).count() / settled.count()
        for name in ("done_on_time", "done_late", "overdue")
    }
    assert shares["done_on_time"] > 0.7
    assert 0.05 < shares["done_late"] < 0.15
    assert 0.05 < shares["overdue"] < 0.2


def test_the_year_has_everything_that_happens_in_a_year(sample: Sample) -> None:
    states = Counter(Extension.objects.values_list("state", flat=True))
    assert states == {ExtensionState.PENDING: 1, ExtensionState.GRANTED: 1, ExtensionState.REFUSED: 1}
    assert Review.objects.filter(decision=Decision.RETURNED).count() >= 6
    assert StatusUpdate.objects.filter(is_nil=True).count() >= 4
    assert StatusUpdate.objects.filter(on_behalf=True, paper_number__endswith="-BC/ĐU").exists()
    assert StatusUpdate.objects.filter(withdrawn_at__isnull=False).count() == 1
    assert Evidence.objects.filter(content_type="application/pdf").exists()
    assert Evidence.objects.filter(content_type="image/png").exists()
    for name, least in (("results", 60), ("difficulties", 5), ("proposals", 4)):
        words = StatusUpdate.objects.exclude(**{name: ""}).values_list(name, flat=True).distinct()
        assert words.count() >= least, name
    kept_date = WorkItem.objects.filter(resubmit_by__isnull=False, lifecycle=Lifecycle.CONFIRMED).first()
    assert kept_date is not None
    assert kept_date.submitted_on == kept_date.first_submitted_on


def test_nothing_happens_today_or_later_or_on_a_day_off(sample: Sample) -> None:
    assert not StatusUpdate.objects.filter(on__gte=sample.day).exists()
    assert not Review.objects.filter(on__gte=sample.day).exists()
    assert {update.on.weekday() for update in StatusUpdate.objects.all()} <= {0, 1, 2, 3, 4}
    published = set(Plan.objects.exclude(state=PlanState.DRAFT).values_list("published_on", flat=True))
    assert {360 < (sample.day - day).days < 400 for day in published if day} == {True}


def test_nobody_confirms_their_own(sample: Sample) -> None:
    for review in Review.objects.select_related("update", "post", "work_item"):
        assert review.officer_id != review.update.officer_id
        assert review.post is not None
        assert review.post.agency_id != review.work_item.agency_id


def test_the_events_tell_the_same_as_the_columns(sample: Sample) -> None:
    """Decision 5: a past day is read from events, and both ways agree today."""
    now: Any = WorkItem.objects.with_standing(on=sample.day).order_by("id")
    then: Any = WorkItem.objects.as_of(on=sample.day).order_by("id")
    assert [(item.pk, item.standing) for item in now if item.opened_on <= sample.day] == [
        (item.pk, item.standing) for item in then
    ]
    half_a_year_ago: Any = WorkItem.objects.as_of(on=sample.day - timedelta(days=180))
    assert 0 < half_a_year_ago.count() < now.count()


def test_letters_of_the_last_weeks_are_kept(sample: Sample) -> None:
    box = mailbox.Maildir(str(sample.mail), create=False)
    recipients = Counter(str(letter["To"]) for letter in box)
    assert recipients["codo@dondoc.example"] >= 1, "who is silent is reminded"
    assert recipients["baocantho@dondoc.example"] <= recipients["codo@dondoc.example"]
    sent = Reminder.objects.filter(state="sent")
    assert sent.exists()
    assert not sent.filter(for_day__gte=sample.day).exists(), "today's letter is still to be seen arriving"


def test_one_report_is_issued_one_waits_for_the_leader_and_one_is_a_draft(sample: Sample) -> None:
    issued = Report.objects.get(state=ReportState.ISSUED)
    assert issued.office.name == "Ban Tuyên giáo Thành ủy Cần Thơ"
    assert (issued.signer_title, issued.signer_authority, issued.is_sample) == ("Trưởng ban", "", True)
    assert issued.rows.count() > 40
    assert issued.fulfils is not None
    assert issued.fulfils.lifecycle == Lifecycle.CONFIRMED
    file = ReportFile.objects.get(report=issued)
    assert file.state == FileState.READY, file.error
    draft = Report.objects.get(state=ReportState.DRAFT)
    assert draft.period_from > issued.period_to
    assert draft.fulfils is not None
    assert draft.fulfils.lifecycle != Lifecycle.CONFIRMED
    waiting = Report.objects.get(state=ReportState.FROZEN)
    assert waiting.about_group is not None
    leader = Officer.objects.get(username="truongban")
    assert waiting_for(leader, on=sample.day).approve == [waiting]
    steps = issued.steps.values_list("kind", "by__username")
    assert list(steps) == [
        ("laid_out", "vanphong"),
        ("submitted", "vanphong"),
        ("approved", "truongban"),
        ("issued", "vanphong"),
    ]


# --- Running it -------------------------------------------------------------------------------------------------------


def everything() -> dict[str, int]:
    """Row counts of every table of the product."""
    models = [
        model
        for app in ("agencies", "directives", "plans", "reporting")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model._meta.label: model._default_manager.count() for model in models}


@pytest.mark.parametrize("later", [0, 1, 45])
def test_a_second_run_changes_nothing(sample: Sample, later: int) -> None:
    before, standings = everything(), list(WorkItem.objects.order_by("id").values_list("id", "lifecycle", "version"))
    found = load(today=sample.day + timedelta(days=later))
    assert found.new_plans == 0
    after = everything()
    for name in ("agencies.CalendarDay", "agencies.CalendarDayChange"):  # a new year may bring its holidays
        after[name] = before[name]
    assert after == before
    assert list(WorkItem.objects.order_by("id").values_list("id", "lifecycle", "version")) == standings


def test_what_a_visitor_did_stays(sample: Sample) -> None:
    Officer.objects.filter(username="vanphong").update(full_name="Người dùng thử")
    document("54-CV/TU").links.first().delete()  # type: ignore[union-attr]
    load(today=sample.day)
    assert Officer.objects.get(username="vanphong").full_name == "Người dùng thử"
    assert document("54-CV/TU").links.count() == 1


def test_a_renamed_agency_does_not_stop_the_next_start(sample: Sample) -> None:
    """Agencies of the sample are looked up by name, so that a visitor's renaming made the loader enter them again."""
    agency, by = Agency.objects.get(name="Huyện ủy Cờ Đỏ"), officer("quantri", sample.day)
    rename(agency, name="Huyện ủy Cờ Đỏ mới", since=sample.day, decision="Số 1-QĐ/MẪU", by=by, on=sample.day)
    before = everything()
    load(today=sample.day)
    assert everything() == before


def test_what_went_missing_comes_back(sample: Sample) -> None:
    Officer.objects.filter(username="quantri").delete()
    load(today=sample.day)
    assert officer("quantri", sample.day).scope.administered


def test_it_takes_seconds(sample: Sample) -> None:
    assert sample.seconds < LONGEST
    assert sample.queries < 14_000


def test_it_stays_out_of_a_real_installation() -> None:
    with (
        override_settings(DEMO=False, TESTING=False),
        pytest.raises(CommandError, match="chỉ chạy với cơ sở dữ liệu nhúng"),
    ):
        call_command("load_sample")


def test_the_command_says_what_it_did(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_sample", day=sample.day)
    assert "đã có sẵn, không đổi gì: 11 văn bản, 5 kế hoạch" in capsys.readouterr().out
