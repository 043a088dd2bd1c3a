"""Somebody is away or a room is lost: proposals side by side, and carrying one out.

`trouble` says what happened, `reading` turns the term into the solver's problem (`openings` when,
`burdens` how much), `proposals` searches, `keeping` and `proposal` keep what was found, `applying`
carries one out, `ending` says that it is over earlier.
"""

from courses.changes.domain.repair.applying import apply_repair
from courses.changes.domain.repair.ending import end_repair
from courses.changes.domain.repair.proposal import Proposal, proposals_of
from courses.changes.domain.repair.proposals import propose_repair
from courses.changes.domain.repair.trouble import Trouble, dates_of_weeks

__all__ = [
    "Proposal",
    "Trouble",
    "apply_repair",
    "dates_of_weeks",
    "end_repair",
    "proposals_of",
    "propose_repair",
]
