"""Who may keep the catalogue, accounts and posts: pure answers with the Vietnamese reason (decisions 17, 18, 20)."""

from __future__ import annotations

from datetime import date

from agencies.choices import Duty, PostKind
from agencies.models import Agency, Officer, Post, scope_of
from agencies.verdict import ALLOWED, Verdict, refused
from agencies.wording import format_day

NOT_ADMINISTRATOR = "Chỉ người quản trị mới sửa danh mục cơ quan, tài khoản và chức trách."


def is_administrator(officer: Officer) -> Verdict:
    """Whether the officer keeps any part of the catalogue."""
    if officer.is_superuser or scope_of(officer).administered:
        return ALLOWED
    return refused(NOT_ADMINISTRATOR)


def may_administer(officer: Officer, agency: Agency) -> Verdict:
    """An administrator acts within the administered subtree, never outside it."""
    if not (any_part := is_administrator(officer)):
        return any_part
    if officer.is_superuser or agency.pk in scope_of(officer).administered:
        return ALLOWED
    return refused(f"{agency.name} nằm ngoài phạm vi quản trị của đồng chí; hãy báo người quản trị của cơ quan đó.")


def may_move(officer: Officer, agency: Agency, parent: Agency | None) -> Verdict:
    """Both the agency and where it goes are administered; the head of the own subtree is moved from above."""
    if not (mine := may_administer(officer, agency)):
        return mine
    if officer.is_superuser:
        return ALLOWED
    if agency.parent_id not in scope_of(officer).administered:
        return refused(f"{agency.name} đứng đầu phạm vi quản trị của đồng chí nên do người quản trị cấp trên chuyển.")
    if parent is None:
        return refused("Cần chọn cấp trên mới trong phạm vi quản trị của đồng chí.")
    return may_administer(officer, parent)


def fits_history(
    agency: Agency, since: date, *, last_since: date | None, today: date, replaces: bool = False
) -> Verdict:
    """A change begins by today (the catalogue shows what holds now), and after the one before it.

    `replaces`: one from the same day as the last takes its place.
    """
    if since > today:
        return refused("Quyết định chưa đến ngày có hiệu lực. Hãy ghi vào ngày đó hoặc sau đó.")
    if agency.started_on and since <= agency.started_on:
        return refused(f"Ngày có hiệu lực phải sau ngày thành lập ({format_day(agency.started_on)}).")
    if last_since and (since < last_since or (since == last_since and not replaces)):
        return refused(f"Ngày có hiệu lực phải sau lần thay đổi trước ({format_day(last_since)}).")
    return ALLOWED


def may_settle_provisional(officer: Officer, agency: Agency) -> Verdict:
    """What a clerk entered is confirmed or merged by the administrator of its branch, once."""
    if not (mine := may_administer(officer, agency)):
        return mine
    if not agency.provisional:
        return refused(f"{agency.name} đã là cơ quan chính thức trong danh mục.")
    return ALLOWED if agency.ended_on is None else refused(f"{agency.name} đã gộp hoặc kết thúc.")


def may_merge(officer: Officer, agency: Agency, into: Agency) -> Verdict:
    """A provisional body is one with a known body of the catalogue that the administrator keeps too."""
    if not (mine := may_settle_provisional(officer, agency)):
        return mine
    if into.pk == agency.pk or into.provisional:
        return refused("Hãy chọn một cơ quan chính thức khác để gộp vào.")
    return may_administer(officer, into)


def may_keep_account(officer: Officer, other: Officer, *, elsewhere: bool) -> Verdict:
    """Passwords and accounts of those who serve in the own subtree only; nobody's who stands above all."""
    if not (any_part := is_administrator(officer)):
        return any_part
    if officer.is_superuser:
        return ALLOWED
    if other.is_superuser:
        return refused("Tài khoản quản trị toàn hệ thống không do người quản trị cơ quan quản lý.")
    if elsewhere:
        return refused(
            f"{other.full_name} còn giữ chức trách ở cơ quan ngoài phạm vi quản trị của đồng chí; "
            "việc này do người quản trị của cả hai nơi thực hiện."
        )
    return ALLOWED


def may_close_account(officer: Officer, other: Officer, *, elsewhere: bool) -> Verdict:
    """Nobody shuts themselves out."""
    if other.pk == officer.pk:
        return refused("Đồng chí không tự đóng tài khoản của mình được; hãy nhờ người quản trị khác.")
    return may_keep_account(officer, other, elsewhere=elsewhere)


def may_delegate(officer: Officer, post: Post) -> Verdict:
    """A leader hands on an own post of now; what was itself delegated goes no further."""
    if post.officer_id != officer.pk or post not in officer.current_posts:
        return refused("Chỉ ủy quyền được chức trách lãnh đạo mà đồng chí đang giữ.")
    if post.duty != Duty.LEADER:
        return refused("Chỉ lãnh đạo mới ủy quyền; việc của văn thư, chuyên viên do quản trị giao chức trách.")
    if post.kind == PostKind.DELEGATED:
        return refused("Chức trách được ủy quyền thì không ủy quyền lại cho người khác.")
    return ALLOWED


def fits_delegation(post: Post, *, since: date, until: date, today: date) -> Verdict:
    """A delegation has an end, begins no earlier than today and does not outlast the post it comes from."""
    if since < today:
        return refused("Ủy quyền bắt đầu từ hôm nay hoặc sau đó.")
    if until < since:
        return refused("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if post.until is not None and until > post.until:
        return refused(f"Chức trách của đồng chí chỉ đến ngày {format_day(post.until)}.")
    return ALLOWED


def may_receive(post: Post, other: Officer, *, serves_there: bool) -> Verdict:
    """Only another officer of the same agency acts for its leader."""
    if other.pk == post.officer_id:
        return refused("Hãy chọn người khác để ủy quyền.")
    if not other.is_active or not serves_there:
        return refused(f"{other.full_name} không giữ chức trách tại {post.agency.name}.")
    return ALLOWED


def may_end_post(officer: Officer, post: Post) -> Verdict:
    """Administrators of the agency end posts; a leader ends what they delegated themselves."""
    if post.kind == PostKind.DELEGATED and post.delegated_by_id == officer.pk:
        return ALLOWED
    if not (mine := may_administer(officer, post.agency)):
        return mine
    if post.officer_id == officer.pk and post.duty == Duty.ADMINISTRATOR and not officer.is_superuser:
        return refused("Đồng chí không tự thôi chức trách quản trị của mình được; hãy nhờ người quản trị khác.")
    return ALLOWED
