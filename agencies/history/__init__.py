"""Who changed what, when, in which capacity: written by the database, read in words (docs/decisions/0016).

`tracking` says whose rows keep a history, `context` who acts, `subjects` what has a page; `reading` and `words` tell it.
"""
