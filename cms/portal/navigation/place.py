"""What an entry of the menu is, and the groups of roles that entries are for."""

from dataclasses import dataclass

from django.utils.functional import Promise

from courses.institutions.enums import RoleKind as R

Text = str | Promise


@dataclass(frozen=True)
class Place:
    """A menu entry; `route` is a URL name without arguments, `on_phone` the roles in whose bottom
    bar it stands, with `short` as its label there."""

    group: Text
    route: str
    label: Text
    icon: str
    roles: frozenset[str]
    on_phone: frozenset[str]
    short: Text


def place(
    group: Text,
    route: str,
    label: Text,
    icon: str,
    roles: tuple[str, ...],
    *,
    on_phone: tuple[str, ...] = (),
    short: Text = "",
) -> Place:
    return Place(group, route, label, icon, frozenset(roles), frozenset(on_phone), short or label)


ALL = tuple(R.values)
OFFICE = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
OVERSEERS = (*OFFICE, R.DEPARTMENT_COORDINATOR, R.AUDITOR)
TEACHERS = (R.INSTRUCTOR, *OVERSEERS)
LISTS = (*OVERSEERS, R.COUNSELLOR)
