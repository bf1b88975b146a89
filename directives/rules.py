"""Who may record and edit documents; pure."""

from __future__ import annotations

from agencies.choices import Duty
from agencies.models import Agency, Officer
from agencies.succession import follows
from agencies.verdict import ALLOWED, Verdict, refused
from directives.choices import SourceKind
from directives.models import Directive


def may_record(officer: Officer, office: Agency) -> Verdict:
    """A clerk or leader enters documents for the agency where the post is."""
    if officer.post_in([office.pk], Duty.CLERK, Duty.LEADER):
        return ALLOWED
    return refused(f"Chỉ cán bộ của {office.name} mới nhập văn bản thay đơn vị này.")


def may_edit(officer: Officer, directive: Directive) -> Verdict:
    """The office that recorded a document edits its record, and so does its issuer (decision 8); or who took their place."""
    issuer = [directive.issuer_id] if directive.issuer_id else []
    offices = [directive.recorded_by_id, *issuer]
    if officer.post_in(offices, Duty.CLERK, Duty.LEADER) or follows(officer, offices):
        return ALLOWED
    return refused(f"Chỉ {directive.recorded_by.name} hoặc cơ quan ban hành mới sửa văn bản này.")


def may_complete(officer: Officer, directive: Directive) -> Verdict:
    """Who has the document completes a stub; what the press told, its recorder or its issuer completes (domain.md §4.8)."""
    if directive.is_stub:
        return ALLOWED
    if directive.source_kind != SourceKind.PRESS:
        return refused(f"{directive.title} đã có toàn văn trong hệ thống.")
    serves = [post.agency.serves_id for post in officer.current_posts if post.agency.serves_id == directive.issuer_id]
    return ALLOWED if serves and directive.issuer_id else may_edit(officer, directive)


def holds_for_issuer(office: Agency, issuer: Agency | None) -> bool:
    """Whether the office is the issuer or an advisory body acting for it, so that its copy is everybody's (decisions 8, 15)."""
    return issuer is not None and (office.pk == issuer.pk or office.serves_id == issuer.pk)
