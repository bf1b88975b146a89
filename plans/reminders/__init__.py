"""Reminding: rows open by the rule, officers are found for them, one letter a day leaves per officer (decisions 21, 22).

`opening` and `questions` write rows, `addressing` puts them into letters, `sending` moves letters through their states, `reader`
is whom a letter is for, `checking` looks at its rows once more by what `owing` says is no longer owed, `owed_today`, `asked_today`
and `summary` read what it tells, `letter` words it, `channels` are the ways by which it leaves, `postman` hands it to the mail
server. `preview` reads beforehand who would get what; `health`, `ready` and `metrics` tell how all of it fares.
"""

from plans.reminders.opening import Opened, open_reminders
from plans.reminders.sending import Sent, send_reminders

__all__ = ["Opened", "Sent", "open_reminders", "send_reminders"]
