"""The answer of a rule: yes, or no with the reason that the officer reads."""

from dataclasses import dataclass


class Denied(Exception):
    """A verb was refused by a rule; the text is the Vietnamese reason shown to the officer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Overtaken(Denied):
    """Refused because of the state a thing is in by now: another tab, or somebody else, took the step first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pure rule returns; true when the act is allowed, else `reason` says why not, in Vietnamese."""

    reason: str = ""
    is_overtaken: bool = False

    def __bool__(self) -> bool:
        return not self.reason

    def require(self) -> None:
        """Raise `Denied` with the reason when the act is not allowed."""
        if self.reason:
            raise (Overtaken if self.is_overtaken else Denied)(self.reason)


ALLOWED = Verdict()


def refused(reason: str) -> Verdict:
    """A no with its Vietnamese reason (one full sentence, without jargon)."""
    return Verdict(reason)


def overtaken(reason: str) -> Verdict:
    """A no because of a state that was another one before; pages answer it with the thing as it stands now."""
    return Verdict(reason, is_overtaken=True)
