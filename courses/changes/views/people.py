"""Who may do what on these screens."""

from typing import Any

from courses.changes.enums import Step
from courses.changes.models import ChangeRequest
from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of

OFFICES = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
DECIDERS = (R.DEPARTMENT_COORDINATOR, *OFFICES)
READERS = (*DECIDERS, R.AUDITOR)
CONCERNED = (R.INSTRUCTOR, *READERS)


def steps_of(user: Any) -> tuple[str, ...]:
    """The steps that wait for the person in the list."""
    scope = scope_of(user)
    steps: tuple[str, ...] = ()
    if scope.has(R.DEPARTMENT_COORDINATOR):
        steps += (Step.DEPARTMENT,)
    if scope.has(*OFFICES):
        steps += (Step.DEPARTMENT, Step.OFFICE)
    return tuple(dict.fromkeys(steps))


def acts_as_office(user: Any, request: ChangeRequest) -> bool:
    return _sees(user, request, OFFICES)


def acts_as_decider(user: Any, request: ChangeRequest) -> bool:
    return _sees(user, request, DECIDERS)


def _sees(user: Any, request: ChangeRequest, kinds: tuple[str, ...]) -> bool:
    rows = ChangeRequest.objects.visible_to(user, acting_as=kinds)
    return bool(rows.filter(pk=request.pk).exists())
