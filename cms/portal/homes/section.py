"""The head of a teaching section: what waits to be read."""

from typing import Any

from courses.institutions.scopes import Scope


def section_home(user: Any, scope: Scope) -> dict[str, Any]:
    return {}
