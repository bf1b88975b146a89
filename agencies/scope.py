"""What an officer may see, as sets of agencies: the one source that every `visible_to` starts from (domain.md §5)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The agencies an officer stands for on one day.

    `own`: where the officer holds a clerk's or leader's post. `below`: those and every agency under them.
    `led`: where the post is a leader's. `administered`: the subtree of administrator posts, which shows no content (decision 17).
    """

    own: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()
    administered: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether the officer stands for no agency and so sees no content."""
        return not self.own


NOWHERE = Scope()
