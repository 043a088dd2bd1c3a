"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest

from cms.portal.navigation import phone_places_for, places_for
from courses.institutions.scopes import scope_of


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu of a signed-in person; nothing for others, so public pages stay cacheable."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    scope = scope_of(user)
    institutions = [role.institution for role in scope.roles if role.institution]
    return {
        "menu": places_for(scope),
        "phone_menu": phone_places_for(scope),
        "my_institution": institutions[0] if institutions else None,
        "my_roles": scope.roles,
    }
