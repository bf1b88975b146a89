"""Reminding: rows open by the rule, officers are found for them, one letter a day leaves per officer (decisions 21, 22).

`opening` writes rows, `addressing` puts them into letters, `sending` moves letters through their states, `owing` says what is no
longer owed, `owed_today`, `asked_today` and `summary` read what a letter tells, `letter` words it, `postman` hands it to the mail
server, `health` tells how all of it fares.
"""

from plans.reminders.opening import Opened, open_reminders
from plans.reminders.sending import Sent, send_reminders

__all__ = ["Opened", "Sent", "open_reminders", "send_reminders"]
