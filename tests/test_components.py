"""The parts of pages: what they say, what they refuse, and that they say it to a reader of the screen as well."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path

from agencies import navigation
from agencies.choices import Duty
from agencies.marks import CLASSES, MARKS, shares
from agencies.models import Agency, Officer, Post
from agencies.rendering import ManyFiles
from agencies.scope import Scope


def _page(request: HttpRequest) -> HttpResponse:
    """Stands for pages of other apps, so that the frame is tried without them."""
    return HttpResponse()


def _app(name: str, *names: str) -> Any:
    return include(([path(f"{name}/{each}/", _page, name=each) for each in names], name))


urlpatterns = [
    path("", _app("plans", "desk", "item-list", "review-list", "agency-work", "inbox")),
    path("", _app("directives", "list", "detail")),
    path("", _app("agencies", "home", "account", "logout")),
]


def draw(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    """What a page with this source shows."""
    return Template("{% load parts %}" + source).render(Context({**context, "request": request}))


def get(url: str) -> HttpRequest:
    return RequestFactory().get(url)


def officer(*posts: tuple[Duty, Agency]) -> Officer:
    """Somebody with these posts, without a database: the frame reads nothing else."""
    found = Officer(username="ai", full_name="Trần Thị Ai")
    found._posts = [Post(officer=found, agency=agency, duty=duty, since=date(2020, 1, 1)) for duty, agency in posts]
    found._scope = Scope()
    return found


OFFICE = Agency(id=1, name="Ban Tuyên giáo Thành ủy", serves_id=2)
DISTRICT = Agency(id=3, name="Huyện ủy Cờ Đỏ")


# --- days and numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (date(2020, 12, 24), "24/12/2020"),
        (date(2022, 7, 3), "03/7/2022"),
        (date(2022, 2, 15), "15/02/2022"),
        (None, "–"),
    ],
)
def test_days_are_written_as_offices_write_them(given: date | None, shown: str) -> None:
    assert draw("{{ d|day }}", d=given) == shown


def test_a_moment_is_told_in_the_time_of_the_office() -> None:
    late = datetime(2022, 7, 13, 18, 30, tzinfo=UTC)
    assert draw("{{ d|moment }} {{ d|day }} {{ d|day_month }}", d=late) == "01:30, 14/7/2022 14/7/2022 14/7"


def test_the_weekday_starts_small_within_a_sentence_and_large_at_the_head() -> None:
    assert draw("{{ d|weekday }}|{{ d|weekday_day }}", d=date(2022, 7, 14)) == "thứ Năm|Thứ Năm, 14/7/2022"


def test_numbers_and_sizes() -> None:
    assert draw("{{ 3871|thousands }} {{ 1887437|file_size }}") == "3.871 1,8 MB"
    assert draw('{{ ""|dash }}{{ 0|dash }}') == "–0"


# --- standing, bars -----------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(MARKS))
def test_every_standing_has_an_icon_and_a_word(code: str) -> None:
    shown = draw("{% standing code %}", code=code)
    assert "<svg" in shown
    assert MARKS[code].words in shown


def test_an_overdue_row_says_how_long_and_where_the_reasons_are() -> None:
    shown = draw('{% standing "overdue" text="Quá hạn 93 ngày" why="/vi-sao/" subject="Huyện ủy Cờ Đỏ" %}')
    assert "Quá hạn 93 ngày" in shown
    assert 'href="/vi-sao/" aria-label="Vì sao Huyện ủy Cờ Đỏ quá hạn 93 ngày?"' in shown


def test_a_standing_can_be_read_from_its_object_and_unknown_ones_do_not_pass_for_good() -> None:
    class Row:
        standing = "due_soon"
        standing_text = "Còn 1 ngày"

    assert "Còn 1 ngày" in draw("{% standing row %}", row=Row())
    assert "Chưa rõ tình trạng" in draw('{% standing "moon" %}')


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"standing": "overdue", "life": "in_progress", "days_overdue": 1093}, "Quá hạn 1.093 ngày"),
        ({"standing": "overdue", "life": "submitted", "days_overdue": 3}, "Chờ xác nhận"),
        ({"standing": "within", "life": "in_progress", "is_due_soon": True, "days_left": 1}, "Còn 1 ngày"),
        ({"standing": "not_started", "life": "not_started", "is_due_soon": True, "days_left": 0}, "Hạn hôm nay"),
        ({"standing": "within", "life": "in_progress", "is_due_soon": False, "days_left": None}, "Không hạn"),
        ({"standing": "within", "life": "in_progress", "is_due_soon": False, "days_left": 30}, "Trong hạn"),
        ({"standing": "outside", "life": "handed_over"}, "Đã chuyển giao"),
        ({"standing": "done_late", "life": "confirmed", "days_left": -4}, "Hoàn thành quá hạn"),
    ],
)
def test_a_row_is_dressed_by_its_facts(facts: dict[str, Any], words: str) -> None:
    assert f"<span>{words}</span>" in draw("{% standing row %}", row=SimpleNamespace(**facts))


def test_a_bar_keeps_the_order_of_the_classes_and_says_its_counts() -> None:
    counts = {"overdue": 10, "done_on_time": 33, "done_late": 5, "within": 4, "not_started": 1}
    shown = draw("{% bar counts %}", counts=counts)
    told = "33 hoàn thành đúng hạn, 5 hoàn thành quá hạn, 4 trong hạn, 10 quá hạn, 1 chưa thực hiện"
    assert f'aria-label="53 đầu việc: {told}"' in shown
    places = [shown.index(f'class="f-{css}"') for _, css, _ in CLASSES]
    assert places == sorted(places)
    assert 'x="62.26%"' in shown
    assert sum(float(part.width) for part in shares(counts)) == pytest.approx(100, abs=0.05)


def test_an_empty_bar_says_so() -> None:
    shown = draw("{% bar counts %}", counts={})
    assert "Chưa có đầu việc" in shown
    assert "<rect" not in shown


def test_a_legend_links_only_what_has_rows_to_show() -> None:
    shown = draw("{% legend counts links=links %}", counts={"overdue": 1234}, links={"overdue": "?qua-han"})
    assert shown.count("<a ") == 1
    assert "1.234" in shown


def test_an_unknown_icon_fails_at_once() -> None:
    with pytest.raises(KeyError):
        draw('{% icon "unicorn" %}')


def test_words_of_people_are_escaped_everywhere() -> None:
    evil = "<script>x</script>"
    sources = [
        "{% chip w %}",
        "{% tag w %}",
        "{% standing 'overdue' text=w why='#' subject=w %}",
        "{% empty_state w %}",
    ]
    sources += ["{% panel w %}{{ w }}{% endpanel %}", "{% crumb w %}", "{% bar c w %}"]
    for source in sources:
        assert "<script" not in draw(source, w=evil, c={"overdue": 1}), source


# --- lists ------------------------------------------------------------------------------------------


class Filters(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    state = forms.ChoiceField(label="Tình trạng", choices=[("", "Mọi"), ("open", "Chưa hoàn thành")], required=False)


def test_chosen_filters_can_be_taken_away_one_by_one() -> None:
    request = get("/?q=cờ&state=open&sort=-due_on&page=4&size=100")
    shown = draw('{% filter_bar form 153 "đầu việc" %}', request, form=Filters(request.GET))
    assert "153 đầu việc" in shown
    assert "Tìm: “cờ”" in shown
    assert 'href="?q=c%E1%BB%9D&amp;sort=-due_on&amp;size=100" aria-label="Bỏ lọc Tình trạng: Chưa hoàn thành"' in shown
    assert '<input type="hidden" name="sort" value="-due_on">' in shown
    assert 'name="page"' not in shown
    assert 'class="muted" href="?sort=-due_on&amp;size=100"' in shown


def test_a_sort_link_turns_around_and_forgets_the_page() -> None:
    head = '{% sort_head "due_on" "Hạn" %}'
    assert 'href="?q=a&amp;sort=due_on"' in draw(head, get("/?q=a&page=3"))
    upwards = draw(head, get("/?sort=due_on"))
    assert 'aria-sort="ascending"' in upwards
    assert 'href="?sort=-due_on"' in upwards
    assert "aria-sort" not in draw(head, get("/?sort=-other"))


def test_the_pager_keeps_the_filter_and_knows_its_ends() -> None:
    pages = Paginator(range(1, 1154), 50)
    first = draw("{% pager page %}", get("/?q=a"), page=pages.page(1))
    assert "1–50 trong 1.153" in first
    assert 'href="?q=a&amp;page=2" rel="next"' in first
    assert 'rel="prev"' not in first
    assert "Không có dòng nào" in draw("{% pager page %}", get("/"), page=Paginator([], 50).page(1))


# --- forms --------------------------------------------------------------------------------------------


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label="Trong kỳ này", choices=[("r", "Có kết quả"), ("n", "Không phát sinh")], widget=forms.RadioSelect
    )
    results = forms.CharField(label="Kết quả", help_text="Việc đã làm", widget=forms.Textarea)
    due_on = forms.DateField(label="Hạn mới")
    note = forms.CharField(label="Ghi chú", required=False)
    evidence = ManyFiles(label="Minh chứng", required=False)


def test_a_wrong_form_says_it_at_the_top_and_beside_each_field() -> None:
    shown = str(ReportForm({"due_on": "45/9/2022"}))
    assert '<a href="#id_results">Cần nhập kết quả.</a>' in shown
    assert '<a href="#id_kind_0">Cần chọn trong kỳ này.</a>' in shown
    assert '<a href="#id_due_on">Hạn mới: Không đọc được ngày này.' in shown
    assert 'aria-describedby="id_results_helptext id_results_error"' in shown
    assert 'id="id_results_error"' in shown
    assert 'value="45/9/2022"' in shown


def test_a_fresh_form_blames_nobody() -> None:
    shown = str(ReportForm())
    assert 'role="alert"' not in shown
    assert "has-error" not in shown
    assert shown.index("Kết quả") < shown.index("Việc đã làm") < shown.index("<textarea")
    assert "(không bắt buộc)" in shown


def test_the_words_a_form_chose_itself_stay() -> None:
    class Own(forms.Form):
        reason = forms.CharField(label="Lý do", error_messages={"required": "Hãy nêu lý do trả lại."})

    assert "Hãy nêu lý do trả lại." in str(Own({}))


def test_a_file_field_works_without_script_and_takes_several() -> None:
    shown = str(ReportForm()["evidence"].as_field_group())
    assert 'type="file"' in shown
    assert "multiple" in shown
    assert "data-upload" in shown
    assert ReportForm({"kind": "n", "results": "x", "due_on": "30/9/2022"}).is_valid()


# --- the frame -------------------------------------------------------------------------------------------


@pytest.fixture
def frame(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_counters", {})
    monkeypatch.setattr(navigation, "_office_tests", [])


def labels(user: Officer) -> list[str]:
    return [place.label for place in navigation.places_for(user)]


def test_each_duty_has_its_places() -> None:
    assert labels(officer((Duty.CLERK, OFFICE)))[0] == "Bàn làm việc"
    assert labels(officer((Duty.CLERK, DISTRICT))) == ["Việc của đơn vị", "Văn bản", "Chế độ báo cáo"]
    assert labels(officer((Duty.LEADER, DISTRICT))) == ["Tổng quan", "Văn bản", "Nhiệm vụ", "Chờ xác nhận", "Báo cáo"]
    assert labels(officer((Duty.ADMINISTRATOR, DISTRICT))) == ["Cơ quan", "Bàn giao", "Lịch làm việc", "Hệ thống"]
    assert labels(officer()) == []


def test_two_duties_share_one_bar_without_repeating() -> None:
    both = labels(officer((Duty.CLERK, OFFICE), (Duty.LEADER, OFFICE), (Duty.ADMINISTRATOR, OFFICE)))
    assert len(both) == len(set(both))
    assert both[-1] == "Hệ thống"


@pytest.mark.usefixtures("frame")
def test_a_higher_app_can_say_who_works_as_an_office() -> None:
    navigation.supply_office_test(lambda user: user.username == "ai")
    assert labels(officer((Duty.CLERK, DISTRICT)))[0] == "Bàn làm việc"
    assert labels(officer((Duty.LEADER, DISTRICT)))[0] == "Tổng quan"


def visit(url: str, user: Officer) -> HttpRequest:
    from django.urls import resolve

    request = get(url)
    request.user = user
    request.resolver_match = resolve(request.path)
    return request


@pytest.mark.usefixtures("frame")
def test_the_bar_marks_where_one_is_counts_what_waits_and_skips_what_is_not_built() -> None:
    asked: list[str] = []

    def three(user: Officer) -> int:
        asked.append(user.username)
        return 3

    navigation.supply_count("plans:review-list", three)
    found = navigation.build(visit("/directives/detail/", officer((Duty.CLERK, OFFICE))))
    assert [link.label for link in found.links if link.current] == ["Văn bản"]
    assert "Tổng quan" not in [link.label for link in found.links]
    assert asked == []
    assert [link.count for link in found.links if link.label == "Chờ xác nhận"] == [3]
    assert asked == ["ai"]


@pytest.mark.usefixtures("frame")
def test_a_leader_is_shown_the_queue_only_while_something_waits() -> None:
    navigation.supply_count("plans:review-list", lambda user: 2)
    found = navigation.build(visit("/directives/detail/", officer((Duty.LEADER, DISTRICT))))
    assert "Chờ xác nhận" in [link.label for link in found.links]
    navigation.supply_count("plans:review-list", lambda user: 0)
    found = navigation.build(visit("/directives/detail/", officer((Duty.LEADER, DISTRICT))))
    assert "Chờ xác nhận" not in [link.label for link in found.links]
    clerk = navigation.build(visit("/directives/detail/", officer((Duty.CLERK, OFFICE))))
    assert "Chờ xác nhận" in [link.label for link in clerk.links], "an office keeps its way to the queue"


@pytest.mark.usefixtures("frame")
def test_a_page_of_an_item_belongs_to_the_agencys_work_for_an_agency_and_to_tasks_for_an_office() -> None:
    for agency, label in ((OFFICE, "Nhiệm vụ"), (DISTRICT, "Việc của đơn vị")):
        found = navigation.build(visit("/plans/item-list/", officer((Duty.CLERK, agency))))
        assert [link.label for link in found.links if link.current] == [label]


@pytest.mark.usefixtures("frame")
def test_the_frame_is_whole_for_a_stranger_and_says_when_data_is_sample(settings: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = get("/khong-co/")
    request.user = AnonymousUser()
    shown = render_to_string("404.html", {"sample": True}, request)
    assert 'lang="vi"' in shown
    assert "Mã lỗi: 404" in shown
    assert "DỮ LIỆU MINH HỌA" in shown
    assert "Đăng xuất" not in shown
    settings.DEMO = False
    assert "DỮ LIỆU MINH HỌA" not in render_to_string("404.html", {}, request)


@pytest.mark.usefixtures("frame")
def test_an_officers_page_has_one_way_out_and_it_is_a_post() -> None:
    request = visit("/plans/desk/", officer((Duty.CLERK, OFFICE)))
    shown = render_to_string("components/confirm.html", _confirmation(), request)
    assert '<form method="post" action="/agencies/logout/">' in shown
    assert "Ban Tuyên giáo Thành ủy" in shown
    assert 'href="#noi-dung"' in shown
    assert " style=" not in shown
    assert "<script>" not in shown


def _confirmation() -> dict[str, Any]:
    words = {"title": "Ban hành", "lead": "Không sửa được nữa.", "action_label": "Ban hành", "back_url": "/"}
    return {**words, "consequences": ["Gửi 24 đơn vị"], "form": None}


@pytest.mark.usefixtures("frame")
def test_a_refusal_names_its_reason() -> None:
    request = visit("/plans/desk/", officer((Duty.CLERK, OFFICE)))
    shown = render_to_string("403.html", {"reason": "Không ai tự xác nhận việc của mình."}, request)
    assert "Không ai tự xác nhận việc của mình." in shown
    assert "Mã lỗi: 403" in shown
    assert "Chức trách hiện tại" in render_to_string("403.html", {}, request)


def test_the_page_of_a_failure_needs_nothing() -> None:
    assert "Mã lỗi: 500" in render_to_string("500.html")


@pytest.mark.usefixtures("frame")
@pytest.mark.parametrize("demo", [True, False])
def test_sample_accounts_are_listed_only_in_the_demo(settings: Any, demo: bool) -> None:
    settings.DEMO, settings.DEMO_ACCOUNTS, settings.DEMO_PASSWORD = demo, [("codo", "Huyện ủy Cờ Đỏ")], "mau-2022"
    assert ("mau-2022" in draw("{% demo_accounts as c %}{% if c %}{{ c.password }}{% endif %}")) is demo
