"""Who may sign in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountBackend(AuthenticationBackend):
    """allauth's backend; demo accounts only where they are allowed.

    Django asks `user_can_authenticate` at sign-in and at every request, so an account that is
    switched off is out at its next click (ASVS 7.4.2).
    """

    def user_can_authenticate(self, user: Any) -> bool:
        if getattr(user, "is_demo", False) and not settings.QIHANG_DEMO_ALLOWED:
            return False
        return bool(super().user_can_authenticate(user))
