"""What publishing a proposal will do to whom, told before it is done."""

from __future__ import annotations

from agencies.wording import number
from plans.intake.bodies import Bodies
from plans.intake.proposal import NEW, Proposal
from plans.intake.questions import questions
from plans.reach import ONLY_ISSUER


def consequences(proposal: Proposal, bodies: Bodies) -> list[str]:
    """What publishing does to whom, in sentences."""
    leads = {line.name: proposal.names[line.name] for one in proposal.kept for line in one.leads}
    charged = {one.pk: one.name for key, name in leads.items() for one, _ in bodies.doers(key, name)}
    new = [name.words for name in leads.values() if name.choice == NEW]
    told = []
    if charged or new:
        names = [*charged.values(), *new]
        told.append(f"{number(len(names))} đơn vị được giao việc và thấy văn bản: {_some(names)}.")
    if new:
        told.append(f"Tạo tạm {number(len(new))} đơn vị, chờ quản trị xác nhận: {_some(new)}.")
    beyond = [
        name.label for key, name in leads.items() if (name.agency_id or name.group_id) and not bodies.doers(key, name)
    ]
    if beyond:
        told.append(
            f"{number(len(beyond))} đơn vị ngoài phạm vi giữ nguyên bằng lời, không giao việc: {_some(beyond)}. {ONLY_ISSUER}"
        )
    open_tasks = sum(not any(_has_body(proposal, bodies, line.name) for line in one.leads) for one in proposal.kept)
    if open_tasks:
        told.append(f"{number(open_tasks)} nhiệm vụ chưa có đơn vị, nằm ở câu hỏi trên Bàn làm việc.")
    sent = sum(
        proposal.names[one.name].agency_id is not None or proposal.names[one.name].group_id is not None
        for one in proposal.sent
    )
    if sent:
        told.append(f"Nơi nhận có trong danh mục ({number(sent)} dòng) và đơn vị phối hợp xem được văn bản.")
    told.append(f"Cơ quan theo dõi: {proposal.monitor_name or 'đơn vị nhập'}. Thư nhắc bắt đầu theo lịch của kế hoạch.")
    return told


def left_open(proposal: Proposal) -> list[dict[str, str]]:
    """Questions that publishing leaves to the office and that nothing in the plan shows: slips, a deduced issuer, notes, bodies
    kept as words beside others that are known."""
    shown_by_the_plan = ("don-vi:", "ky:", "han:", "ten:", "nhom:")
    left = [
        {"key": one.id, "text": one.text}
        for one in questions(proposal)
        if one.is_open and (one.about == "record" or not one.id.startswith(shown_by_the_plan))
    ]
    for task in proposal.kept:
        names = [proposal.names[line.name] for line in task.leads]
        words = [name.words for name in names if not (name.agency_id or name.group_id or name.choice == NEW)]
        if words and len(words) < len(names):
            left.append({"key": f"nhom:{task.id}", "text": f"Mục {task.path} còn giao cho {_some(words)}: đơn vị nào?"})
    return left


def _has_body(proposal: Proposal, bodies: Bodies, key: str) -> bool:
    name = proposal.names[key]
    return name.choice == NEW or bool(bodies.doers(key, name))


def _some(names: list[str], shown: int = 8) -> str:
    return ", ".join(names[:shown]) + (f" và {number(len(names) - shown)} đơn vị khác" if len(names) > shown else "")
