"""The menu: by task and role, never by table. On a phone the first four are the bottom bar."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import Scope


@dataclass(frozen=True)
class Place:
    """A menu entry; `route` is a URL name without arguments. `on_phone`: in the bottom bar of these roles."""

    route: str
    label: str | Promise
    icon: str
    roles: frozenset[str]
    on_phone: frozenset[str] = frozenset()


def _place(route: str, label: str | Promise, icon: str, *roles: str, on_phone: tuple[str, ...] = ()) -> Place:
    return Place(route, label, icon, frozenset(roles), frozenset(on_phone or roles))


ALL = tuple(R.values)
OFFICE = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)

PLACES: tuple[Place, ...] = (
    _place("portal:home", _("Home"), "house", *ALL),
)


def places_for(scope: Scope) -> list[Place]:
    """The person's places in order."""
    return [place for place in PLACES if scope.kinds & place.roles]


def phone_places_for(scope: Scope) -> list[Place]:
    """At most four; the rest is under 更多."""
    return [place for place in places_for(scope) if scope.kinds & place.on_phone][:4]
