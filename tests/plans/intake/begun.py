"""Entries under way, made through the services."""

from __future__ import annotations

from datetime import date

from agencies.models import Officer
from plans.intake.proposal import Proposal
from plans.intake.questions import Question, questions
from plans.intake.specimen import specimen
from plans.models import Intake
from plans.services import intake as entering
from tests.cast import NOW, World

# Signed on Monday 18/7/2022, as far as its words go.
SPECIMEN = specimen(on=date(2022, 7, 18))
PRESS = """\
Tỉnh Quảng Ngãi triển khai kế hoạch về chuyển đổi số trong cơ quan đảng

(Thứ Hai, 11/7/2022)

Tỉnh ủy Quảng Ngãi vừa ban hành Kế hoạch số 58-KH/TU ngày 08/7/2022 về thực hiện \
Kết luận số 311-KL/TW ngày 05/7/2022 của Ban Bí thư \
về chuyển đổi số trong các cơ quan đảng.

Theo đó, Tỉnh ủy yêu cầu các cấp ủy tổ chức quán triệt nội dung kết luận đến cán bộ, đảng viên.

Ban Tuyên giáo Tỉnh ủy định hướng tuyên truyền, theo dõi, đôn đốc việc thực hiện kế hoạch này.
"""


def an_intake(world: World, username: str = "vanphong", *, text: str = SPECIMEN, kind: str = "pasted") -> Intake:
    """An entry of one of the cast that has been read."""
    by = world.officer(username).enter(on=NOW.date())
    begun = entering.begin(office=by.current_posts[0].agency, by=by, now=NOW, text=text, kind=kind)
    done = entering.read_intake(begun.pk, now=NOW)
    assert done is not None
    return done


def proposal_of(intake: Intake) -> Proposal:
    """The proposal as it is kept now."""
    intake.refresh_from_db()
    return Proposal.from_json(intake.proposal)


def asked(intake: Intake) -> dict[str, Question]:
    """The questions of the kept proposal by id."""
    return {one.id: one for one in questions(proposal_of(intake))}


def the_maker(intake: Intake) -> Officer:
    """Who is entering, as a request would have them."""
    return Officer.objects.get(pk=intake.made_by_id).enter(on=NOW.date())
