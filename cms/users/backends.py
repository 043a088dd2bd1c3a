"""Who may sign in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


def is_refused_demo(user: Any) -> bool:
    """A demo account where demo accounts are not allowed: its password is public."""
    return bool(getattr(user, "is_demo", False)) and not settings.QIHANG_DEMO_ALLOWED


class AccountBackend(AuthenticationBackend):
    """allauth's backend; demo accounts only where they are allowed.

    Django asks `user_can_authenticate` at every request, so an account that is switched off is
    out at its next click (ASVS 7.4.2).
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return not is_refused_demo(user) and bool(super().user_can_authenticate(user))

    def _check_password(self, user: Any, password: str) -> Any:
        # allauth lets a person whose password is right, but who may not sign in, as far as the
        # "inactive" page, and for that relies on is_active alone: a demo account is active.
        if user is not None and is_refused_demo(user):
            return None
        return super()._check_password(user, password)
