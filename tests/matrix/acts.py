"""What the codes of the tables stand for: an address with what it is tried with, a verb with its arguments.

`page(names, kind, post=…, parameter="row")` says for addresses which kind of room they are about (see `world.rooms`), which row
of it each parameter of the route names, and what is typed beyond what the page's form shows. `@verb(code, kind)` does the same
for a verb.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import Officer
from agencies.teaching import create_provisional, teach_alias
from agencies.uploads import check_upload
from directives import entering as documents
from directives import services as directives
from directives.choices import LinkKind
from directives.services import Entry
from plans.choices import Lifecycle, Role
from plans.intake.answers import answer_the_rest_later
from plans.services import ending, extensions, laying, planning, progress, publishing, settling
from plans.services import intake as entering
from plans.services.progress import latest_submission
from reporting import parting, signing
from reporting import services as reports
from reporting.periods import Span
from reporting.rules import Signer
from tests.cast import NOW, TODAY
from tests.directives.files import pdf

# The right password of the account that is closed.
CLOSED: Final = "mat-khau-dung-2022"
Typed = Callable[[Any, SimpleNamespace], dict[str, Any]]
Act = Callable[[Any, SimpleNamespace, Officer], Any]


@dataclass(frozen=True, slots=True)
class Page:
    """An address as it is tried; `voice` is whose form everybody sends, unless each has a form of their own."""

    name: str
    kind: str = "hệ thống"
    params: dict[str, str] = field(default_factory=dict)
    post: Typed | None = None
    query: Callable[[SimpleNamespace], str] | None = None
    hx: bool = False
    voice: str = "chu_cv"
    own_form: bool = False

    def query_of(self, room: SimpleNamespace) -> str:
        return f"?{self.query(room)}" if self.query else ""


PAGES: Final[dict[str, Page]] = {}
VERBS: Final[dict[str, tuple[str, Act]]] = {}


def page(names: str, about: str = "hệ thống", /, *, post: Any = None, query: Any = None, hx: bool = False, voice: str = "chu_cv",
         own_form: bool = False, **params: str) -> None:  # fmt: skip
    """Enter addresses; `post` and `query` are values, or functions of the world and the room."""
    typed = post if callable(post) or post is None else lambda world, room, said=post: said
    asked = query if callable(query) or query is None else lambda room, said=query: said
    for name in names.split():
        PAGES[name] = Page(name, about, params, typed, asked, hx, voice, own_form)


def verb(code: str, kind: str) -> Callable[[Act], Act]:
    """Enter a verb under its dotted name; ":…" tells apart what one verb is asked for."""

    def entered(act: Act) -> Act:
        VERBS[code] = kind, act
        return act

    return entered


# --- addresses: the frame -------------------------------------------------------------------------

page(
    "probe agencies:home agencies:login agencies:logout agencies:account agencies:password-change agencies:password-changed"
)
PAGES["agencies:login"] = Page("agencies:login", post=lambda world, room: {"username": "bikhoa", "password": CLOSED})
PAGES["agencies:password-change"] = Page(
    "agencies:password-change",
    post=lambda world, room: {"old_password": "sai", "new_password1": CLOSED, "new_password2": CLOSED},
)
page("agencies:guide plans:health plans:metrics plans:demo-mail")
page("agencies:guide-page", slug="slug")
page("plans:demo-mail-detail", key="key")
page("plans:item-list plans:item-export plans:desk plans:agency-work plans:review-list plans:duty-list")
page("directives:list reporting:overview reporting:report-list reporting:report-compare")
page("directives:read-number", query="number_as_printed=54-CV/TU")
page("directives:find", query="row=superiors-0&superiors-0-query=54")

# --- addresses: documents ---------------------------------------------------------------------------

DOCUMENT: Final = "văn bản"
page("directives:create", own_form=True, post=lambda world, room: {
    "number_as_printed": "901-CV/ĐUK", "issuer": f"a{world.at.block.pk}", "issued_on": "1/6/2022", "subject": "Văn bản mới",
    "secrecy": "normal", "urgency": "normal", "source_kind": "document", "superiors-TOTAL_FORMS": "0",
    "superiors-INITIAL_FORMS": "0", "addressees-TOTAL_FORMS": "0", "addressees-INITIAL_FORMS": "0",
})  # fmt: skip
page("directives:detail", DOCUMENT, pk="directive")
page("directives:edit", DOCUMENT, pk="directive", post={"subject": "Trích yếu đã sửa"})
page("directives:link-add", DOCUMENT, pk="directive", post={
    "superior-kind": "implements", "superior-number": "12-NQ/TW", "superior-issuer_text": "Bộ Chính trị",
    "superior-issued_on": "1/2/2020",
})  # fmt: skip
page("directives:link-remove", DOCUMENT, pk="directive", link_pk="link")
page("directives:file", DOCUMENT, pk="file")
page("plans:plan-create", DOCUMENT, directive_pk="directive", own_form=True)

# --- addresses: entering by reading -----------------------------------------------------------------

INTAKE: Final = "bản nhập"
INTAKE_TEXT: Final = """CÔNG VĂN
Số 77-CV/ĐUK
Nam Giang, ngày 01/6/2022
Đảng ủy yêu cầu:
1. Đơn vị chủ trì báo cáo kết quả trước ngày 30/9/2022."""
page("plans:intake-start", post={"text": INTAKE_TEXT}, own_form=True)
page("plans:intake plans:intake-discard plans:intake-file", INTAKE, pk="intake")
page("plans:intake-twin", INTAKE, pk="intake", post={"twin": "khong"})
page("plans:intake-left", INTAKE, pk="intake", post={"key": "mot"})
page("plans:intake-answer", INTAKE, pk="intake", post={"rest": "1"})
page("plans:intake-record", INTAKE, pk="intake", post={"subject": "Trích yếu sửa khi nhập"})
page("plans:intake-name", INTAKE, pk="intake", query=lambda room: f"ten={_a_name(room)}",
     post=lambda world, room: {"body": f"a{world.at.spare.pk}"})  # fmt: skip
page("plans:intake-superior", INTAKE, pk="intake", place="place", post={"keep": "no"})
page("plans:intake-task-add", INTAKE, pk="intake", post={"title": "Nhiệm vụ thêm", "path": "99", "kind": "continuing"})
page("plans:intake-act", INTAKE, pk="intake", task_id="task_id", post={"act": "drop"})
page("plans:intake-task", INTAKE, pk="intake", task_id="task_id", post={"title": "Tên nhiệm vụ đã sửa"})
page("plans:intake-split", INTAKE, pk="intake", task_id="task_id", post={"before": ["1"]})
page("plans:intake-publish", INTAKE, pk="intake", post={"draft": "1"})


def _a_name(room: SimpleNamespace) -> str:
    names = (room.intake.proposal or {}).get("names", {})
    return next(iter(names), "khong-co")


# --- addresses: plans -------------------------------------------------------------------------------

PLAN: Final = "kế hoạch"
page("plans:plan-detail plans:publish plans:recall plans:plan-resume", PLAN, pk="plan")
page("plans:plan-edit", PLAN, pk="plan", post={"resubmit_days": "5"})
page(
    "plans:plan-pause plans:plan-end",
    PLAN,
    pk="plan",
    post=lambda world, room: {"reason": "Chờ ý kiến cấp trên."} | _aside(room),
)
page("plans:plan-duty-add", PLAN, pk="plan", post=lambda world, room: {
    "assignment": room.cycle.pk, "name": "Báo cáo năm", "recurrence": "yearly", "since": "14/7/2022", "preset": "party",
    "days_after": "10",
})  # fmt: skip
page(
    "plans:task-add",
    PLAN,
    pk="plan",
    post={"path": "88", "heading": "Nhiệm vụ thêm", "kind": "continuing", "is_verbatim": "True"},
)
page("plans:task-detail", PLAN, pk="plan", task_pk="task")
page("plans:task-edit", PLAN, pk="plan", task_pk="task", post={"heading": "Tên đã sửa"})
page("plans:task-move", PLAN, pk="plan", task_pk="loose", post={"huong": "len"})
page("plans:task-drop", PLAN, pk="plan", task_pk="task")
page("plans:task-cancel", PLAN, pk="plan", task_pk="task", post={"reason": "Không còn phù hợp."})
page("plans:task-due", PLAN, pk="plan", task_pk="loose", post={"due_on": "30/9/2022"})
page("plans:assign", PLAN, pk="plan", task_pk="task", post=lambda world, room: {
    "role": "lead", "agencies": [world.at.spare.pk], "agency_text": "", "heading": "", "due_on": "",
})  # fmt: skip
page("plans:unassign", PLAN, pk="line", post={"reason": "Giao đơn vị khác."})


def _aside(room: SimpleNamespace) -> dict[str, str]:
    """Every report that waits is knowingly set aside."""
    waiting = room.plan.items.filter(lifecycle=Lifecycle.SUBMITTED)
    updates = {item.pk: latest_submission(item) for item in waiting}
    return {f"xu-ly-{pk}": f"thoi-theo-doi:{update.pk}" for pk, update in updates.items() if update}


# --- addresses: items -------------------------------------------------------------------------------

ITEM: Final = "đầu việc"
page("plans:item-detail", ITEM, pk="item")
page(
    "plans:report-form",
    ITEM,
    pk="item",
    voice="chutri_cv",
    post={"answer": "progress", "results": "Đã làm thêm một phần."},
)
page("plans:withdraw", ITEM, pk="item", voice="chutri_cv")
page(
    "plans:extension-ask",
    ITEM,
    pk="item",
    voice="chutri_cv",
    post={"new_due_on": "30/11/2022", "reason": "Chờ ý kiến."},
)
page(
    "plans:on-behalf",
    ITEM,
    pk="item",
    voice="theodoi_cv",
    post={"received_on": "14/7/2022", "results": "Theo báo cáo giấy."},
)
page("plans:review", ITEM, pk="item", voice="theodoi_cv", post={"confirm": "1"})
page("plans:extension-decide", "gia hạn", pk="extension", voice="theodoi_cv",
     post={"granted": "yes", "decision_number": "9-QĐ/ĐUK", "reason": "Đồng ý."})  # fmt: skip
page("plans:support-form", "dòng phối hợp", pk="helper", voice="phoihop", post={"results": "Đã phối hợp."})
page("plans:evidence", "minh chứng", pk="evidence")

# --- addresses: reports -----------------------------------------------------------------------------

REPORT: Final = "báo cáo"
page(
    "reporting:report-create",
    own_form=True,
    post=lambda world, room: {"directive": world.rooms[DOCUMENT]["chung"]["directive"].pk},
)
page("reporting:report-detail reporting:report-rows", REPORT, pk="report")
page("reporting:report-make", REPORT, pk="report", hx=True)
page("reporting:report-files", REPORT, pk="report", hx=True)
page("reporting:report-edit", REPORT, pk="report", post={"subject": "Trích yếu báo cáo đã sửa"})
page(
    "reporting:report-submit reporting:report-replace",
    REPORT,
    pk="report",
    post=lambda world, room: {"version": room.report.version},
)
page(
    "reporting:report-approve",
    REPORT,
    pk="report",
    voice="chu_ld",
    post=lambda world, room: {"version": room.report.version},
)
page(
    "reporting:report-return reporting:report-reopen",
    REPORT,
    pk="report",
    post=lambda world, room: {"version": room.report.version, "reason": "Sửa lại số liệu ở mục II."},
)
page(
    "reporting:report-copy",
    REPORT,
    pk="report",
    post=lambda world, room: {"upload": a_scan(), "note": "Bản trước mờ dấu."},
)
page(
    "reporting:report-parts",
    REPORT,
    pk="report",
    post=lambda world, room: {"agencies": [world.at.lead.pk], "words": "Nêu việc khó.", "sure": str(world.at.lead.pk)},
)
PART: Final = "phần báo cáo"
page(
    "reporting:part",
    PART,
    pk="part",
    voice="chutri_cv",
    post=lambda world, room: {"results": "Đã làm.", "version": room.part.version, "act": "close"},
)
page(
    "reporting:part-reopen",
    PART,
    pk="part",
    post=lambda world, room: {"reason": "Nêu thêm số liệu.", "version": room.part.version},
)
page("reporting:report-issue", REPORT, pk="report", post=lambda world, room: {
    "version": room.report.version, "number": "77", "issued_on": "14/7/2022", "signer": _signer(world),
})  # fmt: skip
page("reporting:file", REPORT, pk="report_file")
page("reporting:signed-copy", REPORT, pk="copy")


def a_scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("ban-ky.pdf", pdf("Bản ký"), "application/pdf")


def _signer(world: Any) -> int:
    return int(world.officers["chu_ld"].posts.get().pk)


# --- verbs: documents -------------------------------------------------------------------------------

FOR: Final = "directives.services."
AS: Final = "directives.entering."


def _entry(world: Any, number: str = "902-CV/ĐUK", **said: Any) -> Entry:
    return Entry("CV", number, issuer=world.at.block, issued_on=date(2022, 6, 1), subject="Văn bản mới", **said)


def _same(directive: Any) -> Entry:
    return Entry(
        "CV", directive.number_as_printed, issuer=directive.issuer, issued_on=directive.issued_on, subject="Đã sửa"
    )


@verb(f"{FOR}record_directive", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return directives.record_directive(_entry(world), office=world.at.owner, by=by, now=NOW)


@verb(f"{AS}enter", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return documents.enter(_entry(world), office=world.at.owner, by=by, now=NOW)


@verb(f"{FOR}get_or_record_stub", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return directives.get_or_record_stub(_entry(world, "903-CV/ĐUK"), office=world.at.owner, by=by, now=NOW)


@verb(f"{FOR}complete_directive", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    entry = Entry("KL", "93-KL/TW", issuer_text="Ban Bí thư", issued_on=date(2020, 11, 20), subject="Toàn văn đã có")
    return directives.complete_directive(room.directive, entry=entry, office=world.at.owner, by=by, now=NOW)


@verb(f"{FOR}revise_directive", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    one = room.directive
    return directives.revise_directive(one, entry=_same(one), version=one.version, by=by, now=NOW)


@verb(f"{AS}amend", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    one = room.directive
    return documents.amend(one, entry=_same(one), version=one.version, office=world.at.owner, by=by, now=NOW)


@verb(f"{FOR}link", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    above = world.rooms[DOCUMENT]["của riêng văn phòng"]["directive"]
    return directives.link(room.directive, superior=above, kind=LinkKind.BASIS, by=by)


@verb(f"{AS}tie", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    above = documents.Superior(LinkKind.BASIS, world.rooms[DOCUMENT]["của riêng văn phòng"]["directive"])
    return documents.tie(room.directive, above, office=world.at.owner, by=by, now=NOW)


@verb(f"{FOR}unlink", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return directives.unlink(room.link, by=by)


@verb(f"{FOR}unaddress", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return directives.unaddress(room.addressee, by=by)


@verb(f"{FOR}take_up", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return directives.take_up(room.directive, office=world.at.owner, by=by, now=NOW, text="Toàn văn của văn phòng.")


@verb(f"{FOR}keep_text", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return directives.keep_text(room.directive, office=world.at.owner, text="Toàn văn sửa.", by=by, now=NOW)


@verb(f"{FOR}attach_file", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    from tests.matrix.world import a_file

    return directives.attach_file(room.directive, office=world.at.owner, upload=a_file("them.txt"), by=by, now=NOW)


@verb(f"{FOR}drop_file", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return directives.drop_file(room.file, by=by)


# --- verbs: the catalogue ---------------------------------------------------------------------------


@verb("agencies.teaching.teach_alias", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return teach_alias(world.at.spare, text="Đơn vị dự bị động viên", office=world.at.owner, by=by)


@verb("agencies.teaching.create_provisional", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return create_provisional(name="Trung tâm Chuyển đổi số Nam Giang", office=world.at.owner, by=by)


# --- verbs: entering by reading ---------------------------------------------------------------------

READ: Final = "plans.services.intake."


@verb(f"{READ}begin", "hệ thống")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return entering.begin(office=world.at.owner, by=by, now=NOW, text="Công văn", kind="pasted")


@verb(f"{READ}change", INTAKE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return entering.change(room.intake, by=by, version=room.intake.version, act=answer_the_rest_later)


@verb(f"{READ}ask_about_twins_again", INTAKE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return entering.ask_about_twins_again(room.intake, by=by)


@verb(f"{READ}discard", INTAKE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return entering.discard(room.intake, by=by)


@verb(f"{READ}settle_left", INTAKE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return entering.settle_left(room.intake, by=by, key="mot")


@verb("plans.services.laying.publish_intake", INTAKE)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return laying.publish_intake(room.intake, by=by, now=NOW, version=room.intake.version, as_draft=True)


# --- verbs: plans -----------------------------------------------------------------------------------

PLANNING: Final = "plans.services.planning."
WHOLE: Final = "plans.services.publishing."


@verb(f"{PLANNING}open_plan", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.open_plan(room.directive, owner=world.at.owner, by=by, now=NOW)


@verb(f"{PLANNING}settle_plan", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    plan = room.plan
    return planning.settle_plan(plan, by=by, version=plan.version, monitor=plan.monitor, cycle=plan.cycle, preset=plan.preset,
                                days_after=12, rolls_forward=True, resubmit_days=5)  # fmt: skip


@verb(f"{PLANNING}add_task", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.add_task(room.plan, by=by, path="88", heading="Nhiệm vụ thêm")


@verb(f"{PLANNING}revise_task", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.revise_task(room.task, by=by, version=room.task.version, heading="Tên đã sửa")


@verb(f"{PLANNING}move_task", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.move_task(room.loose, by=by, up=True)


@verb(f"{PLANNING}drop_task", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.drop_task(room.task, by=by)


@verb(f"{PLANNING}cancel_task", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.cancel_task(room.task, by=by, now=NOW, reason="Không còn phù hợp.")


@verb(f"{PLANNING}cancel_task:không lý do", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.cancel_task(room.task, by=by, now=NOW, reason=" ")


@verb(f"{PLANNING}assign", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.assign(room.task, by=by, now=NOW, role=Role.LEAD, agency=world.at.spare)


@verb(f"{PLANNING}assign_many", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.assign_many(room.task, by=by, now=NOW, agencies=[world.at.spare], role=Role.COORDINATING)


@verb(f"{PLANNING}split_group", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.split_group(room.task, by=by, now=NOW, group=world.at.group)


@verb(f"{PLANNING}unassign", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.unassign(room.line, by=by, now=NOW, reason="Giao đơn vị khác.")


@verb(f"{PLANNING}add_duty", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return planning.add_duty(
        room.plan, by=by, now=NOW, name="Báo cáo năm", recurrence="yearly", since=TODAY, assignment=room.cycle
    )


@verb("plans.services.settling.settle_due", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return settling.settle_due(room.loose, by=by, now=NOW, due_on=date(2022, 9, 30))


@verb("plans.services.settling.settle_due:đã có hạn", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return settling.settle_due(room.task, by=by, now=NOW, due_on=date(2022, 9, 30))


@verb(f"{WHOLE}publish", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return publishing.publish(room.plan, by=by, now=NOW)


@verb(f"{WHOLE}recall", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return publishing.recall(room.plan, by=by, now=NOW)


@verb(f"{WHOLE}pause", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return publishing.pause(room.plan, by=by, now=NOW, reason="Chờ hướng dẫn.")


@verb(f"{WHOLE}resume", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return publishing.resume(room.plan, by=by, now=NOW)


@verb("plans.services.ending.end", PLAN)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    waiting = progress.latest_submissions(room.plan.items.all())
    closings = {pk: ending.Closing(submission=update.pk) for pk, update in waiting.items()}
    return ending.end(room.plan, by=by, now=NOW, reason="Hết thời gian.", closings=closings)


# --- verbs: items -----------------------------------------------------------------------------------

GOING: Final = "plans.services.progress."
MORE: Final = "plans.services.extensions."


@verb(f"{GOING}report", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.report(room.item, by=by, now=NOW, submits=False, results="Đã làm thêm một phần.")


@verb(f"{GOING}report:báo hoàn thành", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.report(room.item, by=by, now=NOW, submits=True, results="Đã làm xong.")


@verb(f"{GOING}report:không ghi kết quả", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.report(room.item, by=by, now=NOW, submits=True)


@verb(f"{GOING}withdraw", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.withdraw(room.item, by=by, now=NOW)


@verb(f"{GOING}confirm", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.confirm(room.item, by=by, now=NOW)


@verb(f"{GOING}send_back", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.send_back(room.item, by=by, now=NOW, reason="Chưa nêu số liệu.")


@verb(f"{GOING}send_back:không lý do", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.send_back(room.item, by=by, now=NOW, reason="")


@verb(f"{GOING}record_on_behalf", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.record_on_behalf(room.item, by=by, now=NOW, received_on=TODAY, results="Theo báo cáo giấy.")


@verb(f"{GOING}fulfil_by_report", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.fulfil_by_report(room.item, by=by, now=NOW, note="Ban hành báo cáo.")


@verb(f"{GOING}support", "dòng phối hợp")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return progress.support(room.helper, by=by, now=NOW, results="Đã phối hợp.")


@verb(f"{MORE}ask_extension", ITEM)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return extensions.ask_extension(room.item, by=by, now=NOW, new_due_on=date(2022, 11, 30), reason="Chờ ý kiến.")


@verb(f"{MORE}decide_extension", "gia hạn")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return extensions.decide_extension(room.extension, by=by, now=NOW, granted=True, decision_number="9-QĐ/ĐUK")


@verb(f"{MORE}decide_extension:không số văn bản", "gia hạn")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return extensions.decide_extension(room.extension, by=by, now=NOW, granted=True)


@verb(f"{MORE}decide_extension:không đồng ý", "gia hạn")
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return extensions.decide_extension(room.extension, by=by, now=NOW, granted=False, reason="Chưa đủ căn cứ.")


# --- verbs: reports ---------------------------------------------------------------------------------

PAPER: Final = "reporting.services."


@verb(f"{PAPER}lay_out_report", DOCUMENT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    span = Span(date(2022, 1, 1), date(2022, 6, 30), "6 tháng đầu năm 2022")
    return reports.lay_out_report(office=world.at.owner, directive=room.directive, span=span, by=by, now=NOW)


@verb(f"{PAPER}revise_report", REPORT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reports.revise_report(room.report, by=by, now=NOW, version=room.report.version, subject="Đã sửa")


@verb(f"{PAPER}freeze_report", REPORT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reports.freeze_report(room.report, by=by, now=NOW, version=room.report.version)


@verb(f"{PAPER}reopen_report", REPORT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reports.reopen_report(
        room.report, by=by, now=NOW, version=room.report.version, reason="Sửa số liệu ở mục II."
    )


@verb("reporting.parting.ask_parts", REPORT)
def _ask_parts(world: Any, room: Any, by: Officer) -> Any:
    return parting.ask_parts(room.report, agencies=[world.at.lead], by=by, now=NOW)


@verb("reporting.parting.write_part", PART)
def _write_part(world: Any, room: Any, by: Officer) -> Any:
    said = {"results": "Đã làm.", "difficulties": "", "proposals": ""}
    return parting.write_part(room.part, by=by, now=NOW, version=room.part.version, close=True, **said)


@verb("reporting.parting.reopen_part", PART)
def _reopen_part(world: Any, room: Any, by: Officer) -> Any:
    return parting.reopen_part(room.part, by=by, now=NOW, version=room.part.version, reason="Nêu thêm số liệu.")


@verb("reporting.signing.approve_report", REPORT)
def _approve_report(world: Any, room: Any, by: Officer) -> Any:
    return signing.approve_report(room.report, by=by, now=NOW, version=room.report.version)


@verb("reporting.signing.return_report", REPORT)
def _return_report(world: Any, room: Any, by: Officer) -> Any:
    return signing.return_report(
        room.report, by=by, now=NOW, version=room.report.version, reason="Sửa số liệu ở mục II."
    )


@verb("reporting.signing.replace_report", REPORT)
def _replace_report(world: Any, room: Any, by: Officer) -> Any:
    return signing.replace_report(room.report, by=by, now=NOW)


@verb("reporting.signing.attach_signed_copy", REPORT)
def _attach_signed_copy(world: Any, room: Any, by: Officer) -> Any:
    return signing.attach_signed_copy(
        room.report, by=by, now=NOW, upload=check_upload(a_scan()), note_why="Bản trước mờ dấu."
    )


@verb(f"{PAPER}issue_report", REPORT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    signer = Signer("Trưởng ban", "Cán bộ chu_ld")
    return reports.issue_report(
        room.report, by=by, now=NOW, version=room.report.version, number=77, issued_on=TODAY, signer=signer
    )


@verb(f"{PAPER}ask_file", REPORT)
def _(world: Any, room: SimpleNamespace, by: Officer) -> Any:
    return reports.ask_file(room.report, by=by, now=NOW)


# Acts that are allowed and yet may write nothing: the file of an issued report is there already.
QUIET: Final = {"POST reporting:report-make", f"{PAPER}ask_file"}
# Steps inside verbs that take `by` to write it down: the verb around them asks the rule, nobody else calls them.
STEPS: Final = frozenset(
    {
        "plans.services.items.write_event", "plans.services.items.open_products", "plans.services.items.reopen_items",
        "plans.services.items.open_period", "plans.services.items.open_duty", "plans.services.items.open_duties",
        "plans.services.planning.set_aside", "plans.services.planning.begin_lines", "plans.services.publishing.end_pause",
        "plans.services.settling.end_tasks", "plans.services.duties.may_ask", "plans.services.importing.locked",
        "plans.services.monitoring.settle_monitor", "plans.services.calendar.follow_calendar",
        "plans.services.intake.locked", "plans.services.laying.completes",
        "plans.services.laying.may_be_planned",
    }
)  # fmt: skip
