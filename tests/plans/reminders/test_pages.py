"""The demo's letters: who may look, what they show."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import environ
import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import ReminderState
from plans.models import Reminder, WorkItem
from plans.reminders import kept, open_reminders, send_reminders
from tests.cast import TODAY, World, login, moment

pytestmark = pytest.mark.usefixtures("office_hours")
MORNING = moment(TODAY, 7, 30)


# --- letters of the demo ------------------------------------------------------------------------------------------------


def keep(folder: Path, to: str, subject: str, html: str = "") -> str:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, "Đôn Đốc <don-doc@localhost>", subject
    message.set_content("Kính gửi đồng chí\n\nNội dung thư")
    if html:
        message.add_alternative(html, subtype="html")
    return mailbox.Maildir(str(folder)).add(message)


@pytest.fixture
def demo(settings: Any) -> Path:
    """The demo's letter box, named as the settings name it: by the environment library's own kind of path."""
    settings.DEMO, folder = True, Path(settings.DEMO_MAILDIR)
    settings.DEMO_MAILDIR = environ.Path(str(folder))
    return folder


def test_outside_the_demo_there_is_no_such_page(world: World, client: Client, settings: Any) -> None:
    settings.DEMO = False
    login(client, "lhh")
    assert client.get(reverse("plans:demo-mail")).status_code == 404
    assert client.get(reverse("plans:demo-mail-detail", args=["x"])).status_code == 404


def test_without_letters_the_page_says_when_they_come(world: World, client: Client, demo: Path) -> None:
    assert "Chưa có thư nào" in login(client, "lhh").get(reverse("plans:demo-mail")).content.decode()


def test_each_sees_their_own_letters_only(world: World, client: Client, demo: Path) -> None:
    own = keep(demo, "Phạm Thanh Tùng <LHH@example.vn>", "Đôn Đốc: 1 việc quá hạn", "<p>Việc <b>quá hạn</b></p>")
    other = keep(demo, "codo@example.vn", "Thư của Cờ Đỏ")
    (demo / "new" / "broken").write_bytes(b"\xff\xfe To: \x00")
    listed = login(client, "lhh").get(reverse("plans:demo-mail")).content.decode()
    assert "1 việc quá hạn" in listed
    assert "Cờ Đỏ" not in listed.split("<main")[1]
    page = client.get(reverse("plans:demo-mail-detail", args=[own])).content.decode()
    assert "<b>quá hạn</b>" in page
    assert "Nội dung thư" in page
    assert client.get(reverse("plans:demo-mail-detail", args=[other])).status_code == 404
    assert client.get(reverse("plans:demo-mail-detail", args=["broken"])).status_code == 404


def test_nothing_in_a_letter_acts_on_the_page() -> None:
    cleaned = kept.clean(
        '<title>t</title><p style="x" onclick="y">A</p><script>z</script><img src="//e"><a href="javascript:1">b</a>'
    )
    assert cleaned == "<p>A</p><a>b</a>"


def test_a_real_letter_can_be_read_where_the_demo_keeps_it(
    item: WorkItem, client: Client, demo: Path, by_smtp: Any
) -> None:
    send_reminders(now=MORNING)
    mailbox.Maildir(str(demo)).add(by_smtp.letters[0].as_bytes())
    (letter,) = kept.letters_for("lhh@example.vn", demo)
    page = login(client, "lhh").get(reverse("plans:demo-mail-detail", args=[letter.key])).content.decode()
    assert "Xây dựng kế hoạch triển khai" in page
    assert "DỮ LIỆU MINH HỌA" in page
    assert Reminder.objects.filter(state=ReminderState.SENT).exists()
    assert open_reminders(on=TODAY).open == 0
