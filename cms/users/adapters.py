"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the institution; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
