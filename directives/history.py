"""The history page of a document: for whoever may see it now, and of it only what they may see now."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from agencies.history.subjects import Part, Sight, Subject, supply_related, supply_subject
from agencies.history.tracking import EVENTS
from agencies.history.words import Names
from agencies.models import Agency, AgencyGroup, Officer, scope_of
from directives.choices import Purpose
from directives.models import Addressee, Directive, DirectiveCopy, DirectiveFile, DirectiveLink

# What the panel "Hồ sơ" shows to those who may see the record only (decision 13).
RECORD = frozenset({
    "type_code", "number", "number_as_printed", "issuer", "issuer_text", "issuer_deduced", "acting_body", "place", "issued_on",
    "term", "subject", "secrecy", "urgency", "source_kind", "signer_authority", "signer_title", "signer_name",
})  # fmt: skip


def _sight(user: Officer, directive: Any) -> Sight:
    """All of the record to readers, texts and files as far as their copies are seen; else the record alone, without names."""
    if not Directive.objects.readable_by(user).filter(pk=directive.pk).exists():
        others = frozenset({DirectiveLink, Addressee, DirectiveCopy, DirectiveFile})
        return Sight(hidden=others, fields={Directive: RECORD}, names_people=False)
    below = scope_of(user).below
    seen = DirectiveCopy.objects.of_document(directive, user).order_by().values("pk")
    gone = EVENTS[DirectiveCopy]._base_manager.filter(directive_id=directive.pk, office_id__in=below)
    copies = Q(pgh_obj_id__in=seen) | Q(office_id__in=below)
    files = Q(copy_id__in=seen) | Q(copy_id__in=gone.values("pgh_obj_id"))
    return Sight(only={DirectiveCopy: copies, DirectiveFile: files})


def _addressee(event: Any, names: Names) -> str:
    named = event.text
    if event.agency_id:
        named = names.of(Agency, event.agency_id)
    elif event.group_id:
        named = names.of(AgencyGroup, event.group_id)
    return f"nơi nhận {named}"


def _files_of(pk: int) -> Q:
    return Q(copy_id__in=EVENTS[DirectiveCopy]._base_manager.filter(directive_id=pk).values("pgh_obj_id"))


def supply() -> None:
    """Give documents their page; whom a plan assigned is the plan's to tell, so those addressees are left out."""
    supply_related(DirectiveCopy, "directive", "office")
    supply_subject(
        Subject(
            "van-ban", "Văn bản", lambda user: Directive.objects.visible_to(user),
            bodies=lambda directive: {directive.issuer_id, directive.recorded_by_id} - {None},
            place=lambda directive: reverse("directives:detail", args=[directive.pk]),
            sight=_sight,
            parts=(
                Part(
                    Directive, lambda pk: Q(pgh_obj_id=pk),
                    lambda event, _names: f"văn bản {event.number or 'không số'}",
                ),
                Part(
                    DirectiveLink, lambda pk: Q(directive_id=pk),
                    lambda event, names: f"liên kết {event.get_kind_display()} {names.of(Directive, event.superior_id)}",
                    ("directive",),
                ),
                Part(
                    Addressee, lambda pk: Q(directive_id=pk) & ~Q(purpose=Purpose.ASSIGNED), _addressee, ("directive",),
                ),
                Part(
                    DirectiveCopy, lambda pk: Q(directive_id=pk),
                    lambda event, names: f"bản toàn văn của {names.of(Agency, event.office_id)}",
                    ("directive",), {"text_hash": "toàn văn"},
                ),
                Part(DirectiveFile, _files_of, lambda event, _names: f"tệp {event.name}", ("copy",)),
            ),
        )
    )  # fmt: skip
