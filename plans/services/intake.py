"""Verbs of an unfinished entry: begin it, read it, keep what the officer decides, throw it away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from agencies.matching import Matcher
from agencies.models import Agency, Officer
from agencies.services import SavedByOthers
from agencies.text import text_hash
from agencies.verdict import Denied
from directives.known import twins
from directives.models import Directive
from directives.reading.document import is_document, read
from directives.reading.text import shown_text
from directives.rules import may_record
from directives.services import find_duplicate
from plans.intake import answers
from plans.intake.entry import entry_of
from plans.intake.proposal import Proposal
from plans.intake.propose import propose, rematch, suggest_monitor
from plans.models.intake import Intake, IntakeState
from plans.services import queues
from plans.services.queues import Queue

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile

# Texts up to this many characters are read while the officer waits: about ten pages, a tenth of a second.
READ_AT_ONCE = 40_000
QUEUE = Queue(Intake, IntakeState.QUEUED, IntakeState.READING, lease=timedelta(minutes=10))
AT_ONE_GO = 5  # a long text takes seconds, the job has minutes
KEPT = timedelta(days=180)
UNFINISHED = 50
FAILURE = "Không đọc được văn bản này. Nội dung vẫn còn: hãy nhập bằng tay, hoặc báo người quản trị."

NO_DOCUMENT = (
    "Không nhận ra đây là một văn bản. Hãy gửi toàn văn văn bản chỉ đạo, hoặc nhập bằng tay nếu chỉ có một phần."
)


class NoDocument(Exception):
    """Nothing in the text belongs to an official document."""


@transaction.atomic
def begin(
    *, office: Agency, by: Officer, now: datetime, text: str, kind: str, pages: int | None = None, notes: tuple[str, ...] = (),
    upload: CheckedFile | None = None,
) -> Intake:  # fmt: skip
    """Keep the words of a document that has passed every check; what stands out is still to be read."""
    may_record(by, office).require()
    if Intake.objects.filter(made_by=by).unfinished().count() >= UNFINISHED:
        raise Denied(f"Đồng chí đang có {UNFINISHED} văn bản nhập dở. Hãy làm xong hoặc bỏ bớt rồi nhập tiếp.")
    shown = shown_text(text)
    intake = Intake(
        office=office,
        made_by=by,
        made_at=now,
        text=shown,
        text_hash=text_hash(shown),
        kind=kind,
        pages=pages,
        notes=list(notes),
    )
    if upload is not None:
        intake.name, intake.content_type, intake.size = upload.name, upload.content_type, upload.size
        intake.sha256 = upload.sha256
        intake.file.save(upload.name, upload.content, save=False)
    try:
        with transaction.atomic():
            intake.save()
    except BaseException:
        _forget(intake)
        raise
    return intake


def is_read_at_once(intake: Intake) -> bool:
    """Whether the text is short enough to be read within the request."""
    return len(intake.text) <= READ_AT_ONCE


def read_intake(pk: int, *, now: datetime) -> Intake | None:
    """Read one waiting text and propose its record; None when somebody else does it already or it is gone.

    The row is claimed first and each stage is kept, so that the page shows how far it is and a second worker stays away.
    """
    if not QUEUE.claim(pk, now=now, stage=1):
        return None
    intake, mine = Intake.objects.select_related("office", "made_by").get(pk=pk), QUEUE.mine(pk, now=now)
    try:
        shown, proposal = _read(intake, on=localdate(now))
    except NoDocument:
        mine.update(state=IntakeState.FAILED, failure=NO_DOCUMENT)
        return None
    except Exception as error:
        # Whatever a text does to the reader, its maker is told, and the next one in the queue is read.
        queues.log_failure("Reading intake", pk, error)
        mine.update(state=IntakeState.FAILED, failure=FAILURE)
        return None
    with transaction.atomic():
        current: Intake | None = mine.select_for_update(of=("self",)).first()
        if current is None:
            return None
        current.proposal, current.state, current.stage = proposal.to_json(), IntakeState.READY, 3
        current.text = shown
        current.version += 1
        current.save(update_fields=["proposal", "state", "stage", "text", "version"])
    return current


def _read(intake: Intake, *, on: date) -> tuple[str, Proposal]:
    """The text as the review shows it, and what is proposed."""
    officer = intake.made_by.enter(on=on)
    found = read(intake.text, today=on)
    if not is_document(found):
        raise NoDocument
    Intake.objects.filter(pk=intake.pk).update(stage=2)
    matcher = Matcher.load(officer, on=day_of(found.date.value if found.date else None, else_on=on))
    return found.shown, propose(found, matcher=matcher, office=intake.office)


def day_of(said: str | None, *, else_on: date) -> date:
    """The day whose catalogue a document means: its own, but never one to come."""
    return min(date.fromisoformat(said), else_on) if said else else_on


def read_waiting(*, now: datetime) -> int:
    """Read every text that still waits, or whose reader died; returns how many were read."""
    QUEUE.give_up(now=now, state=IntakeState.FAILED, failure=FAILURE)
    waiting = Intake.objects.filter(QUEUE.waits(now)).order_by("made_at")
    return sum(read_intake(pk, now=now) is not None for pk in list(waiting.values_list("pk", flat=True)[:AT_ONE_GO]))


def forget_old(*, now: datetime) -> int:
    """Throw away entries that nobody has finished for half a year, with their files; returns how many."""
    old = list(Intake.objects.unfinished().filter(made_at__lt=now - KEPT).select_related("made_by")[:200])
    for intake in old:
        discard(intake, by=intake.made_by)
    return len(old)


@transaction.atomic
def change(intake: Intake, *, by: Officer, version: int, act: Callable[[Proposal], object]) -> Intake:
    """Let the officer change the proposal; two windows of the same entry do not overwrite each other (`SavedByOthers`)."""
    current = locked(intake, by=by)
    if current.version != version:
        raise SavedByOthers(current)
    proposal = Proposal.from_json(current.proposal)
    before = issuer_id(proposal)
    act(proposal)
    if issuer_id(proposal) != before:
        matcher = Matcher.load(by, on=day_of(proposal.record.date, else_on=localdate(current.made_at)))
        rematch(proposal, matcher=matcher, office=current.office)
    if not proposal.monitor_chosen:
        suggest_monitor(proposal, current.office)
    current.proposal = proposal.to_json()
    current.version += 1
    current.save(update_fields=["proposal", "version"])
    return current


def likely_twins(intake: Intake, proposal: Proposal) -> list[Directive]:
    """Records that may be the document being entered (decisions 15, 16), whoever may see them: facts only."""
    record = proposal.record
    pk = issuer_id(proposal)
    issuer = Agency.objects.filter(pk=pk).first() if pk is not None else None
    found = twins(
        number=record.number, issuer=issuer, issuer_words=record.issuer_name,
        on=date.fromisoformat(record.date) if record.date else None, words_hash=intake.text_hash,
    )  # fmt: skip
    same = find_duplicate(entry_of(proposal, issuer=issuer, text=intake.text), office=intake.office)
    return [*found, same] if same and same not in found else found


def ask_about_twins_again(intake: Intake, *, by: Officer) -> None:
    """Show likely duplicates anew, because one came meanwhile; who changes the entry at the same moment goes first."""
    with suppress(SavedByOthers):
        change(intake, by=by, version=intake.version, act=answers.ask_again_about_twins)


def issuer_id(proposal: Proposal) -> int | None:
    """The agency that the proposal takes for the issuer."""
    name = proposal.names.get(proposal.record.issuer)
    return name.agency_id if name else None


def locked(intake: Intake, *, by: Officer) -> Intake:
    """The entry, held until the transaction ends; refuses whoever is not its maker, and one that is done or not read yet."""
    current = Intake.objects.select_for_update(of=("self",)).select_related("office").filter(pk=intake.pk).first()
    if current is None or current.made_by_id != by.pk:
        raise Denied("Văn bản nhập dở này không còn nữa.")
    may_record(by, current.office).require()
    if current.state != IntakeState.READY:
        raise Denied("Văn bản này chưa đọc xong hoặc đã tạo rồi.")
    return current


@transaction.atomic
def settle_left(intake: Intake, *, by: Officer, key: str) -> None:
    """Take a question off that publishing left to the office; one that is gone already is no error."""
    current = Intake.objects.select_for_update(of=("self",)).select_related("office").get(pk=intake.pk)
    may_record(by, current.office).require()
    current.left = [one for one in current.left if one["key"] != key]
    current.save(update_fields=["left"])


@transaction.atomic
def discard(intake: Intake, *, by: Officer) -> None:
    """Throw an unfinished entry away, with its file."""
    current = Intake.objects.select_for_update(of=("self",)).filter(pk=intake.pk, made_by=by).unfinished().first()
    if current is None:
        raise Denied("Văn bản nhập dở này không còn nữa.")
    storage, name = current.file.storage, str(current.file.name or "")
    current.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _forget(intake: Intake) -> None:
    if intake.file.name:
        intake.file.storage.delete(str(intake.file.name))
