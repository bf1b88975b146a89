"""What administrators do daily, through the pages: names by date, provisional bodies, groups, accounts, posts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies import naming, provisional, renaming, staffing
from agencies.catalogue import Catalogue
from agencies.choices import AgencyKind, Duty, Level, PostKind
from agencies.models import Agency, AgencyAlias, Officer, Post
from agencies.services import appoint, create_agency, create_officer
from agencies.teaching import create_provisional
from agencies.verdict import Denied
from directives.models import Addressee, Directive
from plans.models import Assignment, WorkItem
from tests.builders import a_directive, address, an_item
from tests.cast import LONG_AGO, TODAY, World, login

pytestmark = pytest.mark.usefixtures("at")
DECISION = "QĐ 13-QĐ/TU ngày 03/02/2025 của Ban Thường vụ Thành ủy"
NEW_NAME = "Ban Tuyên giáo và Dân vận Thành ủy Cần Thơ"
OLD_LABEL = "(trước đây: Ban Tuyên giáo Thành ủy)"
OLD_NAME = "Ban Tuyên giáo Thành ủy Cần Thơ"


def url(name: str, *args: int) -> str:
    return reverse(f"agencies:{name}", args=args)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def a_neighbour(world: World) -> Officer:
    """The administrator of Quảng Ngãi."""
    officer = create_officer(
        username="quantri-qn", full_name="Phan Thị Sen", email="sen@example.vn", password="mat-khau"
    )
    appoint(officer, agency=world.agencies.tinh_uy_quang_ngai, duty=Duty.ADMINISTRATOR, since=LONG_AGO)
    return officer


# --- names and superiors by date ---------------------------------------------------------------


def test_a_ban_is_renamed_by_decision_and_lists_tell_what_it_was(
    client: Client, world: World, at: Callable[..., datetime]
) -> None:
    ban = world.agencies.ban_tuyen_giao
    at("2025-02-05")
    login(client, "quantri")
    said = {
        "name": NEW_NAME,
        "short_name": "Ban Tuyên giáo và Dân vận Thành ủy",
        "since": "03/02/2025",
        "decision": DECISION,
    }
    early = client.post(url("agency-rename", ban.pk), {**said, "since": "06/02/2025"})
    assert "chưa đến ngày có hiệu lực" in text_of(early)
    assert DECISION in early.content.decode()  # nothing typed is lost
    answer = client.post(url("agency-rename", ban.pk), said, follow=True)
    assert f"(trước đây: {OLD_NAME})" in text_of(answer)
    ban.refresh_from_db()
    assert (ban.name, ban.former_names) == (NEW_NAME, OLD_NAME)
    assert [ban.name_on(date(2025, 2, 2)), ban.name_on(date(2025, 2, 3))] == [OLD_NAME, NEW_NAME]
    page = text_of(client.get(url("agency-detail", ban.pk)))
    assert "trước đó – 02/02/2025" in page
    assert DECISION in page

    # By the old name, without diacritics, whoever looks finds the new one; so does the reader of an older document.
    login(client, "vanphong")
    found = text_of(client.get(url("agency-list"), {"q": "ban tuyen giao thanh uy can tho"}))
    assert NEW_NAME in found
    assert OLD_LABEL in found
    listed = client.get(reverse("plans:item-list"), {"don_vi": str(ban.pk), "muc": "tat-ca"})
    assert OLD_LABEL in text_of(listed)
    catalogue = Catalogue.load(world.officer("vanphong").enter(on=TODAY), on=TODAY)
    assert {form.agency_id for form in catalogue.by_full[naming.canonical(OLD_NAME)]} == {ban.pk}


def test_documents_of_a_renamed_issuer_are_found_by_each_of_its_names(world: World) -> None:
    city, quantri = world.agencies.thanh_uy, world.officer("quantri").enter(on=TODAY)
    before = Directive.objects.matching("thanh uy can tho").count()
    renaming.rename(city, name="Thành ủy Tây Đô", since=date(2022, 7, 1), decision="QĐ 1", by=quantri, on=TODAY)
    for words in ("thanh uy can tho", "tay do"):
        assert Directive.objects.matching(words).count() == before > 0


def test_names_follow_one_another_and_a_slip_of_the_pen_leaves_no_history(world: World) -> None:
    ban, quantri = world.agencies.ban_tuyen_giao, world.officer("quantri").enter(on=TODAY)
    change: dict[str, Any] = {"decision": "QĐ 1", "by": quantri, "on": TODAY}
    ban = renaming.rename(ban, name="Ban Một", since=date(2021, 1, 1), **change)
    with pytest.raises(Denied, match="sau lần thay đổi trước"):
        renaming.rename(ban, name="Ban Hai", since=date(2020, 12, 31), **change)
    ban = renaming.rename(ban, name="Ban Haii", since=date(2022, 1, 1), **change)
    ban = renaming.correct(ban, by=quantri, seen=renaming.state_of(ban), name="Ban Hai")
    assert ban.former_names == f"Ban Một; {OLD_NAME}"
    assert [ban.name_on(date(y, 6, 1)) for y in (2020, 2021, 2022)] == [OLD_NAME, "Ban Một", "Ban Hai"]
    ban = renaming.rename(ban, name="Ban Một", since=date(2022, 7, 1), **change)
    assert ban.former_names == f"Ban Hai; {OLD_NAME}"  # a name borne again is no former one


def test_a_report_keeps_the_name_of_the_day_its_figures_were_frozen(world: World) -> None:
    from reporting import compose, services, snapshot
    from reporting.models import Report

    ban, by = world.agencies.ban_tuyen_giao, world.officer("truongban").enter(on=TODAY)
    from tests.cast import NOW

    report = Report.objects.create(
        office=ban, directive=world.cong_van_54, period_label="6 tháng đầu năm 2022", period_from=date(2022, 1, 1),
        period_to=date(2022, 6, 30), subject="kết quả thực hiện", created_by=by, created_at=NOW,
    )  # fmt: skip
    services.freeze_report(report, by=by, now=NOW, version=report.version)
    quantri = world.officer("quantri").enter(on=date(2025, 2, 5))
    renaming.rename(ban, name=NEW_NAME, since=date(2025, 2, 3), decision=DECISION, by=quantri, on=date(2025, 2, 5))
    lhh = world.agencies.dang_doan_lhh
    renaming.rename(
        lhh, name="Đảng ủy Liên hiệp Hội", since=date(2025, 2, 3), decision=DECISION, by=quantri, on=date(2025, 2, 5)
    )

    kept = Report.objects.select_related("office__serves", "office__parent").get(pk=report.pk)
    later = date(2025, 3, 1)
    paper = compose.body(kept, snapshot.of(kept, on=later), on=later)
    assert paper.issuer == OLD_NAME
    assert paper.letterhead.issuer == "Ban Tuyên giáo"
    assert {row.agency_name for row in kept.rows.filter(agency=lhh)} == {lhh.name}
    draft = Report(
        office=kept.office, period_label="2025", period_from=later, period_to=later, directive=world.cong_van_54
    )
    assert compose.letterhead_names(draft.office, on=later)[1] == NEW_NAME.removesuffix(" Thành ủy Cần Thơ")


def test_a_moved_agency_is_seen_by_its_new_superior_at_once(client: Client, world: World) -> None:
    at, quantri = world.agencies, world.officer("quantri").enter(on=TODAY)
    bao = at.bao_can_tho
    login(client, "quantri")
    into_itself = client.post(
        url("agency-move", at.co_do.pk), {"parent": at.co_do.pk, "since": "01/07/2022", "decision": "QĐ 2"}
    )
    assert into_itself.status_code == 200
    client.post(url("agency-move", bao.pk), {"parent": at.co_do.pk, "since": "01/07/2022", "decision": "QĐ 2"})
    bao.refresh_from_db()
    assert bao.parent == at.co_do
    assert (bao.parent_on(date(2022, 6, 30)), bao.parent_on(TODAY)) == (at.thanh_uy, at.co_do)
    assert WorkItem.objects.visible_to(world.officer("codo").enter(on=TODAY)).filter(agency=bao).exists()
    with pytest.raises(Denied, match="chính cơ quan cấp dưới"):
        renaming.move(at.co_do, parent=bao, since=TODAY, decision="QĐ 3", by=quantri, on=TODAY)
    with pytest.raises(Denied, match="người quản trị cấp trên"):
        renaming.move(at.thanh_uy, parent=at.co_do, since=TODAY, decision="QĐ 3", by=quantri, on=TODAY)


def test_two_who_correct_at_once_see_both_versions(client: Client, world: World) -> None:
    at = world.agencies
    login(client, "quantri")
    page = client.get(url("agency-edit", at.co_do.pk)).content.decode()
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    facts = {"name": at.co_do.name, "kind": "committee", "side": "party", "level": "district", "place": "Cờ Đỏ"}
    client.post(url("agency-edit", at.co_do.pk), {**facts, "seen": found[1], "symbol": "HUCĐ"})
    second = client.post(url("agency-edit", at.co_do.pk), {**facts, "seen": found[1], "symbol": "HU"})
    assert "Người khác vừa lưu: HUCĐ." in text_of(second)
    assert 'value="HU"' in second.content.decode()
    again = re.search(r'name="seen" value="(\w+)"', second.content.decode())
    assert again
    client.post(url("agency-edit", at.co_do.pk), {**facts, "seen": again[1], "symbol": "HU"})
    at.co_do.refresh_from_db()
    assert at.co_do.symbol == "HU"


# --- provisional bodies ---------------------------------------------------------------------------


def a_noted_body(world: World) -> Agency:
    """What a clerk of Ban Tuyên giáo entered in passing."""
    by = world.officer("vanphong").enter(on=TODAY)
    return create_provisional(name="Hội Trí thức trẻ", office=world.agencies.ban_tuyen_giao, by=by)


def test_a_provisional_body_is_confirmed_and_everybody_sees_it(client: Client, world: World) -> None:
    noted = a_noted_body(world)
    assert client.get(url("agency-detail", noted.pk)).status_code == 302
    assert login(client, "quangngai").get(url("agency-detail", noted.pk)).status_code == 404
    login(client, "quantri")
    assert noted.name in text_of(client.get(url("agency-list"), {"con": "tam-ghi"}))
    client.post(url("agency-confirm", noted.pk))
    assert login(client, "quangngai").get(url("agency-detail", noted.pk)).status_code == 200


def test_a_provisional_body_is_merged_with_its_work_and_its_words(client: Client, world: World) -> None:
    noted, lhh = a_noted_body(world), world.agencies.dang_doan_lhh
    item = an_item(world, noted, due_on=date(2022, 8, 1))
    letter = a_directive(world)
    address(letter, noted)
    address(letter, lhh)
    login(client, "quantri")
    asked = text_of(client.get(url("agency-merge", noted.pk)))
    assert "1 đầu việc" in asked
    assert item.title not in asked  # counts, no content
    client.post(url("agency-merge", noted.pk), {"into": lhh.pk})
    item.refresh_from_db()
    assert (item.agency, item.assignment.agency) == (lhh, lhh)
    assert Addressee.objects.filter(directive=letter, agency__isnull=False).count() == 1
    assert AgencyAlias.objects.get(text="Hội Trí thức trẻ").agency == lhh
    noted.refresh_from_db()
    assert (noted.successor, noted.ended_on) == (lhh, date(2022, 7, 13))
    assert noted not in Agency.objects.existing(on=TODAY)


def test_a_merge_that_would_join_two_lines_of_one_task_is_refused_whole(world: World) -> None:
    from tests.builders import a_draft, a_task

    noted, lhh = a_noted_body(world), world.agencies.dang_doan_lhh
    by = world.officer("vanphong").enter(on=TODAY)
    a_task(a_draft(world, a_directive(world), by=by), noted, lhh, by=by)
    with pytest.raises(Denied, match="bàn giao"):
        provisional.merge(noted, into=lhh, by=world.officer("quantri").enter(on=TODAY), on=TODAY)
    assert Assignment.objects.filter(agency=noted).exists()
    assert Agency.objects.get(pk=noted.pk).successor is None


def test_every_column_for_an_agency_says_whether_it_follows_a_merge() -> None:
    """A new model speaks for itself in its app's `ready()`, or stands here with its reason."""
    stays = {
        ("plans.intake", "office"), ("plans.itemimport", "office"),  # a provisional body has no clerk who enters
        ("plans.reminderpolicy", "agency"),  # nor plans whose reminding anybody sets
        ("reporting.report", "office"), ("reporting.report", "recipient"),  # refuses the merge
        ("reporting.reportrow", "agency"),  # frozen
        ("reporting.part", "agency"),  # a provisional body is not asked for a part
    }  # fmt: skip
    said = {(model, column) for model, columns in provisional._columns.items() for column in columns}
    said |= {(model, column) for model, (_, columns) in provisional._movers.items() for column in columns}
    for relation in Agency._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if not relation.auto_created or relation.concrete or model._meta.app_label == "agencies":
            continue
        if any(field.name == "pgh_id" for field in model._meta.get_fields()):
            continue  # what was, is not rewritten
        column = relation.field.name  # type: ignore[union-attr]
        assert (model, column) in said or (model._meta.label_lower, column) in stays, (model, column)


# --- another branch ---------------------------------------------------------------------------------


def test_an_administrator_is_refused_in_another_branch_with_the_reason(client: Client, world: World) -> None:
    at, group = world.agencies, world.agencies.cac_huyen_uy
    login(client, a_neighbour(world))
    for name in ("agency-edit", "agency-rename", "agency-move", "alias-add", "group-create"):
        answer = client.get(url(name, at.co_do.pk))
        assert answer.status_code == 403, name
        assert "ngoài phạm vi quản trị của đồng chí" in text_of(answer)
        assert client.post(url(name, at.co_do.pk), {"name": "Khác"}).status_code == 403
    assert client.get(url("group-detail", group.pk)).status_code == 404
    assert client.get(url("officer-detail", world.officers["lhh"].pk)).status_code == 404
    assert client.post(url("officer-password", world.officers["lhh"].pk)).status_code == 404
    assert client.post(url("post-end", world.officers["lhh"].posts.get().pk)).status_code == 404
    shown = text_of(client.get(url("agency-detail", at.co_do.pk)))
    assert "Huỳnh Văn Lộc" not in shown
    assert "Huỳnh Văn Lộc" not in text_of(client.get(url("officer-list"), {"q": "loc"}))
    assert "Huyện ủy Cờ Đỏ" not in text_of(client.get(url("agency-list")))
    assert "Huyện ủy Cờ Đỏ" in text_of(client.get(url("agency-list"), {"pv": "tat-ca", "q": "co do"}))

    # Nor does a form take a body of another branch.
    said = {"parent": at.thanh_uy.pk, "name": "Ban Mới", "kind": "unit", "side": "party", "level": "province"}
    form = client.post(url("agency-create"), said)
    assert form.status_code == 200
    assert not Agency.objects.filter(name="Ban Mới").exists()


def test_who_also_serves_elsewhere_keeps_password_and_account(client: Client, world: World) -> None:
    both = world.officers["lhh"]
    outside = appoint(both, agency=world.agencies.tinh_uy_quang_ngai, duty=Duty.CLERK, since=LONG_AGO)
    login(client, "quantri")
    page = text_of(client.get(url("officer-detail", both.pk)))
    assert "còn giữ chức trách ở cơ quan ngoài phạm vi" in page
    assert "Quảng Ngãi" not in page
    for name in ("officer-password", "officer-close", "officer-edit"):
        assert client.post(url(name, both.pk)).status_code == 403
    assert client.get(url("post-end", outside.pk)).status_code == 404
    assert client.get(url("post-end", both.posts.get(agency=world.agencies.dang_doan_lhh).pk)).status_code == 200


# --- accounts and posts ----------------------------------------------------------------------------------


def test_a_new_officer_signs_in_once_with_the_told_password_and_chooses_another(client: Client, world: World) -> None:
    login(client, "quantri")
    said = {
        "username": "moi", "full_name": "Cán bộ mới", "email": "moi@example.vn", "agency": world.agencies.co_do.pk,
        "duty": "clerk", "title": "Chuyên viên", "since": "14/07/2022",
    }  # fmt: skip
    made = client.post(url("officer-create"), said)
    assert "no-store" in made["Cache-Control"]
    found = re.search(r'one-time">([\w-]+)<', made.content.decode())
    assert found
    assert found[1] not in text_of(client.get(url("officer-detail", Officer.objects.get(username="moi").pk)))

    newcomer = Client()
    assert newcomer.login(username="moi", password=found[1])
    turned = newcomer.get(reverse("plans:item-list"))
    assert turned["Location"] == url("password-change")
    chosen = {"old_password": found[1], "new_password1": "lua-chin-vang-2022", "new_password2": "lua-chin-vang-2022"}
    newcomer.post(url("password-change"), chosen)
    assert newcomer.get(reverse("plans:agency-work")).status_code == 200

    # A reset signs the officer out at the next request.
    reset = client.post(url("officer-password", Officer.objects.get(username="moi").pk))
    assert newcomer.get(reverse("plans:agency-work")).status_code == 302
    again = re.search(r'one-time">([\w-]+)<', reset.content.decode())
    assert again
    assert Client().login(username="moi", password=again[1])


def test_ending_a_post_ends_access_with_the_next_request(client: Client, world: World) -> None:
    at = world.agencies
    lhh, held = world.officers["lhh"], Client()
    fresh = appoint(lhh, agency=at.bao_can_tho, duty=Duty.CLERK, since=TODAY)  # begun this very day
    item = world.item("3", at.dang_doan_lhh, "quý II/2022")
    login(held, "lhh")
    assert held.get(reverse("plans:report-form", args=[item.pk])).status_code == 200
    login(client, "quantri")
    for post in (lhh.posts.get(agency=at.dang_doan_lhh), fresh):
        client.post(url("post-end", post.pk), {"last": ""})
    assert held.get(reverse("plans:report-form", args=[item.pk])).status_code == 404
    assert not world.officer("lhh").enter(on=TODAY).current_posts
    assert not world.officer("lhh").enter(on=date(2023, 1, 1)).current_posts
    assert "chấm dứt trước khi có hiệu lực" in text_of(client.get(url("officer-detail", lhh.pk)))


def test_a_post_may_end_with_a_day_to_come_and_kiem_nhiem_is_given_beside_it(client: Client, world: World) -> None:
    at, lhh = world.agencies, world.officers["lhh"]
    login(client, "quantri")
    said = {"agency": at.bao_can_tho.pk, "duty": "clerk", "kind": "concurrent", "since": "14/07/2022", "until": ""}
    client.post(url("post-add", lhh.pk), said)
    twice = client.post(url("post-add", lhh.pk), said)
    assert "đang giữ chức trách này" in text_of(twice)
    client.post(url("post-end", lhh.posts.get(agency=at.dang_doan_lhh).pk), {"last": "31/07/2022"})
    assert {p.agency for p in world.officer("lhh").enter(on=date(2022, 7, 31)).current_posts} == {
        at.dang_doan_lhh,
        at.bao_can_tho,
    }
    assert [p.kind for p in world.officer("lhh").enter(on=date(2022, 8, 1)).current_posts] == [PostKind.CONCURRENT]
    page = text_of(login(client, "lhh").get(url("account")))
    assert "kiêm nhiệm" in page
    assert "Văn thư, chuyên viên, Báo Cần Thơ" in page  # the frame names every capacity


def test_a_closed_account_is_out_at_once_and_nobody_closes_their_own(client: Client, world: World) -> None:
    held = login(Client(), "codo")
    login(client, "quantri")
    own = world.officers["quantri"]
    gift = {"agency": world.agencies.thanh_uy.pk, "duty": "leader", "kind": "concurrent", "since": "14/07/2022"}
    assert "không tự giao chức trách cho mình" in text_of(client.post(url("post-add", own.pk), gift))
    assert client.post(url("officer-close", own.pk)).status_code == 403
    assert client.post(url("post-end", own.posts.get().pk), {"last": ""}).status_code == 403
    told = text_of(client.get(url("officer-close", world.officers["codo"].pk)))
    assert "Chấm dứt ngay: Văn thư, chuyên viên, Huyện ủy Cờ Đỏ" in told
    client.post(url("officer-close", world.officers["codo"].pk))
    assert held.get(reverse("plans:agency-work")).status_code == 302
    client.post(url("officer-close", world.officers["codo"].pk))  # the same address opens it again
    assert world.officer("codo").is_active
    assert not world.officer("codo").enter(on=TODAY).current_posts


# --- delegation -----------------------------------------------------------------------------------------------


def test_a_delegation_is_acted_upon_in_its_name_and_ends_on_the_next_request(client: Client, world: World) -> None:
    deputy = create_officer(username="photban", full_name="Lý Thu Hà", email="ha@example.vn", password="mat-khau")
    appoint(deputy, agency=world.agencies.thanh_uy, duty=Duty.CLERK, since=LONG_AGO)
    leader, deputised = login(Client(), "lanhdao"), login(Client(), deputy)
    own = world.item("6", world.agencies.ban_tuyen_giao, "6 tháng đầu năm 2022")
    from plans.services import progress
    from tests.cast import NOW

    progress.report(own, by=world.officer("vanphong").enter(on=TODAY), now=NOW, submits=True, results="Đã báo cáo")
    review = reverse("plans:review", args=[own.pk])
    assert deputised.get(review).status_code == 403

    post = world.officers["lanhdao"].posts.get()
    said = {"post": post.pk, "to": deputy.pk, "since": "14/07/2022", "until": "20/07/2022", "reason": "đi công tác"}
    assert "Ngày kết thúc phải từ ngày bắt đầu" in text_of(
        leader.post(url("delegate"), {**said, "until": "13/07/2022"})
    )
    leader.post(url("delegate"), said)
    page = text_of(deputised.get(review))
    assert "Đồng chí đang thực hiện với tư cách:" in page
    assert "được Lê Minh Triết ủy quyền: đi công tác" in text_of(deputised.get(url("account")))
    assert "(được ủy quyền)" in page
    assert "Lý Thu Hà" in text_of(leader.get(url("account")))

    given = Post.objects.get(kind=PostKind.DELEGATED)
    with pytest.raises(Denied, match="không ủy quyền lại"):
        staffing.delegate(
            given,
            to=world.officers["lanhdao"],
            since=TODAY,
            until=TODAY,
            reason="x",
            by=deputy.enter(on=TODAY),
            on=TODAY,
        )
    stranger = login(Client(), "truongban")
    assert stranger.post(url("post-end", given.pk)).status_code == 404
    leader.post(url("post-end", given.pk), {"last": ""})
    assert deputised.get(review).status_code == 403


def test_a_delegation_ends_by_itself_and_with_the_post_it_came_from(world: World) -> None:
    leader, clerk = world.officers["truongban"], world.officers["vanphong"]
    post = leader.posts.get()
    given = staffing.delegate(
        post, to=clerk, since=TODAY, until=date(2022, 7, 20), reason="nghỉ phép", by=leader.enter(on=TODAY), on=TODAY
    )

    def leads(on: date) -> bool:
        return world.agencies.ban_tuyen_giao.pk in world.officer("vanphong").enter(on=on).scope.led

    assert [leads(date(2022, 7, day)) for day in (13, 14, 20, 21)] == [False, True, True, False]
    with pytest.raises(Denied, match="không giữ chức trách tại"):
        staffing.delegate(
            post, to=world.officers["lhh"], since=TODAY, until=TODAY, reason="x", by=leader.enter(on=TODAY), on=TODAY
        )
    staffing.stop_post(post, by=world.officer("quantri").enter(on=TODAY), on=TODAY)
    given.refresh_from_db()
    assert not leads(TODAY)
    assert given.until == date(2022, 7, 13)


# --- groups, aliases, the size of pages ---------------------------------------------------------------------


def test_groups_and_other_names_are_kept_by_the_branch(client: Client, world: World) -> None:
    at = world.agencies
    login(client, "quantri")
    made = client.post(
        url("group-create", at.thanh_uy.pk),
        {"name": "các cơ quan báo chí", "members": [at.bao_can_tho.pk, at.dai_pt_th.pk], "since": "01/01/2022"},
        follow=True,
    )
    assert "Báo Cần Thơ" in text_of(made)
    group = at.bao_can_tho.member_of.get(name="các cơ quan báo chí")
    taken = client.post(url("member-add", group.pk), {"members": [at.bao_can_tho.pk], "since": "01/07/2022"})
    assert "đang là thành viên" in text_of(taken)
    client.post(url("member-end", group.memberships.get(agency=at.dai_pt_th).pk), {"last": "30/06/2022"})
    assert list(group.members_on(on=TODAY)) == [at.bao_can_tho]
    client.post(url("alias-add", at.co_do.pk), {"text": "HU Cờ Đỏ", "branch": at.thanh_uy.pk})
    client.post(url("alias-drop", AgencyAlias.objects.get(text="HU Cờ Đỏ").pk))
    assert not AgencyAlias.objects.filter(text="HU Cờ Đỏ").exists()


def test_the_tree_costs_the_same_however_many_agencies(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    login(client, "quantri")
    for number in range(30):
        create_agency(
            name=f"Đảng ủy {number}", kind=AgencyKind.COMMITTEE, level=Level.COMMUNE, parent=world.agencies.co_do
        )
    with django_assert_max_num_queries(9):
        page = client.get(url("agency-list"), {"size": "200"})
    shown = text_of(page)
    assert shown.index("Huyện ủy Cờ Đỏ") < shown.index("Đảng ủy 2 ") < shown.index("Đảng ủy 10 ")
    with django_assert_max_num_queries(9):
        client.get(url("officer-list"))
    with django_assert_max_num_queries(18):
        client.get(url("agency-detail", world.agencies.co_do.pk))
