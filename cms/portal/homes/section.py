"""The head of a teaching section: what waits to be read, and my own pages."""

from typing import Any

from cms.portal.homes.today import today_at
from cms.reviewing.listing import inbox_of, own_pages, states_of
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import Scope

SHOWN = 8


def section_home(user: Any, scope: Scope) -> dict[str, Any]:
    roles = [role for role in scope.roles if role.kind == RoleKind.SECTION_HEAD]
    waiting = list(inbox_of(user)[: SHOWN + 1])
    return {
        "today": today_at(roles[0].institution_id),
        "departments": [role.department for role in roles if role.department],
        "steps": waiting[:SHOWN],
        "more_steps": len(waiting) > SHOWN,
        "pages": states_of(list(own_pages(user)[:SHOWN])),
    }
