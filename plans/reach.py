"""Whom an office may charge with work, and whom never (decision 8)."""

from __future__ import annotations

from dataclasses import dataclass

from agencies.models import Agency
from agencies.teaching import branch_of
from agencies.trees import ids_above, ids_below
from agencies.verdict import ALLOWED, Verdict, refused
from directives.rules import holds_for_issuer
from plans.models import Plan

ONLY_ISSUER = "Chỉ cơ quan ban hành hoặc cơ quan tham mưu của cơ quan ấy mới giao việc cho mọi đơn vị."


@dataclass(frozen=True, slots=True)
class Reach:
    """Ids of the bodies an office may charge by a document: only `within` where it is set, and never those `beyond`."""

    within: frozenset[int] | None = None
    beyond: frozenset[int] = frozenset()

    def covers(self, agency_id: int) -> bool:
        """Whether the body may be given work."""
        return agency_id not in self.beyond and (self.within is None or agency_id in self.within)


def reach_of(office: Agency, issuer: Agency | None) -> Reach:
    """Only its own branch when the office does not act for the issuer; and no document charges the issuer's superiors or what
    stands beside it under them."""
    if issuer is None or not holds_for_issuer(office, issuer):
        return Reach(within=ids_below([branch_of(office).pk]))
    return Reach(beyond=ids_below(ids_above(issuer.pk)) - ids_below([issuer.pk]))


def reach_of_plan(plan: Plan) -> Reach:
    """Whom the plan's owner may charge by the plan's document."""
    return reach_of(plan.owner, plan.directive.issuer)


def may_charge(plan: Plan, agency: Agency, reach: Reach) -> Verdict:
    """Whether a plan may give an agency work, in any role."""
    if reach.covers(agency.pk):
        return ALLOWED
    if agency.pk in reach.beyond:
        return refused(
            f"{agency.name} không thuộc {plan.directive.issuer_name}, nên {plan.directive.label} không giao việc được."
        )
    return refused(
        f"{agency.name} ngoài phạm vi của {branch_of(plan.owner).name}, nên không giao việc được. {ONLY_ISSUER}"
    )
