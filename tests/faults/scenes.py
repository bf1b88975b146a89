"""The kinds of faults: each scene injects so many of one kind into the living environment."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from plans.choices import DigestState
from plans.models import Digest
from tests.faults.campaign import Campaign, Target
from tests.faults.durations import TIMEOUT
from tests.faults.environment import until
from tests.faults.sink import Manner

Play = Callable[[Campaign, str, int], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A kind, how many of it a full campaign injects, and how."""

    name: str
    share: int
    play: Play


SCENES: Final[list[Scene]] = []


def scene(name: str, share: int) -> Callable[[Play], Play]:
    """Enter a scene."""

    def enter(play: Play) -> Play:
        SCENES.append(Scene(name, share, play))
        return play

    return enter


def rounds(campaign: Campaign, kind: str, count: int) -> Any:
    """Go on until so many faults of the kind were injected."""
    while campaign.line(kind).injected < count:
        yield campaign.line(kind).injected


# --- Killed at a statement --------------------------------------------------------------------------------------------


def _steps(campaign: Campaign, job: str) -> int:
    """How many steps a run of the job has, one that sends one letter if it sends; told once."""
    if job not in campaign.steps:
        is_sending = job == "send_reminders"
        while campaign.trap.recorded() is None:
            campaign.fall_due(
                1, opened=is_sending, before_commit=lambda: campaign.trap.lay(job=job, at=(), act="record")
            )
            # A run that had begun before the trap was there may be the one that sends the letter; then once more.
            campaign.end_round("recording the steps", 0)
        campaign.steps[job] = len(campaign.trap.recorded() or [])
        campaign.tell(f"  {job} with {'one letter' if is_sending else 'one row'} has {campaign.steps[job]} steps")
    return campaign.steps[job]


def _at_each_step(campaign: Campaign, kind: str, count: int, *, job: str, act: str, together: int = 1) -> None:
    """Spread over the steps of a run, each once before any twice; `together` runs of a round are killed one after the other."""
    steps, tried, sprung = _steps(campaign, job), 0, set()
    stride = max(1.0, steps / count)
    while (missing := count - campaign.line(kind).injected) > 0:
        places = [round((tried + more) * stride) % steps + 1 for more in range(min(together, missing))]
        tried += len(places)
        taken = campaign.spring(job, places, act, count=together)
        sprung |= set(zip(places, taken, strict=False))
        campaign.end_round(kind, len(taken))
        if tried > 4 * count + 40:
            raise RuntimeError(f"{kind}: the trap does not spring")
    campaign.tell(f"  {kind}: {len(sprung)} different steps of {steps}")


@scene("worker killed at a statement of sending", 110)
def killed_sending(campaign: Campaign, kind: str, count: int) -> None:
    _at_each_step(campaign, kind, count, job="send_reminders", act="self", together=6)


@scene("worker killed at a statement of opening", 16)
def killed_opening(campaign: Campaign, kind: str, count: int) -> None:
    _at_each_step(campaign, kind, count, job="open_reminders", act="self")


@scene("worker and all its children killed at a statement", 12)
def group_killed(campaign: Campaign, kind: str, count: int) -> None:
    _at_each_step(campaign, kind, count, job="send_reminders", act="group")


@scene("connection to the database cut at a statement", 60)
def cut(campaign: Campaign, kind: str, count: int) -> None:
    _at_each_step(campaign, kind, count, job="send_reminders", act="cut", together=6)


# --- Killed at any moment ---------------------------------------------------------------------------------------------


@scene("worker killed at a random moment", 24)
def killed_any_time(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(4, opened=campaign.chance.random() < 0.5)
        time.sleep(campaign.chance.uniform(0, 0.6))
        campaign.environment.workers[0].kill()
        campaign.end_round(kind, 1)


@scene("beat killed", 10)
def beat_killed(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(3, opened=False)
        time.sleep(campaign.chance.uniform(0, 0.3))
        campaign.environment.beats[0].kill()
        time.sleep(0.5)
        campaign.end_round(kind, 1)


@scene("a second beat", 6)
def two_beats(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.environment.more_beats(2)
        campaign.environment.heal()
        for _ in range(3):
            campaign.fall_due(3, opened=False)
            time.sleep(0.7)
        campaign.end_round(kind, 1)
        campaign.environment.more_beats(1)


@scene("one of five workers killed", 12)
def five_workers(campaign: Campaign, kind: str, count: int) -> None:
    campaign.environment.more_workers(5)
    campaign.environment.more_beats(3)
    campaign.environment.heal()
    # Another worker may have a letter in its hands while one comes to the end of its run.
    campaign.quiet = 0.5
    time.sleep(4)
    for done in rounds(campaign, kind, count):
        campaign.fall_due(12, opened=done % 2 == 0)
        time.sleep(campaign.chance.uniform(0.1, 0.6))
        campaign.environment.workers[done % 5].kill()
        campaign.end_round(kind, 1)
    campaign.quiet = 0
    campaign.environment.more_workers(1)
    campaign.environment.more_beats(1)


# --- Broker -----------------------------------------------------------------------------------------------------------


@scene("broker emptied (FLUSHALL)", 24)
def emptied(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(2, opened=False)
        time.sleep(campaign.chance.uniform(0, 0.3))
        campaign.empty_broker()
        campaign.end_round(kind, 1)


@scene("broker killed", 8)
def broker_killed(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(2, opened=False)
        time.sleep(campaign.chance.uniform(0, 0.3))
        campaign.environment.end(campaign.environment.broker, signal.SIGKILL)
        campaign.end_round(kind, 1)


@scene("broker down for hours", 6)
def broker_down(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(2, opened=False)
        campaign.environment.end(campaign.environment.broker, signal.SIGTERM)
        for _ in range(5):
            time.sleep(0.2)
            campaign.pass_time(hours=campaign.chance.choice((1, 7)))
        campaign.end_round(kind, 1)


# --- Database ---------------------------------------------------------------------------------------------------------


def _without_database(campaign: Campaign, kind: str, count: int, how: signal.Signals) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(4, opened=campaign.chance.random() < 0.5)
        campaign.forget_connection()
        time.sleep(campaign.chance.uniform(0, 0.5))
        campaign.environment.end(campaign.environment.database, how)
        time.sleep(campaign.chance.uniform(0, 0.5))
        campaign.end_round(kind, 1)


@scene("database restarted at once (immediate)", 12)
def database_restarted(campaign: Campaign, kind: str, count: int) -> None:
    _without_database(campaign, kind, count, signal.SIGQUIT)


@scene("database killed (kill -9)", 12)
def database_killed(campaign: Campaign, kind: str, count: int) -> None:
    _without_database(campaign, kind, count, signal.SIGKILL)


# --- Mail server ------------------------------------------------------------------------------------------------------

PHASES = ("connect", "ehlo", "mail", "rcpt", "data", "go-ahead", "unkept", "kept")
KNOWN = ("rcpt", "data", "go-ahead", "unkept", "kept")
ANSWERED = ("mail", "rcpt", "data", "unkept")


def _misbehaved(campaign: Campaign, kind: str, *manners: Manner, letters: int = 2) -> None:
    """A round in which the mail server errs; what counts is how often it did."""
    numbers: list[int] = []
    campaign.fall_due(letters, before_commit=lambda: numbers.extend(campaign.misbehave(*manners)))
    campaign.end_round(kind, 0)
    campaign.desk.tell([])
    campaign.line(kind).injected += campaign.erred(numbers)


def _misbehaved_each(campaign: Campaign, kind: str, *manners: Manner) -> None:
    """A round in which each of several recipients meets a manner of its own."""
    numbers: list[int] = []

    def tell(chosen: list[Target]) -> None:
        emails = list(dict.fromkeys(one.email for one in chosen))
        one_each = [replace(manner, to=(email,)) for manner, email in zip(manners, emails, strict=False)]
        numbers.extend(campaign.misbehave(*one_each))

    campaign.fall_due(len(manners), told=tell)
    campaign.end_round(kind, 0)
    campaign.desk.tell([])
    campaign.line(kind).injected += campaign.erred(numbers)


@scene("mail server refuses connections", 12)
def refusing(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(3, before_commit=campaign.environment.sink.kill)
        until(lambda: Digest.objects.filter(state=DigestState.FAILED).exists(), "the refused connection")
        campaign.end_round(kind, 1)


@scene("mail server answers slowly", 14)
def slow(campaign: Campaign, kind: str, count: int) -> None:
    campaign.quiet = 1.5
    for done in rounds(campaign, kind, count):
        _misbehaved(campaign, kind, Manner(PHASES[done % len(PHASES)], "slow", seconds=0.4 * TIMEOUT))
    campaign.quiet = 0


@scene("mail server falls silent", 16)
def silent(campaign: Campaign, kind: str, count: int) -> None:
    campaign.quiet = 1.5 * TIMEOUT
    for done in rounds(campaign, kind, count):
        _misbehaved(campaign, kind, Manner(PHASES[done % len(PHASES)], "hang", seconds=1.3 * TIMEOUT))
    campaign.quiet = 0


@scene("mail server drops the connection", 64)
def dropping(campaign: Campaign, kind: str, count: int) -> None:
    blind = [phase for phase in PHASES if phase not in KNOWN]
    for turn, _ in enumerate(rounds(campaign, kind, count), start=1):
        # Before the recipient is named, and once for each of several letters after that.
        if turn % 3 == 0:
            _misbehaved(campaign, kind, Manner(blind[turn // 3 % len(blind)], "drop"))
        else:
            _misbehaved_each(campaign, kind, *(Manner(phase, "drop") for phase in KNOWN))


@scene("mail server drops the connection twice", 8)
def dropping_twice(campaign: Campaign, kind: str, count: int) -> None:
    for done in rounds(campaign, kind, count):
        phase = ("kept", "unkept", "go-ahead", "rcpt")[done // 2 % 4]
        _misbehaved(campaign, kind, Manner(phase, "drop", times=2), letters=1)


def _refusing(campaign: Campaign, kind: str, count: int, answer: str) -> None:
    for done in rounds(campaign, kind, count):
        if done % 16 == 0:
            _misbehaved(campaign, kind, Manner("mail", answer))
        _misbehaved_each(
            campaign, kind, *(Manner(phase, answer, times=1 + done % 3) for phase in ("rcpt", "data", "unkept"))
        )


@scene("4xx to a recipient", 32)
def later(campaign: Campaign, kind: str, count: int) -> None:
    _refusing(campaign, kind, count, "451 4.3.0 try again later")


@scene("5xx to a recipient", 32)
def refused(campaign: Campaign, kind: str, count: int) -> None:
    _refusing(campaign, kind, count, "550 5.7.1 refused")


@scene("greylisting", 16)
def greylisting(campaign: Campaign, kind: str, count: int) -> None:
    for done in rounds(campaign, kind, count):
        # The second time some servers still find it too early.
        grey = Manner("rcpt", "450 4.2.0 greylisted", times=1 + done % 2)
        _misbehaved_each(campaign, kind, grey, grey, grey)


@scene("mail server forgets a letter that it took", 0)
def forgetful(campaign: Campaign, kind: str, count: int) -> None:
    """No fault that anybody could be held against, so only where it is asked for: the count must show it."""
    _misbehaved(campaign, kind, Manner("unkept", "forget"), letters=1)


# --- Clock ------------------------------------------------------------------------------------------------------------


@scene("clock back a day", 8)
def clock_back(campaign: Campaign, kind: str, count: int) -> None:
    for done in rounds(campaign, kind, count):
        if done % 2:
            # Dies with a letter in its hands: the lease lies a day ahead.
            campaign.spring("send_reminders", [_steps(campaign, "send_reminders") * 3 // 4], "self")
        else:
            campaign.fall_due(3)
            time.sleep(campaign.chance.uniform(0, 0.4))
        campaign.pass_time(days=-1)
        time.sleep(0.8)
        if done % 4 < 2:
            campaign.pass_time(days=1)
        campaign.end_round(kind, 1)


@scene("clock forward a day and back", 8)
def clock_forward(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(3, opened=False)
        time.sleep(campaign.chance.uniform(0, 0.4))
        campaign.pass_time(days=1)
        time.sleep(0.8)
        campaign.pass_time(days=-1)
        campaign.end_round(kind, 1)


@scene("clock forward while a letter is under way", 6)
def clock_forward_under_way(campaign: Campaign, kind: str, count: int) -> None:
    campaign.environment.more_workers(2)
    campaign.environment.heal()
    for done in rounds(campaign, kind, count):
        campaign.quiet = 1.5
        late = Manner(("kept", "unkept")[done % 2], "slow", seconds=0.8 * TIMEOUT)
        campaign.fall_due(1, before_commit=partial(campaign.misbehave, late))
        until(lambda: campaign.erred([campaign.manners]) > 0, "the letter under way")
        campaign.pass_time(minutes=6)
        time.sleep(0.4)
        campaign.pass_time(minutes=2)
        campaign.end_round(kind, 1)
        campaign.desk.tell([])
    campaign.quiet = 0
    campaign.environment.more_workers(1)


@scene("a year without any run", 2)
def a_year(campaign: Campaign, kind: str, count: int) -> None:
    for _ in rounds(campaign, kind, count):
        campaign.fall_due(20, opened=False, before_commit=campaign.environment.kill_celery)
        campaign.pass_time(days=365)
        campaign.end_round(kind, 1)


# --- All at once ------------------------------------------------------------------------------------------------------


@scene("several at once", 40)
def storm(campaign: Campaign, kind: str, count: int) -> None:
    chance, environment = campaign.chance, campaign.environment

    def restart_database() -> None:
        environment.end(environment.database, chance.choice((signal.SIGQUIT, signal.SIGKILL)))

    acts: list[Callable[[], Any]] = [
        environment.workers[0].kill,
        environment.beats[0].kill,
        environment.sink.kill,
        campaign.empty_broker,
        lambda: campaign.pass_time(minutes=7),
        lambda: campaign.pass_time(hours=-3),
        lambda: campaign.misbehave(Manner(chance.choice(PHASES), "drop", times=2)),
        lambda: campaign.misbehave(Manner(chance.choice(ANSWERED), "451 4.3.0 later", times=3)),
        restart_database,
    ]
    for _ in rounds(campaign, kind, count):
        chosen = chance.sample(acts, chance.randint(2, 5))
        campaign.fall_due(5, opened=chance.random() < 0.5)
        campaign.forget_connection()
        for act in chosen:
            time.sleep(chance.uniform(0, 0.3))
            act()
        campaign.end_round(kind, len(chosen))
        campaign.desk.tell([])
