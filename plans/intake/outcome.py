"""What publishing a proposal will do to whom, told before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agencies.wording import number
from plans.intake.proposal import NEW, Proposal

if TYPE_CHECKING:
    from plans.services.laying import Bodies


def consequences(proposal: Proposal, bodies: Bodies) -> list[str]:
    """What publishing does to whom, in sentences."""
    leads = {line.name for one in proposal.kept for line in one.leads}
    agencies = {found.pk: found.name for key in leads if (found := bodies.agency(key, proposal.names[key]))}
    for key in leads:
        if group := bodies.group(proposal.names[key]):
            agencies |= {member.pk: member.name for member in bodies.members[group.pk]}
    new = [proposal.names[key].words for key in leads if proposal.names[key].choice == NEW]
    open_tasks = sum(not any(_has_body(proposal, bodies, line.name) for line in one.leads) for one in proposal.kept)
    told = []
    if agencies or new:
        told.append(
            f"{number(len(agencies) + len(new))} đơn vị được giao việc và thấy văn bản: {_some([*agencies.values(), *new])}."
        )
    if new:
        told.append(f"Tạo tạm {number(len(new))} đơn vị, chờ quản trị xác nhận: {_some(new)}.")
    if open_tasks:
        told.append(f"{number(open_tasks)} nhiệm vụ chưa có đơn vị, nằm ở câu hỏi trên Bàn làm việc.")
    if proposal.kept:
        told.append(
            f"Cơ quan theo dõi: {proposal.monitor_name or 'đơn vị nhập'}. Thư nhắc bắt đầu theo lịch của kế hoạch."
        )
    return told


def _has_body(proposal: Proposal, bodies: Bodies, key: str) -> bool:
    name = proposal.names[key]
    return (
        name.choice == NEW
        or bodies.agency(key, name) is not None
        or bool((group := bodies.group(name)) and bodies.members[group.pk])
    )


def _some(names: list[str], shown: int = 8) -> str:
    return ", ".join(names[:shown]) + (f" và {number(len(names) - shown)} đơn vị khác" if len(names) > shown else "")
