"""The menu as HTML, put together once for each set of roles.

It holds nothing of a person: only the places of the roles, in one language. What differs from
page to page is which place is the present one.
"""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.portal.navigation import phone_places_for, places_for
from courses.institutions.scopes import Scope

# Nine kinds of roles, of which a person has one or two, in two languages.
KEPT = 256


def menu_html(scope: Scope, *, path: str, prefix: str) -> SafeString:
    """All places of the person's roles; `prefix` keeps ids apart where a page has the menu twice.
    Empty for whoever has no role."""
    return _with_present(_html(f"menu:{prefix}", scope.kinds), path)


def phone_bar_html(scope: Scope, *, path: str) -> SafeString:
    """The bar at the bottom of a phone; empty for whoever has no role."""
    return _with_present(_html("bar", scope.kinds), path)


def _with_present(html: str, path: str) -> SafeString:
    link = f'<a href="{escape(path)}"'
    # The address only finds its place: nothing of it is put in.
    marked = html.replace(f"{link}>", f'{link} aria-current="page">', 1)
    return mark_safe(marked)  # noqa: S308 — our own templates' output


def _html(part: str, kinds: frozenset[str]) -> str:
    render = _render if settings.DEBUG else _kept
    return render(part, kinds, get_language(), get_script_prefix())


def _render(part: str, kinds: frozenset[str], _language: str | None, _script_prefix: str) -> str:
    name, _colon, prefix = part.partition(":")
    if name == "bar":
        places = phone_places_for(kinds)
        return render_to_string("cms/portal/_bar.html", {"places": places}) if places else ""
    places = places_for(kinds)
    if not places:
        return ""
    return render_to_string("cms/portal/_menu.html", {"menu": places, "prefix": prefix})


_kept = lru_cache(maxsize=KEPT)(_render)
