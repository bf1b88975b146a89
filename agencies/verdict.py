"""The answer of a rule: yes, or no with the reason that the officer reads."""

from dataclasses import dataclass


class Denied(Exception):
    """A verb was refused by a rule; the text is the Vietnamese reason shown to the officer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pure rule returns; true when the act is allowed, else `reason` says why not, in Vietnamese."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def require(self) -> None:
        """Raise `Denied` with the reason when the act is not allowed."""
        if self.reason:
            raise Denied(self.reason)


ALLOWED = Verdict()


def refused(reason: str) -> Verdict:
    """A no with its Vietnamese reason (one full sentence, without jargon)."""
    return Verdict(reason)
