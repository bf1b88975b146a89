"""Doorways of the scheduled jobs: read the clock, call one function, leave a mark (config/celery.py has the timetable)."""

from celery import shared_task
from django.utils import timezone

from agencies.history.context import by_system
from plans import reminders
from plans.reminders import pulse
from plans.services import bulk, exporting, importing, intake, items
from plans.services.import_writing import save


@shared_task
@by_system("mở kỳ báo cáo")
def open_periods() -> None:
    """Open the work items of reporting periods that have begun."""
    now = timezone.now()
    pulse.mark("open_periods", now=now, note=items.open_periods(on=timezone.localdate(now), now=now))


@shared_task
@by_system("lập nhắc việc")
def open_reminders() -> None:
    """Write the reminders named up to today."""
    now = timezone.now()
    pulse.mark("open_reminders", now=now, note=reminders.open_reminders(on=timezone.localdate(now), now=now))


@shared_task
@by_system("gửi nhắc việc")
def send_reminders() -> None:
    """Send the letters that wait."""
    now = timezone.now()
    pulse.mark("send_reminders", now=now, note=reminders.send_reminders(now=now))


@shared_task
def heartbeat() -> None:
    """Show that the scheduler sends and a worker works."""
    pulse.mark("heartbeat", now=timezone.now())


@shared_task
@by_system("đọc văn bản nhập")
def read_intake(pk: int) -> None:
    """Read one long document that somebody waits for."""
    intake.read_intake(pk, now=timezone.now())


@shared_task
@by_system("dọn bản nhập cũ")
def forget_old_intakes() -> None:
    """Throw away what somebody began to enter half a year ago."""
    now = timezone.now()
    pulse.mark("forget_old_intakes", now=now, note=intake.forget_old(now=now))


@shared_task
def write_export(pk: int) -> None:
    """Write one long list that somebody waits for."""
    exporting.write(pk, now=timezone.now())


@shared_task
def write_waiting_exports() -> None:
    """Write long lists that a lost job or a dead worker left behind."""
    now = timezone.now()
    pulse.mark("write_waiting_exports", now=now, note=exporting.write_waiting(now=now))


@shared_task
@by_system("dọn tệp xuất cũ")
def forget_old_exports() -> None:
    """Throw away files of long lists after two days."""
    now = timezone.now()
    pulse.mark("forget_old_exports", now=now, note=exporting.forget_old(now=now))


@shared_task
def work_on_import(pk: int) -> None:
    """Check or save one long workbook that somebody waits for."""
    importing.work(pk, now=timezone.now(), save=save)


@shared_task
def work_on_waiting_imports() -> None:
    """Check or save what a lost job or a dead worker left behind."""
    now = timezone.now()
    pulse.mark("work_on_waiting_imports", now=now, note=importing.work_waiting(now=now, save=save))


@shared_task
@by_system("dọn tệp nhập cũ")
def forget_old_imports() -> None:
    """Throw away workbooks that somebody brought a month ago."""
    now = timezone.now()
    pulse.mark("forget_old_imports", now=now, note=importing.forget_old(now=now))


@shared_task
@by_system("đọc văn bản đang chờ")
def read_waiting_intakes() -> None:
    """Read what a lost job or a dead worker left behind."""
    now = timezone.now()
    pulse.mark("read_waiting_intakes", now=now, note=intake.read_waiting(now=now))


@shared_task
def carry_out_bulk(pk: int) -> None:
    """Do one act on many rows that somebody waits for."""
    bulk.carry_out(pk, now=timezone.now())


@shared_task
def carry_out_waiting_bulk() -> None:
    """Go on with acts that a lost job or a dead worker left behind."""
    now = timezone.now()
    pulse.mark("carry_out_waiting_bulk", now=now, note=bulk.carry_out_waiting(now=now))
