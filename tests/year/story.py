"""What people do in a year besides answering their work: plans paused and cancelled, staff moved, questions, the calendar.

Every day has a few things that nobody planned, and the agenda's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from agencies.calendars import put_day
from agencies.choices import DayKind, Duty
from agencies.models import Agency, CalendarDay, Officer, Post
from agencies.services import appoint, end_post
from plans.choices import Role
from plans.models import (
    Assignment,
    LadderStop,
    Note,
    Plan,
    ReminderPolicy,
    ReminderPreference,
    Task,
)
from plans.services import lines, notes
from plans.services.extensions import extend
from plans.services.planning import assign, cancel_task, unassign
from plans.services.publishing import pause, publish, resume
from tests.year import picture as told
from tests.year.fates import Fates
from tests.year.world import policy_row

SETTLED: Final = timedelta(days=12)
"""So long after work was given nobody pauses its plan or takes it back: the letter about it has left."""


class Story(Fates):
    """Plays the days."""

    def day(self, now: datetime) -> None:
        """All that people do on a day."""
        self._begin(now.date())
        for number in self.world.publishing.get(now.date(), ()):
            self._do("publish", partial(self._publish, number), now)
        for name, act in self.agenda.pop(now.date(), ()):
            self._do(name, act, now)
        self._unplanned(now)

    # --- plans ------------------------------------------------------------------------------------------

    def _publish(self, number: int, now: datetime) -> None:
        by = self.someone(self.oracle.plans[number].owner, now.date())
        assert by is not None  # offices are never without anybody
        publish(Plan(pk=number), by=by, now=now)
        self.oracle.publish(number, now.date())
        self.sync(now.date())
        self._done("published")

    def _unplanned(self, now: datetime) -> None:
        """What nobody planned; each kind with its chance on a day, by the number of lines."""
        scale = self.world.size.assignments / 5_000
        for act, rate in (
            (self.pause, 0.25), (self.cancel, 0.25), (self.release, 0.4), (self.stop_ladder, 2.5), (self.go_on, 1.5),
            (self.extend_unasked, 0.6), (self.give_more, 0.5), (self.charge, 3.0), (self.refuse, 0.4), (self.keep, 0.3),
            (self.ask_office, 0.8), (self.reply, 0.6), (self.move_staff, 0.7), (self.close_account, 0.1), (self.new_policy, 0.04),
            (self.new_taste, 0.3), (self.new_day, 0.012),
        ):  # fmt: skip
            often = rate if act in (self.new_day, self.new_policy) else rate * max(scale, 0.06)
            times = int(often) + (self.rng.random() < often % 1)
            for _ in range(times):
                self._do(act.__name__, act, now)

    def _plan(self, day: date, state: str = "published") -> int | None:
        """A plan in a state whose work was not given just now."""
        found = [
            number
            for number, plan in self.oracle.plans.items()
            if plan.state == state
            and all((self.oracle.lines[line].since or day) + SETTLED < day for line in plan.lines)
        ]
        return self.rng.choice(found) if found else None

    def pause(self, now: datetime) -> None:
        if (number := self._plan(now.date())) is None:
            return
        if by := self.someone(self.oracle.plans[number].owner, now.date()):
            pause(Plan(pk=number), by=by, now=now, reason="Chờ hướng dẫn.")
            self.oracle.paused(number, now.date())
            self._done("paused")
            self.later(now.date(), self.rng.randint(2, 45), "resume", lambda when: self.resume(number, when))

    def resume(self, number: int, now: datetime) -> None:
        if by := self.someone(self.oracle.plans[number].owner, now.date()):
            resume(Plan(pk=number), by=by, now=now)
            self.oracle.resumed(number, now.date())
            self.sync(now.date())
            self._done("resumed")

    def _line(self, day: date) -> int | None:
        number = self._plan(day)
        found = [one for one in self.oracle.plans[number].lines if not self.oracle.lines[one].ended] if number else []
        return self.rng.choice(found) if found else None

    def cancel(self, now: datetime) -> None:
        if (number := self._line(now.date())) is None:
            return
        line = self.oracle.lines[number]
        by = self.someone(self.oracle.plans[line.plan].owner, now.date())
        if by:
            cancel_task(
                Task.objects.select_related("plan").get(pk=line.task), by=by, now=now, reason="Không còn phù hợp."
            )
            self.oracle.cancelled_task(line.plan, line.task, now.date())
            self._done("cancelled")

    def release(self, now: datetime) -> None:
        if (number := self._line(now.date())) is None:
            return
        by = self.someone(self.oracle.plans[self.oracle.lines[number].plan].owner, now.date())
        if by:
            unassign(self._assignment(number), by=by, now=now, reason="Giao nơi khác.")
            self.oracle.released(number, now.date())
            self._done("released")

    @staticmethod
    def _assignment(number: int) -> Assignment:
        return Assignment.objects.select_related("task", "task__plan", "agency").get(pk=number)

    def give_more(self, now: datetime) -> None:
        if (number := self._line(now.date())) is None:
            return
        line, day = self.oracle.lines[number], now.date()
        plan = self.oracle.plans[line.plan]
        taken = {one.agency for one in self.oracle.lines.values() if one.task == line.task}
        by, free = self.someone(plan.owner, day), [pk for pk in self.world.leads if pk not in taken]
        if not by or not free or self.oracle.serves[plan.owner] != self.world.top:
            return
        task = Task.objects.select_related("plan").get(pk=line.task)
        agency = self.rng.choice(free)
        named = max(task.due_on, day + timedelta(days=9)) if task.due_on else None
        made = assign(task, by=by, now=now, role=Role.LEAD, agency=Agency.objects.get(pk=agency), due_on=named)
        self.oracle.give(made.pk, told.Line(line.plan, line.task, agency, named, monitor=line.monitor), day)
        self.sync(day)
        self._done("given more")

    # --- items, unplanned -------------------------------------------------------------------------------

    def _late(self, day: date) -> list[told.ItemKey]:
        return [
            key
            for key, item in self.oracle.owed.items()
            if item.due < day and self._is(key, *told.OPEN) and item.asked is None
        ]

    def stop_ladder(self, now: datetime) -> None:
        late = [
            key for key in self._late(now.date()) if not any(until is None for _, until in self.oracle.items[key].stops)
        ]
        if late and (by := self.someone(self.oracle.items[key := self.rng.choice(late)].monitor, now.date())):
            LadderStop.objects.create(
                work_item_id=self.pks[key],
                since=now.date(),
                reason="Đã làm việc trực tiếp.",
                stopped_by=by,
                stopped_at=now,
            )
            self.oracle.stopped(key, now.date())
            self._done("ladder stopped")

    def go_on(self, now: datetime) -> None:
        found = [key for key, item in self.oracle.owed.items() if any(until is None for _, until in item.stops)]
        if found and (by := self.someone(self.oracle.items[key := self.rng.choice(found)].monitor, now.date())):
            LadderStop.objects.filter(work_item_id=self.pks[key], until=None).update(until=now.date(), resumed_by=by)
            self.oracle.went_on(key, now.date())
            self._done("ladder goes on")

    def extend_unasked(self, now: datetime) -> None:
        late = self._late(now.date())
        if late and (by := self.judge(key := self.rng.choice(late), now.date())):
            until = now.date() + timedelta(days=self.rng.randint(0, 40))
            extend(
                self.row(key), by=by, now=now, new_due_on=until, reason="Cho thêm thời gian.", decision_number="2-CV"
            )
            self.oracle.gave_time(key, now.date(), until)
            self._done("extended unasked")

    # --- lines and questions ----------------------------------------------------------------------------

    def _any_line(self) -> int | None:
        plans = [plan for plan in self.oracle.plans.values() if plan.state == "published"]
        found = [one for one in self.rng.choice(plans).lines if not self.oracle.lines[one].ended] if plans else []
        return self.rng.choice(found) if found else None

    def charge(self, now: datetime) -> None:
        if (number := self._any_line()) is None:
            return
        agency, day = self.oracle.lines[number].agency, now.date()
        by, whom = self.someone(agency, day), self.someone(agency, day)
        if by and whom:
            lines.put_in_charge([self._assignment(number)], by=by, on=day, officer=whom)
            self.oracle.lines[number].in_charge = whom.pk
            self._done("put in charge")

    def refuse(self, now: datetime) -> None:
        if (number := self._any_line()) is None:
            return
        line = self.oracle.lines[number]
        quiet = all(
            item.life == "not_started" and item.submitted is None
            for item in self.oracle.items.values()
            if item.key[0] == number
        )
        by = self.someone(line.agency, now.date())
        if by and quiet and line.refused is None and line.agency != self.oracle.plans[line.plan].owner:
            lines.refuse_line(self._assignment(number), by=by, now=now, reason="Không thuộc chức năng.")
            line.refused, line.reports = now.date(), 0
            self._refusals.append(number)
            self._done("refused")

    def keep(self, now: datetime) -> None:
        found = [
            number
            for number in self._refusals
            if self.oracle.lines[number].refused and not self.oracle.lines[number].ended
            and self.oracle.plans[self.oracle.lines[number].plan].state == "published"
        ]  # fmt: skip
        if not found:
            return
        line = self.oracle.lines[number := self.rng.choice(found)]
        by = self.someone(self.oracle.plans[line.plan].owner, now.date(), not_of=line.agency)
        if by:
            lines.keep_line(self._assignment(number), by=by, now=now, reason="Đúng chức năng.")
            line.refused = None
            self._refusals.remove(number)
            self._done("kept")

    def ask_office(self, now: datetime) -> None:
        if (number := self._any_line()) is None:
            return
        line = self.oracle.lines[number]
        plan = self.oracle.plans[line.plan]
        by = self.someone(line.agency, now.date())
        if by and line.agency != plan.monitor:
            note = notes.ask(
                Task.objects.select_related("plan").get(pk=line.task), by=by, now=now, text="Xin hướng dẫn."
            )
            self.oracle.notes[note.pk] = told.Note(line.plan, now.date(), {plan.monitor})
            self._done("asked")

    def reply(self, now: datetime) -> None:
        open_notes = [pk for pk, note in self.oracle.notes.items() if note.waits_for]
        if not open_notes:
            return
        known = self.oracle.notes[pk := self.rng.choice(open_notes)]
        note = Note.objects.get(pk=pk)
        by = self.someone(min(known.waits_for), now.date(), not_of=note.from_agency_id)
        if by:
            notes.reply(note, by=by, now=now, text="Làm theo văn bản.")
            known.waits_for = set()
            self._done("replied")

    # --- staff, habits, calendar --------------------------------------------------------------------------

    def move_staff(self, now: datetime) -> None:
        """Somebody leaves a post at the end of today; a newcomer begins today, perhaps elsewhere."""
        day, offices = now.date(), {pk for pair in self.world.offices for pk in pair}
        posts = Post.objects.filter(until=None).exclude(agency_id__in=offices).order_by("pk")
        post = posts[self.rng.randrange(posts.count())]
        end_post(post, on=day)
        self.oracle.leave(post.officer_id, post.agency_id, post.duty, day)
        if (spare := self.world.spare[0]) and self.rng.random() < 0.8:
            newcomer, agency = spare.pop(), self.rng.choice(list(self.world.bodies))
            duty = Duty.CLERK if self.rng.random() < 0.8 else Duty.LEADER
            appoint(Officer.objects.get(pk=newcomer), agency=Agency.objects.get(pk=agency), duty=duty, since=day)
            self.oracle.serve(newcomer, agency, duty.value, day)
        spare.insert(0, post.officer_id) if all(p[3] for p in self.oracle.officers[post.officer_id].posts) else None
        self._people = {}
        self._done("moved")

    def close_account(self, now: datetime) -> None:
        offices = {pk for pair in self.world.offices for pk in pair}
        found = [
            pk
            for pk, one in self.oracle.officers.items()
            if one.active and one.posts and not offices & {p[0] for p in one.posts}
        ]
        pk = self.rng.choice(found)
        Officer.objects.filter(pk=pk).update(is_active=False)
        self.oracle.officers[pk].active = False
        self._people.pop(pk, None)
        self._done("account closed")

    def new_policy(self, now: datetime) -> None:
        number = self._plan(now.date())
        if number is not None and not any(row.plan == number for row in self.oracle.waiting):
            row, known = policy_row(self.rng, plan_id=number)
            ReminderPolicy.objects.filter(plan_id=number).delete()
            row.save()
            self.oracle.plans[number].policy = known
            self._done("policy changed")

    def new_taste(self, now: datetime) -> None:
        pk = self.rng.choice([pk for pk, one in self.oracle.officers.items() if one.posts])
        skips = [one for one in told.REFUSABLE if self.rng.random() < 0.4]
        ReminderPreference.objects.update_or_create(officer_id=pk, defaults={"skipped": skips})
        self.oracle.officers[pk].skips = frozenset(skips)
        self._done("preference changed")

    def new_day(self, now: datetime) -> None:
        """A day off is announced, or a Saturday to work; deadlines follow."""
        day = now.date() + timedelta(days=self.rng.randint(3, 40))
        if CalendarDay.objects.filter(day=day).exists():
            return
        worked = day.weekday() == told.SATURDAY
        if day.weekday() > told.SATURDAY:
            return
        kind = DayKind.WORKING if worked else DayKind.OFF
        put_day(None, by=self.officer(self.world.keeper, now.date()), now=now, day=day, kind=kind, name="Theo thông báo",
                source="Thông báo của Tỉnh ủy")  # fmt: skip
        self.oracle.calendar_changed(now.date(), day, worked=worked)
        self._done("calendar changed")
