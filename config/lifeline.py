"""Children that do not outlive their parent: Linux tells them itself, however the parent ended."""

import ctypes
import os
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Loaded before any fork: nothing may be loaded between fork and exec.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signal_number: int) -> Callable[[], None]:
    """A preexec_fn: the kernel sends that signal to the child when the process that forked it is gone."""
    parent = os.getpid()

    def prepare() -> None:
        follow_parent(signal_number)
        # Gone between the fork and the line above.
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def follow_parent(signal_number: int) -> None:
    """Have this process sent the signal when its parent ends; elsewhere than on Linux nothing happens."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal_number)
