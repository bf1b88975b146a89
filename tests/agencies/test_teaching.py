"""What an office teaches the catalogue: other names, and bodies that it did not know."""

from __future__ import annotations

import pytest

from agencies.choices import AgencyKind, Duty, Level, Side
from agencies.matching import Matcher, MatchKind
from agencies.models import Agency, AgencyAlias
from agencies.services import create_agency
from agencies.teaching import create_provisional, guessed_kind, guessed_level, guessed_side, teach_alias
from agencies.verdict import Denied
from tests.cast import TODAY, World, make_officer


def test_a_taught_name_is_sure_in_the_whole_branch_and_nowhere_else(world: World) -> None:
    at = world.agencies

    def read(username: str, issuer: Agency) -> int | None:
        officer = world.officer(username).enter(on=TODAY)
        found = Matcher.load(officer, on=TODAY).match(
            "cơ quan báo Đảng", issuer=issuer, office=officer.current_posts[0].agency
        )
        return found.agency_id if found.sure else None

    assert read("vanphong", at.thanh_uy) is None
    taught = teach_alias(
        at.bao_can_tho, text="Cơ quan  báo Đảng", office=at.ban_tuyen_giao, by=world.officer("vanphong")
    )
    assert (taught.is_new, taught.moved_from, taught.alias.branch, taught.alias.text) == (
        True, None, at.thanh_uy, "Cơ quan báo Đảng",
    )  # fmt: skip
    assert read("vanphong", at.thanh_uy) == at.bao_can_tho.pk
    assert read("codo", at.thanh_uy) == at.bao_can_tho.pk
    assert read("quangngai", at.thanh_uy) is None
    assert read("vanphong", at.tinh_uy_quang_ngai) is None
    assert Agency.objects.matching("co quan bao dang").get() == at.bao_can_tho


def test_teaching_twice_changes_nothing_and_a_second_meaning_moves_the_name(world: World) -> None:
    at, by = world.agencies, world.officer("vanphong")
    first = teach_alias(at.bao_can_tho, text="Báo nhà", office=at.ban_tuyen_giao, by=by)
    again = teach_alias(at.bao_can_tho, text="BÁO NHÀ", office=at.ban_tuyen_giao, by=by)
    assert (again.alias, again.is_new, again.moved_from) == (first.alias, False, None)
    moved = teach_alias(at.dai_pt_th, text="báo nhà", office=at.ban_tuyen_giao, by=world.officer("truongban"))
    assert (moved.alias, moved.is_new, moved.moved_from) == (first.alias, False, at.bao_can_tho)
    alias = AgencyAlias.objects.get(search_key="bao nha")
    assert (alias.agency, alias.branch) == (at.dai_pt_th, at.thanh_uy)
    # Another branch gives the same words its own meaning.
    other = teach_alias(
        at.ban_tuyen_giao_quang_ngai, text="Báo nhà", office=at.ban_tuyen_giao_quang_ngai, by=world.officer("quangngai")
    )
    assert other.is_new
    assert AgencyAlias.objects.filter(search_key="bao nha").count() == 2


def test_names_that_are_not_kept(world: World) -> None:
    at, by = world.agencies, world.officer("vanphong")
    hidden = create_agency(
        name="Hội nọ", kind=AgencyKind.ASSOCIATION, level=Level.PROVINCE, parent=at.tinh_uy_quang_ngai, provisional=True,
        recorded_by=at.ban_tuyen_giao_quang_ngai,
    )  # fmt: skip
    before = AgencyAlias.objects.count()
    for agency, text, reason in (
        (at.bao_can_tho, "  … ", "Cần nhập"), (at.bao_can_tho, "x" * 251, "quá 250 ký tự"),
        (at.bao_can_tho, "BÁO  CẦN THƠ", "tên chính thức"),
        (at.bao_can_tho, "các cơ quan có liên quan", "chỉ nhiều cơ quan"), (hidden, "Hội kia", "Không tìm thấy"),
        (at.co_do, "Tỉnh ủy", "cấp khác"), (at.co_do, "Huyện ủy", "cách gọi chung"),
    ):  # fmt: skip
        with pytest.raises(Denied, match=reason):
            teach_alias(agency, text=text, office=at.ban_tuyen_giao, by=by)
    assert AgencyAlias.objects.count() == before


@pytest.mark.parametrize("username", ["lhh", "quangngai", "quantri", "lanhdao"])
def test_only_clerks_and_leaders_of_the_office_teach_it(world: World, username: str) -> None:
    at, by = world.agencies, world.officer(username)
    with pytest.raises(Denied, match="Chỉ văn thư, chuyên viên hoặc lãnh đạo"):
        teach_alias(at.bao_can_tho, text="Báo nhà", office=at.ban_tuyen_giao, by=by)
    with pytest.raises(Denied, match="Chỉ văn thư, chuyên viên hoặc lãnh đạo"):
        create_provisional(name="Hội Luật gia", office=at.ban_tuyen_giao, by=by)
    assert not AgencyAlias.objects.filter(search_key="bao nha").exists()
    assert not Agency.objects.filter(provisional=True).exists()


def test_a_provisional_body_stands_in_the_branch_of_the_office(world: World) -> None:
    at = world.agencies
    made = create_provisional(name="Sở  Nội vụ thành phố", office=at.ban_tuyen_giao, by=world.officer("vanphong"))
    made.refresh_from_db()
    assert (made.name, made.kind, made.side, made.level) == (
        "Sở Nội vụ thành phố", AgencyKind.STATE, Side.STATE, Level.PROVINCE,
    )  # fmt: skip
    assert (made.parent, made.place, made.provisional, made.recorded_by) == (
        at.thanh_uy,
        "Cần Thơ",
        True,
        at.ban_tuyen_giao,
    )
    admin = make_officer("quantri2", "Người quản trị", at.tinh_uy_quang_ngai, Duty.ADMINISTRATOR)
    seen = {
        username: Agency.objects.visible_to(world.officer(username).enter(on=TODAY)).filter(pk=made.pk).exists()
        for username in ("vanphong", "truongban", "lanhdao", "quantri", "quangngai", "phuthien", admin.username)
    }
    assert seen == {
        "vanphong": True, "truongban": True, "lanhdao": True, "quantri": True, "quangngai": False, "phuthien": False,
        "quantri2": False,
    }  # fmt: skip
    officer = world.officer("vanphong").enter(on=TODAY)
    found = Matcher.load(officer, on=TODAY).match("Sở Nội vụ", issuer=at.thanh_uy, office=at.ban_tuyen_giao)
    assert (found.kind, found.agency_id, found.sure) == (MatchKind.AGENCY, made.pk, True)


def test_what_stands_around_a_printed_name_does_not_become_the_name(world: World) -> None:
    made = create_provisional(
        name="Ban Quản lý các khu công nghiệp thành phố (để thực hiện);",
        office=world.agencies.ban_tuyen_giao,
        by=world.officer("vanphong"),
    )
    assert (made.name, made.kind) == ("Ban Quản lý các khu công nghiệp thành phố", AgencyKind.STATE)


def test_what_is_given_is_not_guessed(world: World) -> None:
    at = world.agencies
    made = create_provisional(
        name="Trạm thủy nông", office=at.ban_tuyen_giao, by=world.officer("vanphong"), kind=AgencyKind.STATE,
        parent=at.co_do, side=Side.STATE, level=Level.COMMUNE,
    )  # fmt: skip
    assert (made.kind, made.parent, made.side, made.level) == (AgencyKind.STATE, at.co_do, Side.STATE, Level.COMMUNE)


def test_a_body_that_is_known_is_not_made_again(world: World) -> None:
    at, by = world.agencies, world.officer("vanphong")
    create_agency(
        name="Ủy ban nhân dân thành phố Cần Thơ",
        kind=AgencyKind.STATE,
        level=Level.PROVINCE,
        side=Side.STATE,
        place="Cần Thơ",
    )
    teach_alias(at.dang_doan_lhh, text="Đảng đoàn nọ", office=at.ban_tuyen_giao, by=by)
    count = Agency.objects.count()
    for name, known in (
        ("báo cần thơ", "Báo Cần Thơ"), ("Ban tuyên giáo Thành ủy", "Ban Tuyên giáo Thành ủy Cần Thơ"),
        ("UBND TP. Cần Thơ", "Ủy ban nhân dân thành phố Cần Thơ"), ("Ban Bí thư", "Ban Bí thư Trung ương Đảng"),
        ("đảng đoàn nọ", "Đảng đoàn Liên hiệp các Hội"),
    ):  # fmt: skip
        with pytest.raises(Denied, match=known):
            create_provisional(name=name, office=at.ban_tuyen_giao, by=by)
    for name, reason in (
        ("", "Cần nhập"), (" – ", "Cần nhập"), ("x" * 251, "quá 250"), ("các cơ quan có liên quan", "chỉ nhiều cơ quan"),
    ):  # fmt: skip
        with pytest.raises(Denied, match=reason):
            create_provisional(name=name, office=at.ban_tuyen_giao, by=by)
    with pytest.raises(Denied, match="phải nằm trong phạm vi của Thành ủy"):
        create_provisional(name="Hội Luật gia", office=at.ban_tuyen_giao, by=by, parent=at.tinh_uy_gia_lai)
    assert Agency.objects.count() == count
    # The same name in another province is another body.
    assert create_provisional(
        name="Đảng đoàn nọ", office=at.ban_tuyen_giao_quang_ngai, by=world.officer("quangngai")
    ).pk


P, D, C = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE


@pytest.mark.parametrize(
    ("name", "kind", "side", "level"),
    [
        ("Sở Tài chính", AgencyKind.STATE, Side.STATE, P),
        ("UBND huyện Thới Lai", AgencyKind.STATE, Side.STATE, D),
        ("Phòng Nội vụ huyện Thới Lai", AgencyKind.STATE, Side.STATE, D),
        ("Huyện ủy Thới Lai", AgencyKind.COMMITTEE, Side.PARTY, D),
        ("Đảng ủy xã Thới Xuân", AgencyKind.COMMITTEE, Side.PARTY, C),
        ("Đảng ủy Quân sự thành phố", AgencyKind.COMMITTEE, Side.PARTY, P),
        ("Ban Nội chính Thành ủy", AgencyKind.PARTY_ORGAN, Side.PARTY, P),
        ("Ủy ban Kiểm tra Huyện ủy Thới Lai", AgencyKind.PARTY_ORGAN, Side.PARTY, D),
        ("Ban cán sự đảng Tòa án nhân dân thành phố", AgencyKind.PARTY_GROUP, Side.PARTY, P),
        ("Đảng đoàn Hội Nông dân", AgencyKind.PARTY_GROUP, Side.PARTY, P),
        ("Ủy ban MTTQ Việt Nam thành phố", AgencyKind.FRONT, Side.PARTY, P),
        ("Hội LHPN quận Ninh Kiều", AgencyKind.FRONT, Side.PARTY, D),
        ("Hội Luật gia thành phố", AgencyKind.ASSOCIATION, Side.STATE, P),
        ("Đài Truyền thanh huyện Thới Lai", AgencyKind.PRESS, Side.STATE, D),
        ("Báo Nông thôn", AgencyKind.PRESS, Side.PARTY, P),
        ("Bảo hiểm xã hội thành phố", AgencyKind.STATE, Side.STATE, P),
        ("Trường Đại học Y Dược", AgencyKind.UNIT, Side.STATE, P),
        ("Tổ giúp việc", AgencyKind.UNIT, Side.PARTY, P),
    ],
)
def test_what_the_words_of_a_name_tell(name: str, kind: str, side: str, level: str) -> None:
    superior = Agency(name="Thành ủy Cần Thơ", level=P, place="Cần Thơ")
    assert (guessed_kind(name), guessed_side(name), guessed_level(name, superior)) == (kind, side, level)


def test_a_body_is_never_guessed_above_its_superior() -> None:
    assert guessed_level("Hội Khuyến học tỉnh", Agency(name="Huyện ủy Phú Thiện", level=D, place="Phú Thiện")) == D
