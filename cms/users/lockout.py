"""What a person sees after too many wrong passwords."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, response: Any = None, credentials: Any = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """429 with how long to wait; the same page whether or not the account exists."""
    answer = render(request, "account/locked_out.html", status=429)
    answer["Retry-After"] = str(15 * 60)
    return answer


def attempted_username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The user name that was tried: the form calls it `login`, Django's signals `username`."""
    given = credentials or {}
    return str(given.get("username") or given.get("login") or request.POST.get("login", ""))
