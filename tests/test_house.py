"""The house as a house: every address for a stranger and for each of the cast, every template, job and migration.

A new URL must be entered in `TARGETS` (what it is tried with, and who may open it), or this module fails: a new URL without
a scope test is a defect.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.models import AgencyAlias, CalendarDay, GroupMembership
from agencies.services import create_agency
from agencies.uploads import CheckedFile
from directives.services import attach_file, link
from plans.choices import Lifecycle
from plans.models import Evidence, WorkItem
from plans.reminders.unsubscribing import token_for
from plans.services import bulk, progress, urging
from plans.services.extensions import ask_extension
from plans.services.feeds import make as make_feed
from plans.services.handover import Decision, attach_decision, hand_over
from plans.services.lines import refuse_line
from plans.services.notes import direct
from plans.services.planning import assign
from reporting import signing
from reporting.models import Report, ReportFile
from reporting.parting import ask_parts
from tests.builders import a_directive
from tests.cast import CAST, NOW, World, login, moment
from tests.plans.importing.books import an_export, an_import
from tests.plans.intake.begun import an_intake
from tests.reporting.papers_of import issued

ROOT = Path(__file__).resolve().parent.parent
OPEN_TO_STRANGERS = {"agencies:login", "probe", "plans:unsubscribe", "plans:feed"}
# For programs with a token of their own, which a sign-in page would only confuse.
REFUSED_TO_STRANGERS = {"plans:metrics"}
ENDS_THE_SESSION = {"agencies:logout"}
NEIGHBOURS = {"quangngai", "phuthien", "codo", "quantri"}
CAN_THO = {"vanphong", "truongban", "lanhdao"}
WHOLE_PLAN = CAN_THO
EVERYBODY = set(CAST)


def named_patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, str]]:
    """Every URL name of the project with its namespace, and its route; the Django admin keeps its own tests."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from named_patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", str(entry.pattern)


NAMES = sorted(name for name, _ in named_patterns())


def a_file(name: str = "bien-ban.txt") -> CheckedFile:
    content = "Biên bản họp đơn vị".encode()
    return CheckedFile(name, ContentFile(content, name=name), "text/plain", len(content), "0" * 64)


@pytest.fixture
def rooms(world: World, at: Callable[[Any], datetime]) -> dict[str, Any]:
    """The world with one of everything that has a page of its own, all of it Cần Thơ's."""
    lhh, vanphong = world.officer("lhh").enter(on=NOW.date()), world.officer("vanphong").enter(on=NOW.date())
    office = world.agencies.ban_tuyen_giao
    waiting = world.item("3", world.agencies.dang_doan_lhh, "quý II/2022")
    progress.report(waiting, by=lhh, now=NOW, submits=True, results="Đã họp", evidence=[a_file()])
    product = world.item("5", world.agencies.dang_doan_lhh)
    extension = ask_extension(product, by=lhh, now=NOW, new_due_on=moment("2022-08-30").date(), reason="Chờ ý kiến")
    file = attach_file(world.cong_van_54, office=office, upload=a_file("cong-van.txt"), by=vanphong, now=NOW)
    report = Report.objects.create(
        office=office, directive=world.cong_van_54, period_label="6 tháng đầu năm 2022", period_from=moment("2022-01-01").date(),
        period_to=moment("2022-06-30").date(), subject="kết quả thực hiện", created_by=vanphong, created_at=NOW,
    )  # fmt: skip
    made = ReportFile(report=report, report_version=1, state="ready", asked_at=NOW, size=4)
    made.file.save("bao-cao.pdf", ContentFile(b"%PDF"), save=False)
    made.save()
    note = direct(
        world.plan, by=world.officers["lanhdao"].enter(on=NOW.date()), now=NOW, text="Đề nghị nêu rõ nguyên nhân.",
        task=world.tasks["3"], agencies=[world.agencies.dang_doan_lhh],
    )  # fmt: skip
    act = bulk.begin(
        "cancel", by=vanphong, now=NOW, rows=[(waiting.pk, 1)], reason="Không còn cần", once_key=uuid.uuid4()
    )
    bao = world.agencies.bao_can_tho
    refused = world.tasks["4"].assignments.get(agency=bao)
    refuse_line(refused, by=world.officer("baocantho").enter(on=NOW.date()), now=NOW, reason="Việc của Đài")
    words = assign(world.tasks["1"], by=vanphong, now=NOW, role="lead", agency_text="các cơ quan có liên quan")
    joined = GroupMembership.objects.create(
        group=world.agencies.cac_huyen_uy, agency=bao, since=moment("2022-06-01").date()
    )
    feed, token = make_feed(by=lhh, now=NOW, name="điện thoại")
    letters = some_letters(world)
    intake = an_intake(world)
    content = b"Original"
    intake.file.save("goc.txt", ContentFile(content), save=False)
    intake.name, intake.content_type = "goc.txt", "text/plain"
    intake.save()
    return {
        "world": world, "directive": world.cong_van_54.pk, "plan": world.plan.pk, "task": world.tasks["3"].pk,
        "item": world.item("3", world.agencies.dang_doan_lhh, "quý I/2022").pk, "waiting": waiting.pk,
        "line": world.tasks["3"].assignments.get(role="coordinating").pk, "lead": waiting.assignment_id,
        "extension": extension.pk, "evidence": Evidence.objects.get().pk, "file": file.pk, "report": report.pk,
        "report_file": made.pk, "note": note.pk, "view": 1, "bulk_kind": "cancel", "bulk": act.pk, "history_kind": "ke-hoach",
        "notice": note.notices.get(officer=lhh).pk, "inbox_act": "cat",
        "intake": intake.pk, "task_id": 1, "place": 0, "duty": world.report_duty.pk, "guide": "bat-dau",
        "refused": refused.pk, "words": words.pk, "joined": joined.pk, "group_task": world.tasks["2"].pk,
        "period": world.item("3", world.agencies.dang_doan_lhh, "quý I/2022").period_id, "year": 2023,
        "calendar_day": CalendarDay.objects.order_by("pk")[0].pk,
        "item_import": an_import(world).pk, "item_export": an_export(world).pk,
        "stop": token_for(lhh.pk, on=NOW.date()),
        "feed": feed.pk, "feed_token": token,
        "newer": a_replacement(world), "handover": a_handover(world), "ending": world.agencies.phong_dien.pk,
        **an_issued_report(world),
        "part": ask_parts(report, agencies=[bao], by=vanphong, now=NOW)[0].pk,
        "link": world.cong_van_54.links.order_by("pk")[0].pk, **catalogue_rooms(world), **letters,
    }  # fmt: skip


def an_issued_report(world: World) -> dict[str, Any]:
    """A report of Ban Tuyên giáo to Thành ủy that left the house, with its signed copy."""
    with patch("reporting.services._hand_over"):
        report = issued(world)
    copy = signing.attach_signed_copy(report, by=world.officer("vanphong"), now=NOW, upload=a_file("ban-ky.txt"))
    return {"issued_report": report.pk, "signed_copy": copy.pk}


def some_letters(world: World) -> dict[str, Any]:
    """Two letters about what Đảng đoàn Liên hiệp Hội is late with: a draft, and one that was sent and answered with a file."""
    office, lhh = world.agencies.ban_tuyen_giao, world.agencies.dang_doan_lhh
    give: dict[str, Any] = {"now": NOW}
    by = world.officer("vanphong").enter(on=NOW.date())
    late = [world.item("3", lhh, "quý I/2022").pk]
    made = [
        urging.draft(office, to=lhh, items=late, by=by, report_by=moment("2022-07-21").date(), **give) for _ in range(2)
    ]
    sent = urging.send(made[1], by=by, version=1, number=5, issued_on=NOW.date(), **give)
    sent = urging.keep_paper(sent, by=by, data=b"%PDF")
    reply = urging.attach_reply(sent, by=by, replied_on=NOW.date(), files=[a_file("tra-loi.txt")], **give)
    return {"urging_draft": made[0].pk, "urging": sent.pk, "urging_file": reply.files.get().pk}


def catalogue_rooms(world: World) -> dict[str, Any]:
    """A body of Cần Thơ with one of everything that the catalogue keeps beside it."""
    at = world.agencies
    return {
        "agency": at.co_do.pk, "group": at.cac_huyen_uy.pk, "member": at.cac_huyen_uy.memberships.get(agency=at.co_do).pk,
        "noted": create_agency(name="Hội Trí thức", kind="association", level="province", parent=at.thanh_uy, provisional=True,
                               recorded_by=at.ban_tuyen_giao).pk,
        "alias": AgencyAlias.objects.create(agency=at.co_do, text="HU Cờ Đỏ", branch=at.thanh_uy).pk,
        "officer": world.officers["lhh"].pk, "post": world.officers["lhh"].posts.get().pk,
    }  # fmt: skip


def a_handover(world: World) -> int:
    """A body of Cần Thơ that ended and was followed by another, with the decision's file."""
    city = world.agencies.thanh_uy
    made = [create_agency(name=f"Trung tâm {n}", kind="unit", level="province", parent=city) for n in ("cũ", "mới")]
    admin = world.officer("quantri").enter(on=NOW.date())
    decision = Decision("1-QĐ/TU", NOW.date(), "Thành ủy", NOW.date())
    act = hand_over(made[0], by=admin, now=NOW, successors=made[1:], decision=decision)
    return attach_decision(act, by=admin, upload=a_file("quyet-dinh.txt")).pk


def a_replacement(world: World) -> int:
    """A document of Thành ủy that replaces 54-CV/TU."""
    by = world.officer("vanphong").enter(on=NOW.date())
    newer = a_directive(world, by=by)
    link(newer, superior=world.cong_van_54, kind="replaces", by=by)
    return newer.pk


def words_of(answer: Any) -> str:
    """The body, read to its end, which closes a file that is being sent."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def kwargs_of(name: str, rooms: dict[str, Any]) -> dict[str, Any]:
    """What an address is tried with: each converter of its route gets the row that its room is about."""
    route = dict(named_patterns())[name]
    given: dict[str, Any] = {}
    for parameter in re.findall(r"<(?:\w+:)?(\w+)>", route):
        given[parameter] = rooms[TARGETS[name][parameter]] if parameter in TARGETS[name] else parameter
    return given


# URL name → what each parameter of its route stands for, in the words of `rooms`.
TARGETS: dict[str, dict[str, str]] = {}
# URL name → who of the cast may open it for Cần Thơ's rows; everybody else gets 404 or a refusal with its reason.
MAY_OPEN: dict[str, set[str]] = {}


def room(names: str, *, may: set[str], **parameters: str) -> None:
    for name in names.split():
        TARGETS[name], MAY_OPEN[name] = parameters, may


LHH_SIDE = CAN_THO | {"lhh"}
READERS = LHH_SIDE | {"baocantho", "codo"}
OFFICE = {"vanphong", "truongban"}
WITH_OFFICE = EVERYBODY - {"quantri"}

room(
    "agencies:home agencies:logout agencies:account agencies:password-change agencies:password-changed agencies:login probe",
    may=EVERYBODY,
)
room("agencies:guide", may=EVERYBODY)
room("agencies:guide-page", may=EVERYBODY, slug="guide")
room("directives:list plans:item-list plans:desk plans:agency-work plans:review-list plans:duty-list", may=EVERYBODY)
room("agencies:read-list", may=EVERYBODY)  # what one's own office took out, and what was taken of its material
room("plans:item-export", may=EVERYBODY)  # what the list shows, as a file
room("reporting:overview reporting:report-list plans:urging-list", may=EVERYBODY)
room("plans:urging-new", may=OFFICE, pk="agency")
room("plans:urging-edit plans:urging-discard reporting:urging-send", may=OFFICE, pk="urging_draft")
room("reporting:urging reporting:urging-pdf reporting:urging-docx", may=CAN_THO | {"lhh"}, pk="urging")
room("plans:urging-reply", may=OFFICE | {"lhh"}, pk="urging")
room("plans:urging-reply-file", may=CAN_THO | {"lhh"}, pk="urging_file")
room("reporting:urging-print", may=EVERYBODY, pk="urging")  # 405: nothing to read here
room("directives:detail", may=READERS, pk="directive")
room("directives:edit directives:link-add", may=OFFICE | {"lanhdao"}, pk="directive")
room("plans:plan-detail", may=READERS, pk="plan")
room("plans:item-detail", may=LHH_SIDE | {"baocantho"}, pk="item")
room("plans:report-form", may={"lhh"}, pk="item")
room("plans:review", may=OFFICE, pk="waiting")
room("plans:note-list plans:view-list plans:bulk-list", may=EVERYBODY)
room("plans:view-drop", may=EVERYBODY, pk="view")  # 405: nothing to read here
room("plans:bulk", may=EVERYBODY, kind="bulk_kind")  # 405: a preview follows what was picked
room("plans:bulk-act", may=OFFICE, pk="bulk")
room("plans:inbox plans:urging-list", may=EVERYBODY)
room("plans:inbox-snooze", may={"lhh"}, pk="notice")
room("plans:inbox-open plans:inbox-read-all", may=EVERYBODY, pk="notice")  # 405: nothing to read here
room("plans:inbox-act", may=EVERYBODY, pk="notice", act="inbox_act")  # 405: nothing to read here
room("plans:note", may={"lanhdao", "lhh", "vanphong", "truongban"}, pk="note")
room("plans:note-close", may={"lanhdao"}, pk="note")
room("plans:note-plan", may={"truongban", "lanhdao"}, pk="plan")
room("plans:note-task", may={"truongban", "lanhdao"}, pk="plan", task_pk="task")
room("plans:note-ask", may={"lhh", "baocantho"}, pk="plan", task_pk="task")
room("plans:note-agency", may={"lanhdao"}, pk="agency")
room("plans:reopen", may=set(), pk="waiting")  # waits for an answer, nothing is confirmed yet
room("plans:withdraw", may={"lhh"}, pk="waiting")
room("plans:support-form", may={"baocantho"}, pk="line")
room("plans:extension-ask", may={"lhh"}, pk="item")
room("plans:extension-decide", may=OFFICE, pk="extension")
room("plans:on-behalf", may=OFFICE, pk="item")
room("plans:evidence", may=LHH_SIDE | {"baocantho"}, pk="evidence")
room("directives:file", may=READERS, pk="file")
room("directives:create", may=WITH_OFFICE)
room("directives:read-number", may=EVERYBODY)  # only says how typed letters read
room("directives:find", may=set())  # answers a row of a form, never by itself
room("directives:link-remove", may=OFFICE | {"lanhdao"}, pk="directive", link_pk="link")
room("plans:plan-create", may=READERS, directive_pk="directive")  # any reader's office may track what it must do
room("agencies:history", may=READERS, kind="history_kind", pk="plan")
room("plans:plan-edit plans:plan-pause plans:plan-end", may=OFFICE, pk="plan")
room("plans:plan-resume", may=set(), pk="plan")  # tracked, not paused
room("plans:duty-detail", may=OFFICE | {"lanhdao"}, pk="duty")  # a line's own duty, to which Thành ủy listens
room("plans:duty-edit plans:duty-end", may=OFFICE, pk="duty")
room("plans:period-detail", may=READERS, pk="period")
room("plans:period-write-off", may=OFFICE, pk="period")
room("plans:item-ask-again", may=set(), pk="item")  # overdue, not written off
room("plans:task-cycle", may=OFFICE, pk="plan", task_pk="task")
room("agencies:calendar", may=EVERYBODY)
room("agencies:calendar-add", may={"quantri"})
room("agencies:calendar-edit agencies:calendar-drop", may={"quantri"}, pk="calendar_day")
room("agencies:calendar-load", may={"quantri"}, year="year")
room("plans:plan-duty-add plans:plan-events plans:task-add", may=OFFICE, pk="plan")
room("plans:publish plans:recall", may=set(), pk="plan")  # published, and reported on since
room("plans:task-detail", may=READERS, pk="plan", task_pk="task")
room("plans:assign plans:task-cancel plans:task-due", may=OFFICE, pk="plan", task_pk="task")
room("plans:task-edit plans:task-drop", may=set(), pk="plan", task_pk="task")  # frozen by publishing
room("plans:task-move", may=EVERYBODY, pk="plan", task_pk="task")  # 405: nothing to read here
room("plans:unassign", may=OFFICE, pk="lead")
room("plans:line", may=LHH_SIDE, pk="lead")
room("plans:line-charge plans:line-accept", may=EVERYBODY, pk="lead")  # 405: nothing to read here
room("plans:line-refuse", may={"baocantho"}, pk="line")
room("plans:line-decide", may=OFFICE, pk="refused")
room("plans:line-fill", may=OFFICE, pk="words")
room("plans:charge-many", may=EVERYBODY)
room("plans:member-answer", may=OFFICE, pk="plan", task_pk="group_task", membership_pk="joined")
room("plans:handover-list", may=EVERYBODY)
room("plans:handover", may={"quantri"}, pk="ending")
room("plans:handover-detail plans:handover-file", may={"lanhdao", "quantri"}, pk="handover")
room("plans:plan-replaced", may=OFFICE, pk="plan", directive_pk="newer")
room("plans:intake-start", may=WITH_OFFICE)
room("plans:item-export-begin", may=EVERYBODY)  # 405: nothing to read here
room("plans:item-export-long plans:item-export-file", may={"vanphong"}, pk="item_export")
room("plans:item-import-start", may=WITH_OFFICE)
room("plans:item-import plans:item-import-columns plans:item-import-save", may={"vanphong"}, pk="item_import")
room("plans:item-import-wrong plans:item-import-discard", may={"vanphong"}, pk="item_import")
room(
    "plans:intake plans:intake-discard plans:intake-record plans:intake-publish plans:intake-task-add plans:intake-file",
    may={"vanphong"},
    pk="intake",
)
room("plans:intake-name", may=set(), pk="intake")  # asks about one printed name, never by itself
room("plans:intake-task plans:intake-split", may={"vanphong"}, pk="intake", task_id="task_id")
# 405: nothing to read here
room("plans:intake-answer plans:intake-twin plans:intake-left", may=EVERYBODY, pk="intake")
room("plans:intake-act", may=EVERYBODY, pk="intake", task_id="task_id")
room("plans:intake-superior", may=EVERYBODY, pk="intake", place="place")
room("plans:health plans:metrics", may={"quantri"})
room("plans:reminder-preference", may=EVERYBODY)
room("plans:unsubscribe", may=EVERYBODY, token="stop")  # whoever holds the letter
room("plans:due-calendar plans:feed-list", may=EVERYBODY)
room("plans:feed-revoke", may={"lhh"}, pk="feed")
room("plans:feed", may=EVERYBODY, token="feed_token")  # whoever knows the address
room("plans:reminder-list plans:reminder-export plans:reminder-letters plans:reminder-preview", may=EVERYBODY)
room("plans:reminder-letters-export", may=EVERYBODY)
room("plans:reminder-policy", may=OFFICE | {"quangngai", "phuthien"})  # each for their own office
room("plans:plan-reminders", may=OFFICE, pk="plan")
room("plans:plan-reminders-drop", may=set(), pk="plan")  # the plan follows its office
room("plans:ladder-stop", may=OFFICE, pk="item")
room("plans:ladder-resume", may=set(), pk="item")  # nothing is stopped
room("plans:demo-mail plans:demo-mail-detail", may=set())  # outside the demo there is no such page
room("reporting:report-create", may=WITH_OFFICE)
room("reporting:report-compare", may=EVERYBODY)  # the form; which reports, tests/reporting/test_comparing.py
room(
    "reporting:report-detail reporting:report-edit reporting:report-rows reporting:report-submit",
    may=OFFICE,
    pk="report",
)
# a draft: nothing was put forward yet
room(
    "reporting:report-reopen reporting:report-issue reporting:report-approve reporting:report-return",
    may=set(),
    pk="report",
)
room("reporting:report-parts", may=OFFICE, pk="report")
room("reporting:part", may=OFFICE | {"baocantho"}, pk="part")
room("reporting:part-reopen", may=set(), pk="part")  # open, so that nothing can be given back
room("reporting:report-copy reporting:report-replace", may=OFFICE, pk="issued_report")
room("reporting:signed-copy", may=CAN_THO, pk="signed_copy")
room("reporting:report-make", may=EVERYBODY, pk="report")  # 405: nothing to read here
room("reporting:report-files", may=EVERYBODY, pk="report")  # leads to the report's page, which asks who it is
room("reporting:file", may=OFFICE, pk="report_file")
# --- cơ quan, cán bộ: the catalogue is read by all, kept by the administrator of the branch ---
room("agencies:agency-list", may=EVERYBODY)
room("agencies:agency-detail", may=EVERYBODY, pk="agency")
room("agencies:group-detail", may=CAN_THO | {"lhh", "baocantho", "codo", "quantri"}, pk="group")
room("agencies:agency-create agencies:officer-list agencies:officer-create", may={"quantri"})
room("agencies:agency-edit agencies:agency-rename agencies:agency-move", may={"quantri"}, pk="agency")
room("agencies:alias-add agencies:group-create", may={"quantri"}, pk="agency")
room("agencies:agency-confirm agencies:agency-merge", may={"quantri"}, pk="noted")
room("agencies:alias-drop", may={"quantri"}, pk="alias")
room("agencies:member-add", may={"quantri"}, pk="group")
room("agencies:member-end", may={"quantri"}, pk="member")
room("agencies:officer-detail agencies:officer-edit agencies:officer-password", may={"quantri"}, pk="officer")
room("agencies:officer-close agencies:post-add", may={"quantri"}, pk="officer")
room("agencies:post-end", may={"quantri"}, pk="post")
room("agencies:delegate", may={"truongban", "lanhdao"})


@pytest.mark.parametrize("name", NAMES)
def test_every_address_is_known_to_this_test(name: str) -> None:
    assert name in TARGETS, f"{name} has no entry in TARGETS: say what it is tried with and who may open it"


def tried(client: Client, rooms: dict[str, Any], **query: str) -> Iterator[tuple[str, Any]]:
    """Every known address with the answer it gives to whoever is signed in, read to its end."""
    for name in NAMES:
        if name in TARGETS and name not in ENDS_THE_SESSION:
            yield name, client.get(reverse(name, kwargs=kwargs_of(name, rooms)), query)


def test_a_stranger_is_asked_to_sign_in(client: Client, rooms: dict[str, Any]) -> None:
    let_in = set()
    for name, answer in tried(client, rooms):
        if answer.status_code == 200:
            let_in.add(name)
        elif name in REFUSED_TO_STRANGERS:
            assert answer.status_code in (403, 404), name
        else:
            assert (answer.status_code, answer["Location"][: len(settings.LOGIN_URL)]) == (302, settings.LOGIN_URL), (
                name
            )
    assert let_in == OPEN_TO_STRANGERS


@pytest.mark.parametrize("username", CAST)
def test_each_of_the_cast_opens_what_is_theirs_and_nothing_else(
    client: Client, rooms: dict[str, Any], username: str
) -> None:
    """GET of every address: 200 (or a redirect) where the table says so, else 403, 404 or 405, and never 500.

    The words of an update never reach another branch, by list, count, search or page.
    """
    assert WorkItem.objects.get(pk=rooms["waiting"]).lifecycle == Lifecycle.SUBMITTED
    login(client, username)
    opened, told = set(), set()
    for name, answer in tried(client, rooms, q="hop"):
        assert answer.status_code < 500, name
        if "Đã họp" in words_of(answer):
            told.add(name)
        if answer.status_code in (200, 302, 405):
            opened.add(name)
    assert opened == {name for name in NAMES if username in MAY_OPEN.get(name, ()) and name not in ENDS_THE_SESSION}
    if username in NEIGHBOURS:
        assert told == set()


def test_every_template_is_used() -> None:
    rooms = ("config", "agencies", "directives", "plans", "reporting", "templates")
    sources = [
        path for name in rooms for path in (ROOT / name).rglob("*") if path.suffix in (".py", ".html", ".txt", ".css")
    ]
    text = {path: path.read_text(encoding="utf-8") for path in sources}
    known = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    unused = []
    for path in sorted((ROOT / "templates").rglob("*.*")):
        name = path.relative_to(ROOT / "templates").as_posix()
        if name in known or name.startswith("registration/"):
            continue
        if not any(name in content for other, content in text.items() if other != path):
            unused.append(name)
    assert unused == []


def test_every_scheduled_job_exists() -> None:
    from config.celery import app

    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled
    assert scheduled <= set(app.tasks)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_model_says_what_a_row_is_and_has_its_vietnamese_name() -> None:
    from django.apps import apps

    for app in ("agencies", "directives", "plans", "reporting"):
        for model in apps.get_app_config(app).get_models():
            assert model.__doc__, model
            assert not model.__doc__.startswith(f"{model.__name__}("), f"{model.__name__} has no docstring of its own"
            assert str(model._meta.verbose_name) != model.__name__.lower(), model
            found = [*model._meta.indexes, *model._meta.constraints]
            # A part of the table that leaves out only rows without the key leads as well as the whole.
            led = {
                rule.fields[0] for rule in found
                if getattr(rule, "fields", ()) and rule.condition in (None, Q(**{f"{rule.fields[0]}__isnull": False}))
            }  # fmt: skip
            for field in model._meta.get_fields():
                # Tables of changes are found by their row and by named indexes only.
                told = hasattr(model, "pgh_tracked_model") and field.name != "pgh_obj"
                if isinstance(field, models.ForeignKey) and not told:
                    assert getattr(field, "db_index", False) or field.unique or field.name in led, field


HOSTILE = (
    "9" * 20,
    "-1",
    "1e30",
    "٣",
    "0x10",
    "%00",
    "a" * 5000,
    "' OR 1=1 --",
    "ngày",
    "31/2/2022",
    "2022-13-45",
    "[]",
)


def test_no_number_in_an_address_is_too_large(client: Client, rooms: dict[str, Any]) -> None:
    login(client, "vanphong")
    for name, route in named_patterns():
        if "<int:" in route:
            huge = {parameter: int("9" * 20) for parameter in re.findall(r"<int:(\w+)>", route)}
            given = {**kwargs_of(name, rooms), **huge} if name in TARGETS else huge
            answer = client.get(reverse(name, kwargs=given))
            assert answer.status_code in (302, 403, 404, 405), (name, answer.status_code)


@pytest.mark.parametrize(
    "name",
    [
        "directives:list", "plans:item-list", "plans:duty-list", "plans:review-list", "reporting:overview",
        "agencies:agency-list", "agencies:calendar", "agencies:read-list", "plans:due-calendar", "plans:inbox", "plans:urging-list",
    ],
)  # fmt: skip
def test_no_filter_in_an_address_breaks_a_list(client: Client, rooms: dict[str, Any], name: str) -> None:
    login(client, "vanphong")
    page = client.get(reverse(name))
    asked_for = set(re.findall(r'name="([\w-]+)"', words_of(page))) | {
        "page", "size", "sort", "muc", "q", "don_vi", "nhiem_vu", "ke_hoach", "qua_han_tu", "qua_han_den", "ky", "ngay", "tinh_den",
        "van_ban", "nam", "trang", "tinh_trang", "han_tu", "han_den", "cua", "xem",
    }  # fmt: skip
    for value in HOSTILE:
        answer = client.get(reverse(name), dict.fromkeys(asked_for, value))
        assert answer.status_code in (200, 302, 404), (value, answer.status_code)
