"""Requests for changes, what was carried out, and the rules of both."""

from courses.changes.models.change import ChangeSeen, GroupChange, MeetingChange
from courses.changes.models.incident import TeachingIncident
from courses.changes.models.publication import PublicationNotice, PublicationNoticeSeen
from courses.changes.models.repair import Repair
from courses.changes.models.request import ChangeApproval, ChangeRequest
from courses.changes.models.rule import ChangeRule

__all__ = [
    "ChangeApproval",
    "ChangeRequest",
    "ChangeRule",
    "ChangeSeen",
    "GroupChange",
    "MeetingChange",
    "PublicationNotice",
    "PublicationNoticeSeen",
    "Repair",
    "TeachingIncident",
]
