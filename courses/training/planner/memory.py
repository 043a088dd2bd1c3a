"""How much memory a process has needed."""

from __future__ import annotations

import re
import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_megabytes() -> int:
    """The most this process ever held.

    Linux carries ``ru_maxrss`` over into the program that a process becomes, so that a worker would
    count what its parent held when it was started; elsewhere there is nothing better.
    """
    try:
        found = re.search(r"^VmHWM:\s+(\d+) kB$", STATUS.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        found = None
    if found is not None:
        return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
