"""What every page of the shell shows."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.portal.menu import menu_html, phone_bar_html
from courses.institutions.scopes import scope_of

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: Mapping[str, Any], prefix: str) -> str:
    """`{% menu "menu" %}`: the places of whoever is signed in; empty for others."""
    request = context.get("request")
    scope = scope_of(getattr(request, "user", None))
    return menu_html(scope, path=request.path, prefix=prefix) if request else ""


@register.simple_tag(takes_context=True)
def phone_bar(context: Mapping[str, Any]) -> str:
    """`{% phone_bar %}`: the bar at the bottom of a phone; empty for whoever isn't signed in."""
    request = context.get("request")
    scope = scope_of(getattr(request, "user", None))
    return phone_bar_html(scope, path=request.path) if request else ""


@register.simple_tag
def same_for_all(name: str) -> SafeString:
    """`{% same_for_all "…/_look.html" %}`: a template that sees no context, so what it shows
    depends on the language only; put together once in each."""
    return (_render if settings.DEBUG else _kept)(name, get_language(), get_script_prefix())


def _render(name: str, _language: str | None, _script_prefix: str) -> SafeString:
    return render_to_string(name)


_kept = lru_cache(maxsize=64)(_render)
