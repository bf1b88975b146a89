"""What leaders said about the plans of a report stands in its draft."""

from agencies.models import Officer
from plans.services.notes import direct, reply
from reporting import drafting, snapshot
from tests.cast import NOW, TODAY, World, moment
from tests.reporting.papers_of import a_report

TEXT = "Đề nghị báo cáo rõ nguyên nhân chậm và ngày hoàn thành."


def officer(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def test_the_report_quotes_what_leaders_said_in_its_period(world: World) -> None:
    note = direct(
        world.plan, by=officer(world, "lanhdao"), now=moment("2022-06-20"), text=TEXT, task=world.tasks["3"],
        agencies=[world.agencies.dang_doan_lhh],
    )  # fmt: skip
    direct(world.plan, by=officer(world, "lanhdao"), now=NOW, text=TEXT)  # on the story day: after the period
    report = a_report(world)
    told = drafting.draft(report, snapshot.live(report, on=TODAY))["leadership"]
    assert (
        f"Ngày 20/6/2022, đồng chí Lê Minh Triết, Ủy viên Ban Thường vụ, Thành ủy: “{TEXT.rstrip('.')}”; chưa được trả lời."
        in told
    )
    assert told.count("đồng chí") == 1
    reply(note, by=officer(world, "lhh"), now=NOW, text="Đã báo cáo.")
    kept = snapshot.live(report, on=TODAY)
    assert snapshot.Snapshot.from_json(kept.as_json()).directions == kept.directions
    assert "đã được trả lời" in drafting.draft(report, kept)["leadership"]
