"""Verbs of administrators and leaders: accounts, posts, delegations. What ends here ends with the next request."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies import rules
from agencies.choices import ACTING, Duty, PostKind
from agencies.dated import DAY
from agencies.models import Agency, Officer, Post, scope_of
from agencies.verdict import Denied
from agencies.wording import format_day

# Without what is read as something else: 0 o, 1 l i.
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def reached_by(officer: Officer) -> QuerySet[Officer]:
    """Accounts an administrator sees: those with a post, past or present, in the own subtree."""
    if officer.is_superuser:
        return Officer.objects.all()
    inside = Post.objects.filter(officer=OuterRef("pk"), agency_id__in=scope_of(officer).administered)
    return Officer.objects.filter(Exists(inside), is_superuser=False)


def serves_elsewhere(other: Officer, officer: Officer, *, on: date) -> bool:
    """Whether somebody holds, or will hold, a post outside what the administrator keeps."""
    return other.posts.alive(on=on).exclude(agency_id__in=scope_of(officer).administered).exists()


def new_password() -> str:
    """Twelve letters in groups of four: told once, read out by telephone without mistakes."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def _require_account(other: Officer, *, by: Officer, on: date) -> Officer:
    row = Officer.objects.select_for_update(of=("self",)).get(pk=other.pk)
    rules.may_keep_account(by, row, elsewhere=serves_elsewhere(row, by, on=on)).require()
    return row


@transaction.atomic
def open_account(*, username: str, full_name: str, email: str, phone: str = "", agency: Agency, duty: str, title: str = "",
                 since: date, by: Officer) -> tuple[Officer, str]:  # fmt: skip
    """A new officer with the first post; returns the account and its one-time password, which is kept nowhere."""
    rules.may_administer(by, agency).require()
    password = new_password()
    officer = Officer(username=username, full_name=full_name, email=email, phone=phone, must_change_password=True)
    officer.set_password(password)
    try:
        with transaction.atomic():
            officer.save()
    except IntegrityError:
        raise Denied("Tên đăng nhập này vừa có người dùng; hãy chọn tên khác.") from None
    Post.objects.create(officer=officer, agency=agency, duty=duty, title=title, since=since)
    return officer, password


@transaction.atomic
def reset_password(other: Officer, *, by: Officer, on: date) -> str:
    """A new one-time password; whoever is signed in with the old one is signed out."""
    row = _require_account(other, by=by, on=on)
    if not row.is_active:
        raise Denied("Tài khoản này đã đóng. Hãy mở lại trước khi đặt mật khẩu.")
    password = new_password()
    row.set_password(password)
    row.must_change_password = True
    row.save(update_fields=["password", "must_change_password"])
    return password


def keep_own_password(officer: Officer) -> None:
    """The officer chose a password that nobody else knows."""
    officer.must_change_password = False
    officer.save(update_fields=["must_change_password"])


@transaction.atomic
def correct_account(other: Officer, *, full_name: str, email: str, phone: str, by: Officer, on: date) -> Officer:
    """Put right an officer's name and where letters go."""
    row = _require_account(other, by=by, on=on)
    row.full_name, row.email, row.phone = full_name, email, phone
    row.save(update_fields=["full_name", "email", "phone"])
    return row


@transaction.atomic
def close_account(other: Officer, *, by: Officer, on: date) -> Officer:
    """Shut an account and stop all its posts, with what the officer had delegated; what they wrote stays."""
    row = Officer.objects.select_for_update(of=("self",)).get(pk=other.pk)
    rules.may_close_account(by, row, elsewhere=serves_elsewhere(row, by, on=on)).require()
    row.is_active = False
    row.save(update_fields=["is_active"])
    for post in row.posts.alive(on=on).select_related("agency"):
        _stop(post, last=on - DAY)
    return row


@transaction.atomic
def reopen_account(other: Officer, *, by: Officer, on: date) -> Officer:
    """Let somebody sign in again; posts are given anew."""
    row = _require_account(other, by=by, on=on)
    row.is_active = True
    row.save(update_fields=["is_active"])
    return row


@transaction.atomic
def appoint_to(officer: Officer, *, agency: Agency, duty: str, kind: str, title: str = "", since: date,
               until: date | None = None, by: Officer, on: date) -> Post:  # fmt: skip
    """Give an officer of the own subtree a post in it; further ones are kiêm nhiệm."""
    rules.may_administer(by, agency).require()
    row = Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    if not reached_by(by).filter(pk=row.pk).exists():
        raise Denied("Không tìm thấy cán bộ này trong phạm vi quản trị của đồng chí.")
    if row.pk == by.pk and not by.is_superuser:
        raise Denied("Đồng chí không tự giao chức trách cho mình được; hãy nhờ người quản trị khác.")
    if not row.is_active:
        raise Denied("Tài khoản này đã đóng. Hãy mở lại trước khi giao chức trách.")
    if until is not None and until < since:
        raise Denied("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if agency.ended_on is not None and agency.ended_on < since:
        raise Denied(f"{agency.name} đã kết thúc ngày {format_day(agency.ended_on)}.")
    again = Q(until__isnull=True) | Q(until__gte=since)
    if row.posts.alive(on=on).filter(again, agency=agency, duty=duty).exclude(kind=PostKind.DELEGATED).exists():
        raise Denied(f"{row.full_name} đang giữ chức trách này tại {agency.label}.")
    try:
        with transaction.atomic():
            return Post.objects.create(
                officer=row, agency=agency, duty=duty, kind=kind, title=title, since=since, until=until
            )
    except IntegrityError:
        raise Denied("Chức trách này đã từng được giao từ đúng ngày đó; hãy chọn ngày bắt đầu khác.") from None


def _stop(post: Post, *, last: date) -> Post:
    """Let a post end with a day, or the day before it began; delegations that came from it end with it."""
    post.until = max(last, post.since - DAY)
    post.save(update_fields=["until"])
    if post.duty == Duty.LEADER and post.kind != PostKind.DELEGATED:
        given = Post.objects.filter(delegated_by=post.officer_id, agency=post.agency_id).filter(until__gt=post.until)
        others = Post.objects.filter(officer=post.officer_id, agency=post.agency_id, duty=Duty.LEADER).exclude(
            pk=post.pk
        )
        if not others.exclude(kind=PostKind.DELEGATED).filter(Q(until__isnull=True) | Q(until__gt=post.until)).exists():
            for delegated in given:
                _stop(delegated, last=post.until)
    return post


@transaction.atomic
def stop_post(post: Post, *, by: Officer, on: date, last: date | None = None) -> Post:
    """End a post: at once (its last day becomes yesterday, so the next request finds it gone), or with a later last day."""
    row = Post.objects.select_for_update(of=("self",)).select_related("agency").get(pk=post.pk)
    rules.may_end_post(by, row).require()
    ends = on - DAY if last is None else last
    if row.until is not None and row.until < on:
        raise Denied(f"Chức trách này đã kết thúc ngày {format_day(row.until)}.")
    if row.until is not None and ends > row.until:
        raise Denied(f"Chức trách này chỉ đến ngày {format_day(row.until)}; muốn kéo dài thì giao chức trách mới.")
    if last is not None and last < row.since:
        raise Denied("Ngày cuối cùng không thể trước ngày bắt đầu.")
    return _stop(row, last=ends)


@transaction.atomic
def delegate(post: Post, *, to: Officer, since: date, until: date, reason: str, by: Officer, on: date) -> Post:
    """A leader lets another officer of the agency act in the own capacity for some days (ủy quyền)."""
    held = Post.objects.select_for_update(of=("self",)).select_related("agency").get(pk=post.pk)
    rules.may_delegate(by, held).require()
    rules.fits_delegation(held, since=since, until=until, today=on).require()
    serving = Post.objects.holding(on=since).filter(officer=to, agency=held.agency_id, duty__in=ACTING)
    rules.may_receive(held, to, serves_there=serving.exists()).require()
    if not reason.strip():
        raise Denied("Ủy quyền phải ghi lý do hoặc căn cứ.")
    overlapping = Post.objects.filter(
        officer=to, agency=held.agency_id, kind=PostKind.DELEGATED, delegated_by=by, since__lte=until, until__gte=since
    )
    if overlapping.filter(until__gte=on).exists():
        raise Denied(f"Đồng chí đã ủy quyền cho {to.full_name} trong những ngày này.")
    try:
        with transaction.atomic():
            return Post.objects.create(
                officer=to, agency=held.agency, duty=Duty.LEADER, kind=PostKind.DELEGATED, delegated_by=by, title=held.title,
                reason=reason.strip(), since=since, until=until,
            )  # fmt: skip
    except IntegrityError:
        raise Denied(
            f"{to.full_name} đã có chức trách lãnh đạo bắt đầu từ đúng ngày này; hãy chọn ngày khác."
        ) from None
