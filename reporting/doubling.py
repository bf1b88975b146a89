"""Two drafts of one office on one subject and period: told before the second is made, and made only when that is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies.models import Agency
from reporting import services
from reporting.choices import ReportState
from reporting.models import Report

SUBJECTS = ("directive", "about_agency", "about_group")


def unissued(said: Mapping[str, Any]) -> Report | None:
    """The report that is being prepared already where one as `services.lay_out_report` takes it is asked for."""
    subject = {f"{name}_id": one.pk if (one := said.get(name)) else None for name in SUBJECTS}
    found = Report.objects.with_about().exclude(state=ReportState.ISSUED)
    return found.filter(
        office=said["office"], period_from=said["span"].starts_on, period_to=said["span"].ends_on,
        whole_subtree=said["whole_subtree"], **subject,
    ).first()  # fmt: skip


@transaction.atomic
def lay_out_once(*, again: bool, **said: Any) -> tuple[Report, bool]:
    """The new draft and True; the one that another tab or a second click made meanwhile and False, unless `again` is meant."""
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=said["office"].pk)
    if not again and (known := unissued(said)) is not None:
        return known, False
    return services.lay_out_report(**said), True
