"""Pages of people: accounts and posts for administrators, delegation for leaders."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies import rules, staffing
from agencies.choices import PostKind
from agencies.form_page import attempt, bound, form_page
from agencies.forms_staff import AccountForm, AppointForm, DelegationForm, EndPostForm, PersonForm
from agencies.http import officer_of, say
from agencies.models import Officer, Post
from agencies.text import search_key, search_terms
from agencies.verdict import Denied
from agencies.views_catalogue import form_methods
from agencies.wording import format_day


def the_officer(request: HttpRequest, pk: int) -> Officer:
    """Somebody who serves or served in the administered subtree; administrators only."""
    rules.is_administrator(officer_of(request)).require()
    return get_object_or_404(staffing.reached_by(officer_of(request)), pk=pk)


def officer_url(officer: Officer) -> str:
    return reverse("agencies:officer-detail", args=[officer.pk])


def crumbs_of(officer: Officer, here: str) -> list[tuple[str, str]]:
    return [("Cán bộ", reverse("agencies:officer-list")), (officer.full_name, officer_url(officer)), (here, "")]


@require_safe
def officer_list(request: HttpRequest) -> HttpResponse:
    """Accounts of the administered subtree, with the posts they hold there."""
    officer, today = officer_of(request), timezone.localdate()
    rules.is_administrator(officer).require()
    state, asked = request.GET.get("con", ""), request.GET.get("q", "")[:200]
    rows = staffing.reached_by(officer).order_by("full_name", "id")
    if state != "tat-ca":
        rows = rows.filter(is_active=state != "dong")
    posts = Post.objects.visible_to(officer).alive(on=today).select_related("agency").order_by("since", "id")
    people = list(rows.prefetch_related(Prefetch("posts", queryset=posts, to_attr="living")))
    page = Paginator(_matching(people, asked), 50).get_page(request.GET.get("page"))
    return render(request, "agencies/officer_list.html", {"page": page, "asked": asked, "state": state})


def _matching(people: list[Any], asked: str) -> list[Any]:
    """Those whose name, account or posts hold every typed word, without diacritics."""
    terms = search_terms(asked)
    if not terms:
        return people
    keys = {
        one.pk: search_key(f"{one.full_name} {one.username} {one.email} {' '.join(str(p) for p in one.living)}")
        for one in people
    }
    return [one for one in people if all(term in keys[one.pk] for term in terms)]


@require_safe
def officer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who, since when in which posts, what the administrator may do."""
    other, officer, today = the_officer(request, pk), officer_of(request), timezone.localdate()
    posts = Post.objects.visible_to(officer).filter(officer=other).select_related("agency", "delegated_by")
    elsewhere = staffing.serves_elsewhere(other, officer, on=today)
    rows = list(posts.order_by("-since", "-id"))
    living = [row for row in rows if (row.until is None or row.until >= today) and not row.was_void]
    context = {
        "other": other, "living": living, "past": [row for row in rows if row not in living],
        "keeps": rules.may_keep_account(officer, other, elsewhere=elsewhere),
        "may_close": rules.may_close_account(officer, other, elsewhere=elsewhere),
        "ends": {row.pk for row in living if rules.may_end_post(officer, row)}, "elsewhere": elsewhere,
    }  # fmt: skip
    return render(request, "agencies/officer_detail.html", context)


@never_cache
@form_methods
def officer_create(request: HttpRequest) -> HttpResponse:
    """A new account with its first post; the one-time password is shown here and nowhere else."""
    officer, today = officer_of(request), timezone.localdate()
    rules.is_administrator(officer).require()
    first = {"agency": request.GET.get("co_quan", ""), "since": today}
    form = bound(AccountForm, request, officer=officer, on=today, initial=first)
    if made := attempt(form, lambda said: staffing.open_account(by=officer, **said)):
        return _told_once(request, *made, title="Đã mở tài khoản")
    crumbs = [("Cán bộ", reverse("agencies:officer-list")), ("Thêm cán bộ", "")]
    told = ("Hệ thống tạo mật khẩu dùng một lần và chỉ hiện một lần sau khi lưu.",)
    return form_page(
        request, form, title="Thêm cán bộ", crumbs=crumbs, action="Mở tài khoản", back=reverse("agencies:officer-list"),
        told=told,
    )  # fmt: skip


def _told_once(request: HttpRequest, other: Officer, password: str, *, title: str) -> HttpResponse:
    """The answer to the form itself and not a redirect, so that the password is kept in no session and no log."""
    context = {"other": other, "password": password, "title": title}
    return render(request, "agencies/one_time_password.html", context)


@form_methods
def officer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right a name or an address."""
    other, officer, today = the_officer(request, pk), officer_of(request), timezone.localdate()
    _require_account(other, officer)
    form = bound(
        PersonForm, request, initial={"full_name": other.full_name, "email": other.email, "phone": other.phone}
    )
    if attempt(form, lambda said: staffing.correct_account(other, by=officer, on=today, **said)):
        say(request, "Đã lưu thông tin cán bộ.")
        return redirect(officer_url(other))
    return form_page(
        request, form, title=f"Sửa thông tin: {other.full_name}", crumbs=crumbs_of(other, "Sửa thông tin"), action="Lưu",
        back=officer_url(other),
    )  # fmt: skip


def _require_account(other: Officer, officer: Officer) -> None:
    elsewhere = staffing.serves_elsewhere(other, officer, on=timezone.localdate())
    rules.may_keep_account(officer, other, elsewhere=elsewhere).require()


@never_cache
@form_methods
def officer_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time password for who lost theirs."""
    other, officer = the_officer(request, pk), officer_of(request)
    _require_account(other, officer)
    if request.method == "POST":
        password = staffing.reset_password(other, by=officer, on=timezone.localdate())
        return _told_once(request, other, password, title="Đã đặt lại mật khẩu")
    told = (
        f"{other.full_name} bị đăng xuất khỏi mọi máy; mật khẩu cũ không dùng được nữa.",
        "Mật khẩu mới chỉ hiện một lần ở trang sau; lần đăng nhập đầu phải đổi.",
    )
    return form_page(
        request, None, title=f"Đặt lại mật khẩu của {other.full_name}", crumbs=crumbs_of(other, "Đặt lại mật khẩu"),
        action="Đặt lại mật khẩu", back=officer_url(other), told=told,
    )  # fmt: skip


@form_methods
def officer_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut an account, or let it be used again."""
    other, officer, today = the_officer(request, pk), officer_of(request), timezone.localdate()
    if not other.is_active:
        return _reopen(request, other)
    elsewhere = staffing.serves_elsewhere(other, officer, on=today)
    rules.may_close_account(officer, other, elsewhere=elsewhere).require()
    if request.method == "POST":
        staffing.close_account(other, by=officer, on=today)
        say(request, f"Đã đóng tài khoản của {other.full_name}; mọi chức trách đã chấm dứt.")
        return redirect(officer_url(other))
    posts = Post.objects.filter(officer=other).alive(on=today).select_related("agency")
    told = [f"Chấm dứt ngay: {post}." for post in posts] + [
        f"{other.full_name} không đăng nhập được nữa, kể cả phiên đang mở.",
        "Báo cáo, xác nhận, ý kiến đã ghi giữ nguyên tên cán bộ.",
    ]
    return form_page(
        request, None, title=f"Đóng tài khoản của {other.full_name}", crumbs=crumbs_of(other, "Đóng tài khoản"),
        action="Đóng tài khoản", back=officer_url(other), told=told,
    )  # fmt: skip


def _reopen(request: HttpRequest, other: Officer) -> HttpResponse:
    officer = officer_of(request)
    _require_account(other, officer)
    if request.method == "POST":
        staffing.reopen_account(other, by=officer, on=timezone.localdate())
        say(request, f"Đã mở lại tài khoản của {other.full_name}. Tiếp theo, đặt lại mật khẩu và giao chức trách.")
        return redirect(officer_url(other))
    told = (
        "Cán bộ đăng nhập được bằng mật khẩu cũ.",
        "Chức trách cũ không tự trở lại: giao chức trách mới sau khi mở.",
    )
    return form_page(
        request, None, title=f"Mở lại tài khoản của {other.full_name}", crumbs=crumbs_of(other, "Mở lại tài khoản"),
        action="Mở lại tài khoản", back=officer_url(other), told=told,
    )  # fmt: skip


@form_methods
def post_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a post, alone or beside others (kiêm nhiệm)."""
    other, officer, today = the_officer(request, pk), officer_of(request), timezone.localdate()
    held = other.posts.alive(on=today).exclude(kind=PostKind.DELEGATED).exists()
    first = {
        "since": today,
        "kind": PostKind.CONCURRENT if held else PostKind.MAIN,
        "agency": request.GET.get("co_quan", ""),
    }
    form = bound(AppointForm, request, officer=officer, on=today, initial=first)
    if post := attempt(form, lambda said: staffing.appoint_to(other, by=officer, on=today, **said)):
        say(request, f"{other.full_name} giữ chức trách {post} từ {format_day(post.since)}.")
        return redirect(officer_url(other))
    told = ["Cán bộ thấy và làm việc của cơ quan này từ ngày ghi dưới đây."]
    if held:
        told.append("Chức trách đang giữ không đổi; chuyển công tác thì chấm dứt chức trách cũ sau khi lưu.")
    return form_page(
        request, form, title=f"Giao chức trách cho {other.full_name}", crumbs=crumbs_of(other, "Giao chức trách"),
        action="Giao chức trách", back=officer_url(other), told=told,
    )  # fmt: skip


@form_methods
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post at once or after a day: administrators any of their subtree, a leader what they delegated."""
    officer, today = officer_of(request), timezone.localdate()
    given = Q(delegated_by=officer)
    rows = Post.objects.filter(given | Q(pk__in=Post.objects.visible_to(officer))).select_related("agency", "officer")
    post = get_object_or_404(rows, pk=pk)
    rules.may_end_post(officer, post).require()
    mine = post.delegated_by_id == officer.pk
    back = reverse("agencies:account") if mine else officer_url(post.officer)
    crumbs = [("Tài khoản", back), ("Chấm dứt ủy quyền", "")] if mine else crumbs_of(post.officer, "Chấm dứt")
    form = bound(EndPostForm, request)
    if row := attempt(form, lambda said: staffing.stop_post(post, by=officer, on=today, last=said["last"])):
        when = f"sau ngày {format_day(row.until)}" if row.until and row.until >= today else "ngay từ bây giờ"
        say(request, f"{post.officer.full_name} thôi giữ chức trách {post} {when}.")
        return redirect(back)
    told = [f"{post.officer.full_name} thôi làm việc với tư cách {post}; thư nhắc không gửi theo chức trách này nữa."]
    if post.kind != PostKind.DELEGATED:
        told.append("Ủy quyền mà cán bộ đã giao từ chức trách lãnh đạo này chấm dứt theo.")
    return form_page(
        request, form, title=f"Chấm dứt chức trách {post}", crumbs=crumbs,
        action="Chấm dứt", back=back, told=told,
    )  # fmt: skip


@form_methods
def delegate(request: HttpRequest) -> HttpResponse:
    """A leader hands an own post on for some days."""
    officer, today = officer_of(request), timezone.localdate()
    if not any(rules.may_delegate(officer, post) for post in officer.current_posts):
        raise Denied("Chỉ lãnh đạo mới ủy quyền chức trách của mình; chức trách được ủy quyền thì không ủy quyền lại.")
    form = bound(DelegationForm, request, officer=officer, on=today, initial={"since": today})
    if post := attempt(form, lambda said: _delegated(said, officer)):
        say(request, f"Đã ủy quyền cho {post.officer.full_name} đến hết ngày {format_day(form.cleaned_data['until'])}.")
        return redirect("agencies:account")
    told = (
        "Cán bộ được ủy quyền xem và làm mọi việc lãnh đạo của cơ quan trong những ngày này; hết ngày thì tự chấm dứt.",
        "Việc ký, xác nhận được ghi theo tư cách được ủy quyền. Đồng chí chấm dứt sớm được bất cứ lúc nào.",
    )
    crumbs = [("Tài khoản", reverse("agencies:account")), ("Ủy quyền", "")]
    return form_page(
        request, form, title="Ủy quyền", crumbs=crumbs, action="Ủy quyền", back=reverse("agencies:account"), told=told
    )


def _delegated(said: dict[str, Any], officer: Officer) -> Post:
    today = timezone.localdate()
    return staffing.delegate(
        said["post"],
        to=said["to"],
        since=said["since"],
        until=said["until"],
        reason=said["reason"],
        by=officer,
        on=today,
    )
