"""The pages of intake as an office uses them, and as nobody else may."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directives.models import Directive
from plans.models import Intake, IntakeState, Plan
from plans.services import intake as entering
from tests.cast import NOW, World, clock_at, login, moment
from tests.plans.intake.begun import SPECIMEN, an_intake, asked, proposal_of

START = "/van-ban/nhap/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock_at(NOW):
        yield


@pytest.fixture
def vanphong(client: Client, world: World) -> Client:
    return login(client, "vanphong")


def url(name: str, intake: Intake, *args: object) -> str:
    return reverse(f"plans:{name}", args=[intake.pk, *args])


def post(client: Client, name: str, intake: Intake, *args: object, **said: Any) -> Any:
    intake.refresh_from_db()
    return client.post(url(name, intake, *args), {"version": intake.version, **said})


def sent(client: Client, world: World, **said: Any) -> Any:
    return client.post(START, {"office": world.agencies.ban_tuyen_giao.pk, **said})


def test_pasted_text_is_read_reviewed_and_published(vanphong: Client, world: World) -> None:
    answer = sent(vanphong, world, text=SPECIMEN)
    intake = Intake.objects.get()
    assert answer["Location"] == url("intake", intake)
    assert not Directive.objects.filter(number="812-CV/TU").exists()  # nothing is a document until it is confirmed
    page = vanphong.get(answer["Location"])
    assert "Xem lại trước khi tạo" in page.text
    shown = vanphong.get(url("intake-publish", intake))
    assert "Huyện ủy Cờ Đỏ" in shown.text  # who will be told, before they are
    done = post(vanphong, "intake-publish", intake)
    plan = Plan.objects.get(directive__number="812-CV/TU")
    assert done["Location"] == f"/ke-hoach/{plan.pk}/"
    assert vanphong.get(url("intake", intake))["Location"] == f"/ke-hoach/{plan.pk}/"


def test_a_file_is_kept_as_the_original(vanphong: Client, world: World) -> None:
    sent(vanphong, world, document=SimpleUploadedFile("cv-812.txt", SPECIMEN.encode()))
    intake = Intake.objects.get()
    assert (intake.name, intake.kind, intake.state) == ("cv-812.txt", "txt", IntakeState.READY)
    got: Any = vanphong.get(url("intake-file", intake))
    assert (b"".join(got.streaming_content), got["X-Content-Type-Options"]) == (SPECIMEN.encode(), "nosniff")
    assert "attachment" in got["Content-Disposition"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "Chọn một tệp hoặc dán toàn văn"),
        ({"text": "ngắn quá"}, "quá ngắn"),
        ({"text": "x" * 1_000_001}, "1000000"),
        (("a.docx", b"PK\x03\x04 broken"), "hãy"),
        (("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument" * 90), ".docx"),
        (("a.pdf", b"%PDF-1.7 broken"), "PDF"),
        (("a.exe", bytes(range(256)) * 9), "hãy"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence_and_the_typed_text_stays(
    vanphong: Client, world: World, said: Any, reason: str
) -> None:
    given = said if isinstance(said, dict) else {"document": SimpleUploadedFile(*said)}
    answer = sent(vanphong, world, **given)
    assert answer.status_code == 200
    form = answer.context["form"]
    (error,) = form.non_field_errors() or [next(iter(form.errors.values()))[0]]
    assert reason in error
    assert error[-1] in ".”" or reason == "1000000"
    assert Intake.objects.count() == 0


@pytest.mark.parametrize("how", ["text", "document"])
def test_a_marked_document_is_refused_in_memory(
    vanphong: Client, world: World, how: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stored(*args: object, **named: object) -> str:
        raise AssertionError("a marked document reached the store")

    monkeypatch.setattr(default_storage._wrapped.__class__, "save", stored)  # type: ignore[attr-defined]
    marked = SPECIMEN.replace("*\nSố", "*\nMẬT\nSố")
    said: dict[str, Any] = (
        {"text": marked} if how == "text" else {"document": SimpleUploadedFile("m.txt", marked.encode())}
    )
    answer = sent(vanphong, world, **said)
    assert "MẬT" in answer.context["form"].non_field_errors()[0]
    assert Intake.objects.count() == 0
    assert "chuyển đổi số" not in caplog.text


def test_a_long_text_waits_for_the_job_and_survives_its_loss(
    vanphong: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.jobs.read_intake.delay", lambda pk: None)  # the broker lost it
    long = SPECIMEN + "\n\n".join(
        f"{n}. Văn phòng Thành ủy rà soát hồ sơ số {n} và báo cáo kết quả." for n in range(7, 900)
    )
    answer = sent(vanphong, world, text=long)
    intake = Intake.objects.get()
    assert intake.state == IntakeState.QUEUED
    assert vanphong.get(answer["Location"]).status_code == 200  # tells that it waits
    assert entering.read_waiting(now=NOW) == 1
    assert entering.read_waiting(now=NOW) == 0
    assert vanphong.get(answer["Location"]).context["sheet"].total > 0


def test_a_reader_that_died_is_followed_by_another(world: World) -> None:
    intake = an_intake(world)
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.READING, claimed_at=moment("2022-07-14", 8))
    assert entering.read_intake(intake.pk, now=NOW) is not None
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.READING, claimed_at=NOW)
    assert entering.read_intake(intake.pk, now=NOW) is None  # somebody is at it


def test_a_text_that_breaks_the_reader_is_told_and_stops_nobody(
    vanphong: Client, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = "Ban Thường vụ"

    def breaks(*args: object) -> None:
        raise ValueError(words)

    monkeypatch.setattr("plans.services.intake.read", breaks)
    answer = sent(vanphong, world, text=SPECIMEN)
    assert Intake.objects.get().state == IntakeState.FAILED
    assert "nhập bằng tay" in vanphong.get(answer["Location"]).text
    assert words not in caplog.messages[-1]  # no words of a text in the log


def test_answers_are_taken_taken_back_and_left_for_later(vanphong: Client, world: World) -> None:
    intake = an_intake(world)
    period = next(key for key in asked(intake) if key.startswith("ky:"))
    post(vanphong, "intake-answer", intake, question=period, answer="quarterly")
    assert asked(intake)[period].told == "hằng quý"
    post(vanphong, "intake-answer", intake, question=period, answer="")
    assert asked(intake)[period].is_open
    post(vanphong, "intake-answer", intake, question=period, answer="hằng giờ")
    assert asked(intake)[period].is_open
    post(vanphong, "intake-answer", intake, rest="1")
    assert not any(one.is_open for one in asked(intake).values())


def test_an_answer_from_an_old_window_changes_nothing_and_says_so(vanphong: Client, world: World) -> None:
    intake = an_intake(world)
    period = next(key for key in asked(intake) if key.startswith("ky:"))
    vanphong.post(url("intake-answer", intake), {"version": intake.version + 5, "question": period, "answer": "yearly"})
    assert asked(intake)[period].is_open
    assert "cửa sổ khác" in vanphong.get(url("intake", intake)).text


def test_tasks_are_dropped_restored_moved_merged_and_split(vanphong: Client, world: World) -> None:
    intake = an_intake(world)

    def paths() -> list[str]:
        return [task.path for task in proposal_of(intake).kept]

    post(vanphong, "intake-act", intake, 1, act="drop")
    assert paths()[0] == "2"
    post(vanphong, "intake-act", intake, 1, act="restore")
    post(vanphong, "intake-act", intake, 1, act="down")
    assert paths()[:2] == ["2", "1"]
    post(vanphong, "intake-act", intake, 1, act="merge")
    assert paths() == ["2", "3.a", "3.b", "4", "5", "6"]
    draft = next(task for task in proposal_of(intake).kept if task.path == "2")
    assert len(draft.leads) == 3
    post(vanphong, "intake-split", intake, draft.id, before=["1"])
    assert paths()[:2] == ["2", "2(2)"]
    assert vanphong.post(url("intake-act", intake, 1), {"act": "nổ"}).status_code == 404


def test_a_task_is_corrected_and_its_bodies_are_chosen(vanphong: Client, world: World) -> None:
    intake = an_intake(world)
    said = {
        "title": "Bảo đảm an toàn thông tin", "path": "5", "lead_words": "các đơn vị liên quan", "helpers": [],
        "leads": [f"a{world.agencies.van_phong_thanh_uy.pk}", f"g{world.agencies.cac_huyen_uy.pk}"], "helper_words": "",
        "kind": "product", "due_on": "30/9/2022", "product": "Báo cáo",
    }  # fmt: skip
    answer = post(vanphong, "intake-task", intake, 6, **said)
    assert answer.status_code == 302
    draft = proposal_of(intake).task(6)
    assert draft is not None
    assert (draft.title, draft.due_on, draft.due_by_document) == ("Bảo đảm an toàn thông tin", "2022-09-30", False)
    names = proposal_of(intake).names
    assert [names[line.name].choice[:1] for line in draft.leads] == ["a", "g", "t"]


@pytest.mark.parametrize("wrong", [{"title": ""}, {"path": "4"}, {"due_on": "31/2/2022"}, {"leads": ["a999999"]}])
def test_a_wrong_correction_is_told_at_the_field_and_keeps_what_was_typed(
    vanphong: Client, world: World, wrong: dict[str, Any]
) -> None:
    intake = an_intake(world)
    before = proposal_of(intake).to_json()
    good = {"title": "Tên mới", "path": "5", "kind": "continuing", "leads": [], "helpers": []}
    answer = post(vanphong, "intake-task", intake, 6, **{**good, **wrong})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert proposal_of(intake).to_json() == before


def test_the_record_is_corrected_and_doubts_end(vanphong: Client, world: World) -> None:
    intake = an_intake(world, text=SPECIMEN.replace("Số 812-CV/TU", "Số      -CV/TU"))
    assert "ho-so:number" in asked(intake)
    said = {
        "number": "812-CV/TU", "type_code": "CV", "issuer_agency": world.agencies.thanh_uy.pk, "issuer_name": "THÀNH ỦY CẦN THƠ",
        "date": "18/7/2022", "subject": "Chuyển đổi số", "secrecy": "normal", "cycle": "monthly", "monitor": "",
    }  # fmt: skip
    assert post(vanphong, "intake-record", intake, **said).status_code == 302
    kept = proposal_of(intake)
    assert (kept.record.number, kept.cycle, kept.monitor) == ("812-CV/TU", "monthly", None)
    assert "ho-so:number" not in asked(intake)


def test_a_name_is_mapped_by_hand_wherever_the_text_says_it(vanphong: Client, world: World) -> None:
    intake = an_intake(world)
    key = next(one for one in asked(intake) if one.startswith("ten:ban can su")).removeprefix("ten:")
    address = url("intake-name", intake) + f"?ten={key}"
    assert vanphong.get(address).status_code == 200
    answer = vanphong.post(address, {"version": intake.version, "body": f"a{world.agencies.bao_can_tho.pk}"})
    assert answer.status_code == 302
    assert proposal_of(intake).names[key].agency_id == world.agencies.bao_can_tho.pk


def test_a_superior_is_left_out_or_given_another_relation(vanphong: Client, world: World) -> None:
    intake = an_intake(world)
    post(vanphong, "intake-superior", intake, 0, relation="basis")
    post(vanphong, "intake-superior", intake, 1, keep="0")
    above = proposal_of(intake).above
    assert (above[0].relation, above[1].keep) == ("basis", False)
    assert post(vanphong, "intake-superior", intake, 99, keep="0").status_code == 302  # told, not broken


def test_a_likely_duplicate_is_shown_before_the_review(vanphong: Client, world: World) -> None:
    text = SPECIMEN.replace("812-CV/TU", "54-CV/TU").replace("18 tháng 7 năm 2022", "24 tháng 12 năm 2020")
    intake = an_intake(world, text=text)
    page = vanphong.get(url("intake", intake))
    assert [row["directive"] for row in page.context["rows"]] == [world.cong_van_54]
    assert vanphong.post(url("intake-twin", intake), {"twin": "999999"}).status_code == 404
    vanphong.post(url("intake-twin", intake), {"twin": "khong"})
    assert vanphong.get(url("intake", intake)).context["sheet"].total > 0


def test_the_same_words_are_noticed_even_with_another_number(vanphong: Client, world: World) -> None:
    first = an_intake(world)
    post(vanphong, "intake-publish", first)
    second = an_intake(world)
    known = Directive.objects.get(number="812-CV/TU")
    assert [row["directive"] for row in vanphong.get(url("intake", second)).context["rows"]] == [known]


def test_of_a_duplicate_elsewhere_only_the_record_is_told(client: Client, world: World) -> None:
    first = an_intake(world)
    post(login(client, "vanphong"), "intake-publish", first)
    quang_ngai = login(Client(), "quangngai")
    page = quang_ngai.get(url("intake", an_intake(world, "quangngai")))
    (row,) = page.context["rows"]
    assert (row["visible"], row["plan"]) == (False, None)
    assert f"/van-ban/{row['directive'].pk}/" not in page.text


def test_an_unfinished_entry_waits_on_its_makers_desk_and_nobody_elses(client: Client, world: World) -> None:
    intake = an_intake(world)
    link = url("intake", intake)
    assert link in login(client, "vanphong").get("/ban-lam-viec/").text
    assert link in client.get(START).text
    assert link not in login(client, "truongban").get("/ban-lam-viec/").text


@pytest.mark.parametrize("username", ["truongban", "lanhdao", "lhh", "codo", "quangngai"])
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("intake-answer", ()), ("intake-twin", ()), ("intake-discard", ()), ("intake-publish", ()), ("intake-record", ()),
        ("intake-act", (1,)), ("intake-superior", (0,)), ("intake-task", (1,)), ("intake-split", (1,)),
    ],
)  # fmt: skip
def test_nobody_writes_into_anothers_entry(
    client: Client, world: World, username: str, name: str, args: tuple[int, ...]
) -> None:
    intake = an_intake(world)
    before = Intake.objects.values().get(pk=intake.pk)
    assert (
        login(client, username)
        .post(url(name, intake, *args), {"act": "drop", "rest": "1", "twin": "khong"})
        .status_code
        == 404
    )
    assert Intake.objects.values().get(pk=intake.pk) == before


def test_an_entry_is_thrown_away_with_its_file(
    vanphong: Client, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    sent(vanphong, world, document=SimpleUploadedFile("cv.txt", SPECIMEN.encode()))
    intake = Intake.objects.get()
    name = str(intake.file.name)
    assert "xóa" in vanphong.get(url("intake-discard", intake)).text
    with django_capture_on_commit_callbacks(execute=True):
        vanphong.post(url("intake-discard", intake))
    assert (Intake.objects.count(), default_storage.exists(name)) == (0, False)


def test_the_review_costs_the_same_however_long_the_document(
    vanphong: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    short = an_intake(world)
    long = an_intake(
        world,
        text=SPECIMEN.replace("812-", "813-")
        + "".join(f"\n\n{n}. Văn phòng Thành ủy lập hồ sơ {n}." for n in range(7, 60)),
    )
    for intake in (short, long):
        with django_assert_max_num_queries(14):
            vanphong.get(url("intake", intake))


def test_publishing_costs_the_same_however_many_tasks(vanphong: Client, world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number, tasks in ((814, 10), (815, 60)):
        more = "".join(f"\n\n{n}. Văn phòng Thành ủy lập hồ sơ {n}, gửi trước ngày 30/9/2022." for n in range(7, tasks))
        text = SPECIMEN.replace("812-", f"{number}-").replace("\n\nNơi nhận", f"{more}\n\nNơi nhận")
        intake = an_intake(world, text=text)
        with CaptureQueriesContext(connection) as caught:
            post(vanphong, "intake-publish", intake)
        counts.append(len(caught))
        assert Plan.objects.get(directive__number=f"{number}-CV/TU").tasks.count() >= tasks - 1
    assert counts[1] <= counts[0] + 3


def test_strange_requests_are_answered(vanphong: Client, world: World) -> None:
    intake = an_intake(world)
    huge = "9" * 30
    for address in (f"/van-ban/nhap/{huge}/", f"/van-ban/nhap/{intake.pk}/nhiem-vu/{huge}/sua/", f"/tep/nhap/{huge}/"):
        assert vanphong.get(address).status_code == 404
    for said in (
        {"version": huge, "rest": "1"},
        {"version": "-1"},
        {"question": "ten:" + "x" * 5000, "answer": "a" + huge},
        {"question": "luu-y:999", "answer": "xem"},
    ):
        assert vanphong.post(url("intake-answer", intake), said).status_code == 302
    assert vanphong.post(url("intake-name", intake) + "?ten=%00", {"body": "a1"}).status_code == 404
    assert (
        vanphong.post(
            url("intake-split", intake, 1), {"before": ["-1", huge, "x"], "version": intake.version}
        ).status_code
        == 302
    )
    upload = SimpleUploadedFile("../../etc/passwd\x00.txt", io.BytesIO(b"\xff\xfe\x00").read())
    assert sent(vanphong, world, document=upload).status_code == 200


@pytest.mark.parametrize(
    "words", ["lorem ipsum dolor sit amet consectetur adipiscing elit " * 5, "-.,;:!? " * 40, "12 34 56 78 " * 30]
)
def test_a_text_that_is_no_document_is_told_and_can_be_thrown_away(vanphong: Client, world: World, words: str) -> None:
    answer = sent(vanphong, world, text=words)
    intake = Intake.objects.get()
    assert intake.state == IntakeState.FAILED
    assert "Không nhận ra đây là một văn bản" in vanphong.get(answer["Location"]).text
    assert vanphong.post(url("intake-discard", intake)).status_code == 302


def test_signs_that_no_paper_carries_are_dropped(vanphong: Client, world: World) -> None:
    sent(vanphong, world, text=SPECIMEN.replace("hạ tầng", "hạ\x00 tầng\x07"))
    assert proposal_of(Intake.objects.get()).record.number == "812-CV/TU"
