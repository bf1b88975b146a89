"""Whatever is done to a proposal in whatever order: it stays whole, can be kept as JSON, shown, and made."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from random import Random

from agencies.verdict import Denied
from plans.intake import answers
from plans.intake.proposal import Proposal
from plans.intake.questions import questions
from plans.intake.sheet import ReviewSheet
from plans.models import Intake, Plan
from plans.services.laying import publish_intake
from tests.cast import NOW, World
from tests.plans.intake.begun import SPECIMEN, an_intake, the_maker

WALKS = int(os.environ.get("DONDOC_FUZZ", "150"))
ACTS_EACH = 25
ODD = (
    "",
    "ten:",
    "ky:999",
    "han:x",
    "luu-y:-1",
    "nhom:1",
    "vien-dan:99",
    "ho-so:number",
    "\x00",
    "ten:" + "a" * 300,
    "noi-nhan",
)


def some_act(rng: Random, shown: str) -> Callable[[Proposal], object]:
    """One thing that a page, an old window or a hand-made request may ask for."""

    def one_answer(proposal: Proposal) -> None:
        asked = questions(proposal)
        if asked and rng.random() < 0.8:
            one = rng.choice(asked)
            answers.answer(proposal, one.id, rng.choice(one.answers).key, shown=shown)
        else:
            answers.answer(proposal, rng.choice(ODD), rng.choice(("1", "sau", "a1", "")), shown=shown)

    def taken_back(proposal: Proposal) -> None:
        asked = questions(proposal)
        answers.withdraw(proposal, rng.choice(asked).id if asked and rng.random() < 0.8 else rng.choice(ODD))

    which = rng.randint(-1, 12)
    named = rng.choice(("a1", "a999999", "g1", "text", "new", ""))
    return rng.choice([
        one_answer, one_answer, one_answer, taken_back, answers.answer_the_rest_later,
        lambda p: answers.drop(p, which, dropped=rng.random() < 0.6), lambda p: answers.move(p, which, up=rng.random() < 0.5),
        lambda p: answers.merge(p, which), lambda p: answers.split(p, which, before=[rng.randint(-2, 5)], shown=shown),
        lambda p: answers.add(p, title=rng.choice(("Việc mới", "=1+1", "x" * 400))),
        lambda p: answers.settle_superior(p, which, keep=rng.choice("01x"), relation=rng.choice(("basis", "cites", "?"))),
        lambda p: answers.rewrite(p, which, title="Tên khác", path=str(rng.randint(1, 9)), kind="product", due_on=None, product=""),
        lambda p: answers.give(
            p, which, bodies=[(named, "Đơn vị thử")] if named[:1] in ("a", "g") else [], words="Ban X\nban x\n", role="lead"
        ),
        lambda p: answers.choose(p, rng.choice(list(p.names) or [""]), named, label=rng.choice(("", "Tên trong danh mục"))),
        answers.ask_again_about_twins,
    ])  # fmt: skip


def test_no_order_of_acts_breaks_a_proposal(world: World) -> None:
    intake = an_intake(world)
    done: Counter[str] = Counter()
    for seed in range(WALKS):
        rng = Random(seed)
        proposal = Proposal.from_json(intake.proposal)
        for _ in range(ACTS_EACH):
            before = proposal.to_json()
            try:
                some_act(rng, intake.text)(proposal)
                done["changed"] += 1
            except answers.NotPossible:
                assert proposal.to_json() == before, f"{seed}: refused, but changed"
                done["refused"] += 1
            assert Proposal.from_json(proposal.to_json()).to_json() == proposal.to_json()
        ids = [task.id for task in proposal.tasks]
        assert len(ids) == len(set(ids))
        sheet = ReviewSheet(proposal, intake.text)
        assert "\n\n".join("".join(one.text for one in block) for block in sheet.blocks).split() == intake.text.split()
        assert sheet.facts or sheet.outcome
        assert all(row.asked is not None for row in sheet.tasks)
    assert done["changed"] > done["refused"] > 0


def test_what_such_walks_leave_can_be_made(world: World) -> None:
    """A sample of them goes through the one verb that makes document and plan, or is refused with a sentence."""
    refused: list[str] = []
    for seed in range(12):
        rng = Random(seed)
        intake = an_intake(
            world, text=SPECIMEN.replace("812-CV/TU", f"{900 + seed}-CV/TU").replace("hạ tầng", f"hạ tầng số {seed}")
        )
        proposal = Proposal.from_json(intake.proposal)
        for _ in range(ACTS_EACH):
            try:
                some_act(rng, intake.text)(proposal)
            except answers.NotPossible:
                continue
        Intake.objects.filter(pk=intake.pk).update(proposal=proposal.to_json())
        try:
            made = publish_intake(intake, by=the_maker(intake), now=NOW, version=intake.version)
        except Denied as refusal:  # a provisional body was asked for that the catalogue has
            refused.append(refusal.reason)
            continue
        if isinstance(made, Plan):
            assert made.tasks.count() == len(proposal.kept)
    assert len(refused) < 6
    assert all(reason.startswith("Danh mục đã có") for reason in refused)
