"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest

from courses.institutions.scopes import scope_of


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in and where; nothing for others, so public pages stay cacheable."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    scope = scope_of(user)
    institutions = [role.institution for role in scope.roles if role.institution]
    return {
        "my_institution": institutions[0] if institutions else None,
        "my_roles": scope.roles,
    }
