"""One officer for each relation to the same work, and that work in every state; everything is made through the services.

Thành ủy Nam Giang                 above all of them
└ Đảng ủy Khối                     issues; its leaders confirm what the monitor itself leads
  ├ Ban Tuyên giáo Đảng ủy Khối    enters the documents, owns the plans ("văn phòng chủ kế hoạch")
  ├ Văn phòng Đảng ủy Khối         monitors them
  ├ Đảng bộ Sở                     stands above the lead only
  │ └ Đơn vị chủ trì               leads
  │   └ Chi bộ trực thuộc          stands below the lead
  ├ Đơn vị cùng chủ trì            leads beside it, on a line of its own
  ├ Đơn vị phối hợp                supports the lead's line
  ├ Đơn vị đã thôi                 led until its line was ended
  ├ Đơn vị cũ → Đơn vị kế tục      led too, until it ended and handed its work over
  ├ Đơn vị được gửi                was sent the documents
  └ Đơn vị ngang cấp               has no part in any of it
Tỉnh ủy Bắc Hà                     another province
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any, Final

from django.core.files.base import ContentFile

from agencies.choices import AgencyKind, Duty, Level, ReadKind
from agencies.models import Agency, Officer
from agencies.reads.taking import took_out
from agencies.services import appoint, create_agency, create_group, create_officer, end_post, load_holidays
from agencies.uploads import CheckedFile
from directives.choices import LinkKind, Purpose, Secrecy
from directives.models import Directive, DirectiveFile
from directives.services import Entry, address_to, attach_file, get_or_record_stub, keep_text, link, record_directive
from plans.choices import DueSource, EventKind, Lifecycle, Role, TaskKind
from plans.models import Assignment, Evidence, Plan, StatusUpdate, Task, WorkItem
from plans.reminders.unsubscribing import token_for
from plans.services import ending, extensions, planning, progress, publishing
from plans.services import intake as entering
from plans.services.items import write_event
from plans.services.laying import publish_intake
from plans.services.lines import refuse_line
from reporting import parting, signing
from reporting import services as reports
from reporting.models import Report, ReportFile
from reporting.periods import Span
from reporting.rules import Signer
from tests.cast import LONG_AGO, NOW, TODAY, moment
from tests.history import dated
from tests.matrix.acts import CLOSED
from tests.plans.intake.begun import SPECIMEN

# Column of the tables → the officers that stand for it; a cell is tried as each of them.
RELATIONS: Final[dict[str, tuple[str, ...]]] = {
    "Chủ": ("chu_cv", "chu_ld"),
    "Theo dõi": ("theodoi_cv", "theodoi_ld"),
    "Ban hành": ("banhanh_cv",),
    "LĐ ban hành": ("banhanh_ld",),
    "Được ủy quyền": ("uyquyen",),
    "Cấp trên": ("captren_cv", "captren_ld"),
    "Cấp trên đơn vị": ("tren_chutri",),
    "Chủ trì": ("chutri_cv", "chutri_ld"),
    "Cùng chủ trì": ("cungchutri",),
    "Kế tục": ("ketuc",),
    "Phối hợp": ("phoihop",),
    "Cấp dưới": ("duoi_chutri",),
    "Đã thôi": ("dathoi",),
    "Được gửi": ("duocgui",),
    "Ngang cấp": ("ngangcap",),
    "Kiêm nhiệm": ("kiemnhiem",),
    "Nơi khác": ("noikhac_cv", "noikhac_ld"),
    "Quản trị": ("quantri",),
    "Quản trị tỉnh": ("quantri_tren",),
    "Hết chức trách": ("hetchuc",),
    "Khóa": ("bikhoa",),
    "Khách": ("",),
    # Where it matters whether one is a leader.
    "CV chủ": ("chu_cv",),
    "LĐ chủ": ("chu_ld",),
    "CV theo dõi": ("theodoi_cv",),
    "LĐ theo dõi": ("theodoi_ld",),
    "CV cấp trên": ("captren_cv",),
    "LĐ cấp trên": ("captren_ld",),
    "CV chủ trì": ("chutri_cv",),
    "LĐ chủ trì": ("chutri_ld",),
    "CV nơi khác": ("noikhac_cv",),
    "LĐ nơi khác": ("noikhac_ld",),
    # Of what one officer is still entering.
    "Người nhập": ("chu_cv",),
    "Đồng nghiệp": ("chu_ld",),
}
BEGUN: Final = moment("2022-05-04", 8)

# A word of each kind of content that stands nowhere else; search boxes find it as it is.
SECRETS: Final[dict[str, str]] = {
    "trích yếu": "kyhieutrichyeu",
    "toàn văn": "kyhieutoanvan",
    "tệp văn bản": "kyhieutepvanban",
    "lời nhiệm vụ": "kyhieunhiemvu",
    "nhiệm vụ nháp": "kyhieubannhap",
    "kết quả báo cáo": "kyhieuketqua",
    "tệp minh chứng": "kyhieuminhchung",
    "phần phối hợp": "kyhieuphoihop",
    "lý do gia hạn": "kyhieugiahan",
    "lý do trả lại": "kyhieutralai",
    "báo cáo dự thảo": "kyhieuduthao",
    "báo cáo ban hành": "kyhieubanhanh",
    "bản đang nhập": "kyhieudangnhap",
    "ý kiến chỉ đạo": "kyhieuykien",
    "trả lời ý kiến": "kyhieutraloi",
    "chế độ xem riêng": "kyhieuxemrieng",
    "chế độ xem chung": "kyhieuxemchung",
    "tên lịch riêng": "kyhieulichrieng",
    "dòng tệp nhập": "kyhieudongnhap",
    "lý do hàng loạt": "kyhieuhangloat",
    "tệp quyết định": "kyhieuquyetdinh",
    "lời trước khi phát hành": "kyhieulichsu",
    "lý do không nhận": "kyhieukhongnhan",
    "lý do ghi bỏ": "kyhieughibo",
    "lý do mở lại": "kyhieumolai",
    "công văn đôn đốc": "kyhieudondoc",
    "dự thảo công văn": "kyhieuthaocongvan",
}
# Stands beside the secret of the full text: who finds the one reads the other in the excerpt.
ANCHOR: Final = "mocneo"


def a_file(name: str) -> CheckedFile:
    """A small text file as it passed the checks."""
    content = f"Nội dung {name}".encode()
    return CheckedFile(
        name, ContentFile(content, name=name), "text/plain", len(content), f"{abs(hash(name)):064x}"[:64]
    )


@dataclass
class MatrixWorld:
    """The agencies by short key, the officers by username, and by kind and state the rows that addresses and verbs speak of."""

    at: SimpleNamespace
    officers: dict[str, Officer]
    rooms: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def officer(self, username: str) -> Officer:
        """The officer as a request has them."""
        return Officer.objects.get(pk=self.officers[username].pk).enter(on=TODAY)

    def put(self, kind: str, state: str, **rows: Any) -> None:
        self.rooms.setdefault(kind, {})[state] = rows


def make_agencies() -> SimpleNamespace:
    """The bodies of the docstring."""

    def body(
        name: str, kind: str, level: str, parent: Agency | None = None, serves: Agency | None = None, **said: Any
    ) -> Agency:
        return create_agency(name=name, kind=kind, level=level, parent=parent, serves=serves, place="Nam Giang", **said)

    committee, organ, unit = AgencyKind.COMMITTEE, AgencyKind.PARTY_ORGAN, AgencyKind.UNIT
    city = body("Thành ủy Nam Giang", committee, Level.PROVINCE, symbol="TU", acting_body="Ban Thường vụ")
    block = body("Đảng ủy Khối", committee, Level.DISTRICT, city, symbol="ĐUK", acting_body="Ban Thường vụ")
    branch = body("Đảng bộ Sở Công nghệ", committee, Level.COMMUNE, block, symbol="ĐBS")
    lead = body("Đơn vị chủ trì", unit, Level.COMMUNE, branch)
    far = create_agency(name="Tỉnh ủy Bắc Hà", kind=committee, level=Level.PROVINCE, symbol="TU", place="Bắc Hà")
    return SimpleNamespace(
        city=city, block=block, branch=branch, lead=lead, far=far,
        owner=body("Ban Tuyên giáo Đảng ủy Khối", organ, Level.DISTRICT, block, block, symbol="BTGĐUK"),
        monitor=body("Văn phòng Đảng ủy Khối", organ, Level.DISTRICT, block, block, symbol="VPĐUK"),
        below=body("Chi bộ trực thuộc", unit, Level.COMMUNE, lead),
        beside=body("Đơn vị cùng chủ trì", unit, Level.COMMUNE, block),
        helper=body("Đơn vị phối hợp", unit, Level.COMMUNE, block),
        former=body("Đơn vị đã thôi", unit, Level.COMMUNE, block),
        told=body("Đơn vị được gửi", unit, Level.COMMUNE, block),
        sister=body("Đơn vị ngang cấp", unit, Level.COMMUNE, block),
        spare=body("Đơn vị dự bị", unit, Level.COMMUNE, block),
        second=body("Đơn vị dự bị hai", unit, Level.COMMUNE, block),
        old=body("Đơn vị cũ", unit, Level.COMMUNE, block),
        heir=body("Đơn vị kế tục", unit, Level.COMMUNE, block),
    )  # fmt: skip


def make_officers(at: SimpleNamespace) -> dict[str, Officer]:
    """One or two officers per relation, each with the duty that the name says."""
    made: dict[str, Officer] = {}

    def officer(username: str, *posts: tuple[Agency, str]) -> Officer:
        one = create_officer(username=username, full_name=f"Cán bộ {username}", email=f"{username}@example.vn")
        for agency, duty in posts:
            appoint(one, agency=agency, duty=duty, title="Trưởng ban" if duty == Duty.LEADER else "", since=LONG_AGO)
        made[username] = one
        return one

    pairs = (("chu", at.owner), ("theodoi", at.monitor), ("banhanh", at.block), ("captren", at.city), ("chutri", at.lead),
             ("noikhac", at.far))  # fmt: skip
    for name, agency in pairs:
        officer(f"{name}_cv", (agency, Duty.CLERK))
        officer(f"{name}_ld", (agency, Duty.LEADER))
    for name, agency in (("tren_chutri", at.branch), ("cungchutri", at.beside), ("phoihop", at.helper), ("duoi_chutri", at.below),
                         ("dathoi", at.former), ("duocgui", at.told), ("ngangcap", at.sister), ("uyquyen", at.block),
                         ("ketuc", at.old)):  # fmt: skip
        officer(name, (agency, Duty.CLERK))
    officer("kiemnhiem", (at.monitor, Duty.CLERK), (at.lead, Duty.CLERK))
    officer("quantri", (at.block, Duty.ADMINISTRATOR))
    officer("quantri_tren", (at.city, Duty.ADMINISTRATOR))
    end_post(officer("hetchuc", (at.owner, Duty.CLERK)).posts.get(), on=date(2022, 7, 13))
    closed = officer("bikhoa", (at.owner, Duty.CLERK))
    closed.set_password(CLOSED)
    closed.is_active = False
    closed.save(update_fields=["password", "is_active"])
    return made


class Maker:
    """Builds the rooms of the world, one noun after the other."""

    def __init__(self, world: MatrixWorld) -> None:
        self.world, self.at = world, world.at
        self.by, self.lead = world.officer("chu_cv"), world.officer("chutri_cv")
        self.monitor = world.officer("theodoi_cv")
        self.number = 100

    def document(self, subject: str, *, issuer: Agency | None = None, **said: Any) -> Directive:
        """Recorded by the owner; sent for information to the body that is only told."""
        self.number += 1
        issuer = issuer or self.at.block
        entry = Entry(
            "CV",
            f"{self.number}-CV/{issuer.symbol}",
            issuer=issuer,
            issued_on=date(2022, 4, 1),
            subject=subject,
            **said,
        )
        made = record_directive(entry, office=self.at.owner, by=self.by, now=BEGUN)
        address_to(made, agencies=[self.at.told], purpose=Purpose.INFORM, since=date(2022, 4, 1))
        return made

    def plan(self, directive: Directive, word: str) -> Plan:
        """A draft with a dated task, one that lives on the cycle, and every relation on both."""
        plan = planning.open_plan(directive, owner=self.at.owner, monitor=self.at.monitor, by=self.by, now=BEGUN)
        self.task(plan, "1", f"Sản phẩm {word}", date(2022, 8, 31))
        self.task(plan, "2", f"Thường xuyên {word}", None)
        return plan

    def task(self, plan: Plan, path: str, heading: str, due_on: date | None, **said: Any) -> dict[str, Any]:
        kind = TaskKind.PRODUCT if due_on else TaskKind.CONTINUING
        said = {"source_text": f"Lời văn bản: {heading}.", "kind": kind, "due_on": due_on} | said
        task = planning.add_task(plan, by=self.by, path=path, heading=heading, **said)
        give: dict[str, Any] = {"by": self.by, "now": BEGUN}
        lead = planning.assign(task, role=Role.LEAD, agency=self.at.lead, **give)
        beside = planning.assign(task, role=Role.LEAD, agency=self.at.beside, **give)
        helper = planning.assign(task, role=Role.COORDINATING, agency=self.at.helper, supports=lead, **give)
        left = planning.assign(task, role=Role.LEAD, agency=self.at.former, **give)
        planning.assign(task, role=Role.LEAD, agency=self.at.old, **give)
        return {"plan": plan, "task": task, "lead": lead, "beside": beside, "helper": helper, "left": left}

    def rows_of(self, plan: Plan) -> dict[str, Any]:
        first, second = plan.tasks.order_by("position")[:2]
        lines = {line.agency_id: line for line in first.assignments.all()}
        return {
            "plan": plan, "task": first, "loose": second, "line": lines[self.at.lead.pk], "helper": lines[self.at.helper.pk],
            "cycle": second.assignments.get(agency=self.at.lead), "directive": plan.directive,
        }  # fmt: skip

    def let_go(self, plan: Plan) -> None:
        for line in Assignment.objects.active().filter(task__plan=plan, agency=self.at.former):
            planning.unassign(line, by=self.by, now=NOW, reason="Sắp xếp lại đầu mối.")

    # --- what there is in each state -------------------------------------------------------------

    def plans(self) -> None:
        """Draft, just published, tracked, paused, ended."""
        draft = self.plan(self.document("Văn bản có kế hoạch nháp"), SECRETS["nhiệm vụ nháp"])
        fresh = self.plan(self.document("Văn bản vừa phát hành kế hoạch"), "mới")
        paused = self.plan(self.document("Văn bản có kế hoạch tạm dừng"), "dừng")
        ended = self.plan(self.document("Văn bản có kế hoạch kết thúc"), "kết")
        untouched = self.plan(self.document("Văn bản có kế hoạch chưa ai động đến"), "chưa động")
        for line in Assignment.objects.filter(task__plan=untouched, agency=self.at.old):
            planning.unassign(line, by=self.by, now=NOW)  # so that the handover leaves it alone
        for plan in (fresh, untouched, paused, ended):
            publishing.publish(plan, by=self.by, now=BEGUN)
            plan.refresh_from_db()
            self.let_go(plan)
        publishing.pause(paused, by=self.by, now=NOW, reason="Chờ hướng dẫn của cấp trên.")
        ending.end(ended, by=self.by, now=NOW, reason="Hết thời gian thực hiện.")
        states = (
            ("nháp", draft), ("vừa phát hành", fresh), ("chưa ai động đến", untouched), ("tạm dừng", paused), ("kết thúc", ended),
        )  # fmt: skip
        for state, plan in states:
            plan.refresh_from_db()
            self.world.put("kế hoạch", state, **self.rows_of(plan))
        for state, plan in (("kế hoạch tạm dừng", paused), ("kế hoạch kết thúc", ended)):
            item = plan.items.get(agency=self.at.lead, kind="product")
            self.world.put("đầu việc", state, item=item)

    def tracked(self) -> None:
        """The plan that is worked on: one task for each state of an item."""
        word = SECRETS["lời nhiệm vụ"]
        plan = self.plan(self.document(f"Văn bản {SECRETS['trích yếu']}"), word)
        self.common = plan.directive
        states = ("chưa thực hiện", "đang thực hiện", "chờ xác nhận", "bị trả lại", "hoàn thành", "quá hạn", "hủy", "chuyển giao",
                  "đang xin gia hạn", "đã trả lời gia hạn", "hạn do văn bản", "mở lại", "đơn vị không nhận")  # fmt: skip
        for place, state in enumerate(states, start=3):
            due = date(2022, 6, 30) if state == "quá hạn" else date(2022, 9, 30)
            source = DueSource.DOCUMENT if state == "hạn do văn bản" else DueSource.OFFICE
            self.task(plan, str(place), f"Việc {state} {word}", due, due_source=source)
        own = planning.add_task(plan, by=self.by, path="20", heading=f"Việc của nơi theo dõi {word}", kind=TaskKind.PRODUCT,
                                due_on=date(2022, 9, 30))  # fmt: skip
        planning.assign(own, by=self.by, now=BEGUN, role=Role.LEAD, agency=self.at.monitor)
        first = plan.tasks.order_by("position")[0]
        for heading in (f"Tên cũ {SECRETS['lời trước khi phát hành']}", first.heading):
            planning.revise_task(first, by=self.by, version=first.version, heading=heading)
            first.refresh_from_db()
        # One transaction has one time, which would make the draft as young as the publication.
        dated(BEGUN, Task, pgh_obj_id=first.pk)
        publishing.publish(plan, by=self.by, now=BEGUN)
        plan.refresh_from_db()
        for path in ("3", "1"):
            self.one(plan, path, self.at.former)  # there is something that the former agency keeps
        self.say(self.one(plan, "3", self.at.former), "dathoi", results="Phần đã làm trước khi thôi.")
        self.let_go(plan)
        items = {state: self.one(plan, str(place)) for place, state in enumerate(states, start=3)}
        self.move(items)
        for state, item in items.items():
            self.world.put("đầu việc", state, item=self.fresh(item))
        self.own_items(plan)
        self.world.put("kế hoạch", "đang theo dõi", **self.rows_of(plan))
        self.world.put("đầu việc", "của đơn vị đã thôi", item=self.one(plan, "3", self.at.former))
        self.lines_and_files(plan, items)

    def one(self, plan: Plan, path: str, agency: Agency | None = None) -> WorkItem:
        return WorkItem.objects.with_names().get(
            plan=plan, task__path=path, agency=agency or self.at.lead, kind="product"
        )

    def fresh(self, item: WorkItem) -> WorkItem:
        return WorkItem.objects.with_names().get(pk=item.pk)

    def say(self, item: WorkItem, username: str, **said: Any) -> StatusUpdate:
        return progress.report(item, by=self.world.officer(username), now=NOW, **({"submits": False} | said))

    def move(self, items: dict[str, WorkItem]) -> None:
        """Bring each item into the state it stands for."""
        secret = SECRETS["kết quả báo cáo"]
        self.say(items["đang thực hiện"], "chutri_cv", results=f"Đang làm {secret}")
        proof = [a_file(f"{SECRETS['tệp minh chứng']}.txt")]
        self.say(items["chờ xác nhận"], "chutri_cv", submits=True, results=f"Đã xong {secret}", evidence=proof)
        self.say(items["bị trả lại"], "chutri_cv", submits=True, results=f"Đã xong {secret}")
        progress.send_back(
            items["bị trả lại"], by=self.monitor, now=NOW, reason=f"Thiếu số liệu {SECRETS['lý do trả lại']}."
        )
        self.say(items["hoàn thành"], "chutri_cv", submits=True, results=f"Đã xong {secret}")
        progress.confirm(items["hoàn thành"], by=self.monitor, now=NOW)
        again = items["mở lại"]
        self.say(again, "chutri_cv", submits=True, results=f"Đã xong {secret}")
        progress.confirm(again, by=self.monitor, now=NOW)
        progress.reopen(again, by=self.monitor, now=NOW, reason=f"Số liệu sai {SECRETS['lý do mở lại']}.")
        refuse_line(
            items["đơn vị không nhận"].assignment, by=self.lead, now=NOW,
            reason=f"Việc của nơi khác {SECRETS['lý do không nhận']}.",
        )  # fmt: skip
        planning.cancel_task(items["hủy"].task, by=self.by, now=NOW, reason="Không còn phù hợp.")
        gone = items["chuyển giao"]
        gone.lifecycle, gone.last_event_on = Lifecycle.HANDED_OVER, TODAY
        gone.save(update_fields=["lifecycle", "last_event_on"])
        write_event(gone, kind=EventKind.CANCELLED, on=TODAY, now=NOW, by=self.by, note="Chuyển giao")
        ask: dict[str, Any] = {"by": self.lead, "now": NOW, "new_due_on": date(2022, 10, 31)}
        for state in ("đang xin gia hạn", "hạn do văn bản"):
            asked = extensions.ask_extension(items[state], reason=f"Chờ ý kiến {SECRETS['lý do gia hạn']}.", **ask)
            name = "chờ quyết định" if state == "đang xin gia hạn" else state
            self.world.put("gia hạn", name, extension=asked, item=items[state])
        answered = extensions.ask_extension(items["đã trả lời gia hạn"], reason="Cần thêm thời gian.", **ask)
        extensions.decide_extension(answered, by=self.monitor, now=NOW, granted=False, reason="Chưa đủ căn cứ.")
        self.world.put("gia hạn", "đã quyết định", extension=answered, item=items["đã trả lời gia hạn"])

    def own_items(self, plan: Plan) -> None:
        """What the monitor itself leads: submitted, and with a request for more time."""
        item = self.one(plan, "20", self.at.monitor)
        asked = extensions.ask_extension(
            item, by=self.monitor, now=NOW, new_due_on=date(2022, 10, 31), reason="Chờ ý kiến."
        )
        self.world.put("gia hạn", "việc của nơi theo dõi", extension=asked, item=item)
        self.say(item, "theodoi_cv", submits=True, results="Đã xong phần của nơi theo dõi.")
        self.world.put("đầu việc", "việc của nơi theo dõi", item=self.fresh(item))

    def lines_and_files(self, plan: Plan, items: dict[str, WorkItem]) -> None:
        """What the helper said, and the files of both."""
        helper = items["chờ xác nhận"].task.assignments.get(agency=self.at.helper)
        share = progress.support(
            helper, by=self.world.officer("phoihop"), now=NOW, results=f"Phần phối hợp {SECRETS['phần phối hợp']}",
            evidence=[a_file("phoi-hop.txt")],
        )  # fmt: skip
        waiting = progress.latest_submission(items["chờ xác nhận"])
        assert waiting is not None
        self.world.put("minh chứng", "của đơn vị chủ trì", evidence=waiting.evidence.get())
        self.world.put("minh chứng", "của đơn vị phối hợp", evidence=share.evidence.get())
        self.world.put("dòng phối hợp", "đang theo dõi", helper=helper)
        for state in ("tạm dừng", "kết thúc"):
            self.world.put("dòng phối hợp", state, helper=self.world.rooms["kế hoạch"][state]["helper"])

    def documents(self) -> None:
        """Common, office-only, internal, known by citation only."""
        common = self.common
        keep_text(common, office=self.at.owner, text=f"Toàn văn {ANCHOR} {SECRETS['toàn văn']}.", by=self.by, now=BEGUN)
        file = attach_file(
            common, office=self.at.owner, upload=a_file(f"{SECRETS['tệp văn bản']}.txt"), by=self.by, now=BEGUN
        )
        stub = get_or_record_stub(
            Entry("KL", "93-KL/TW", issuer_text="Ban Bí thư", issued_on=date(2020, 11, 20), subject="Văn bản được viện dẫn"),
            office=self.at.owner, by=self.by, now=BEGUN,
        )  # fmt: skip
        tie = link(common, superior=stub, kind=LinkKind.IMPLEMENTS, by=self.by)
        told = common.addressees.get(purpose=Purpose.INFORM)
        self.world.put("văn bản", "chung", directive=common, link=tie, file=file, addressee=told)
        self.world.put("văn bản", "viện dẫn", directive=stub)
        held = self.document("Văn bản của cấp trên do văn phòng giữ", issuer=self.at.city)
        own = attach_file(held, office=self.at.owner, upload=a_file("cua-rieng.txt"), by=self.by, now=BEGUN)
        self.world.put("văn bản", "của riêng văn phòng", directive=held, file=own)
        internal = self.document("Văn bản lưu hành nội bộ", secrecy=Secrecy.INTERNAL)
        inside = attach_file(internal, office=self.at.owner, upload=a_file("noi-bo.txt"), by=self.by, now=BEGUN)
        plan = self.plan(internal, "nội bộ")
        publishing.publish(plan, by=self.by, now=BEGUN)
        plan.refresh_from_db()
        self.let_go(plan)
        self.world.put("văn bản", "lưu hành nội bộ", directive=internal, file=inside)
        bare = self.document("Văn bản chưa có kế hoạch")
        self.world.put("văn bản", "chưa lập kế hoạch", directive=bare)

    def reports(self) -> None:
        """Draft, put forward, approved, issued without and with a signed copy, replaced; the monitor receives it."""
        span = Span(date(2022, 1, 1), date(2022, 6, 30), "6 tháng đầu năm 2022")
        leader = self.world.officer("chu_ld")
        states = ("dự thảo", "trình ký", "đã duyệt", "đã ban hành", "có bản ký", "đã thay thế")
        for number, state in enumerate(states, start=1):
            made = reports.lay_out_report(
                office=self.at.owner, directive=self.common, span=span, by=self.by, now=NOW, recipient=self.at.monitor
            )
            word = SECRETS["báo cáo dự thảo" if state == "dự thảo" else "báo cáo ban hành"]
            made = reports.revise_report(
                made, by=self.by, now=NOW, version=made.version, sections={"results": f"Lời văn {word}."}
            )
            if state != "dự thảo":
                made = reports.freeze_report(made, by=self.by, now=NOW, version=made.version)
            if state not in ("dự thảo", "trình ký"):
                made = signing.approve_report(made, by=leader, now=NOW, version=made.version)
            if number > 3:
                signer = Signer("Trưởng ban", "Cán bộ chu_ld")
                made = reports.issue_report(
                    made, by=self.by, now=NOW, version=made.version, number=number, issued_on=TODAY, signer=signer
                )
            copy = (
                signing.attach_signed_copy(made, by=self.by, now=NOW, upload=a_file("ban-ky.txt"))
                if number > 4
                else None
            )
            if state == "đã thay thế":
                signing.replace_report(made, by=self.by, now=NOW)
            self.world.put(
                "báo cáo", state, report=Report.objects.get(pk=made.pk), report_file=self.paper(made), copy=copy
            )

    def parts(self) -> None:
        """What the lead agency gives to a draft: open, and closed by it."""
        span, closer = (
            Span(date(2022, 1, 1), date(2022, 6, 30), "6 tháng đầu năm 2022"),
            self.world.officer("chutri_cv"),
        )
        for state in ("đang mở", "đã chốt"):
            made = reports.lay_out_report(office=self.at.owner, directive=self.common, span=span, by=self.by, now=NOW)
            (part,) = parting.ask_parts(made, agencies=[self.at.lead], by=self.by, now=NOW)
            if state == "đã chốt":
                said = {"results": "Đã làm.", "difficulties": "", "proposals": ""}
                part = parting.write_part(part, by=closer, now=NOW, version=part.version, close=True, **said)
            self.world.put("phần báo cáo", state, report=made, part=part)

    def paper(self, report: Report) -> ReportFile:
        made, _ = ReportFile.objects.get_or_create(
            report=report, kind="pdf", report_version=report.version, defaults={"asked_at": NOW}
        )
        made.state, made.size = "ready", 4
        made.file.save("bao-cao.pdf", ContentFile(b"%PDF"), save=False)
        made.save()
        return made

    def intakes(self) -> None:
        """One to be reviewed, one waiting to be read, one made with questions left."""
        text = SPECIMEN.replace("V/v đẩy mạnh", f"V/v {SECRETS['bản đang nhập']} đẩy mạnh", 1)
        file = a_file("ban-nhap.txt")
        ready = entering.begin(office=self.at.owner, by=self.by, now=NOW, text=text, kind="pasted", upload=file)
        entering.read_intake(ready.pk, now=NOW)
        waiting = entering.begin(office=self.at.owner, by=self.by, now=NOW, text="Công văn chờ đọc", kind="pasted")
        done = entering.begin(office=self.at.owner, by=self.by, now=NOW, text=self.another(), kind="pasted")
        entering.read_intake(done.pk, now=NOW)
        done.refresh_from_db()
        publish_intake(done, by=self.by, now=NOW, version=done.version, as_draft=True)
        done.refresh_from_db()
        done.left = [{"key": "mot", "text": "Câu hỏi còn lại", "kind": "left"}]
        done.save(update_fields=["left"])
        for state, intake in (("chờ xem lại", ready), ("chờ đọc", waiting), ("đã tạo", done)):
            intake.refresh_from_db()
            tasks = (intake.proposal or {}).get("tasks", [])
            self.world.put("bản nhập", state, intake=intake, task_id=tasks[0]["id"] if tasks else 1, place=0)

    def another(self) -> str:
        """The specimen's words under another number."""
        return SPECIMEN.replace("812-CV", "813-CV")


def make_matrix_world() -> MatrixWorld:
    """Everything; takes some seconds."""
    from tests.matrix.cycle import widen  # it builds on the names above

    load_holidays((2022,))
    at = make_agencies()
    world = MatrixWorld(at, make_officers(at))
    at.group = create_group(owner=at.block, name="các đơn vị", members=[at.spare, at.sister], since=LONG_AGO)
    maker = Maker(world)
    maker.plans()
    maker.tracked()
    maker.documents()
    maker.reports()
    maker.parts()
    maker.intakes()
    stop = token_for(world.officer("chu_cv").pk, on=TODAY)
    world.put("hệ thống", "", slug="bat-dau", key="khong-co", stop=stop)
    widen(maker)
    note_reads(world)
    return world


def note_reads(world: MatrixWorld) -> None:
    """As if everybody had taken out what carries a planted word: the log names it only to those who may see it."""
    holders = [world.at.owner.pk]
    file = DirectiveFile.objects.get(name__contains=SECRETS["tệp văn bản"])
    proof = Evidence.objects.get(name__contains=SECRETS["tệp minh chứng"])
    for name in world.officers:
        officer = world.officer(name)
        took_out(officer, ReadKind.FILE, now=NOW, thing=file.pk, directive=file.copy.directive_id, holders=holders)
        took_out(officer, ReadKind.EVIDENCE, now=NOW, thing=proof.pk, holders=holders)
