"""All addresses of the project, as a table can name them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

# Parts with permissions of their own; tests/cms/publishing and tests/cms/users look after them.
LEFT_TO_OTHERS = ("wagtail", "allauth", "django.views.static", "django.contrib.staticfiles")


class Address(NamedTuple):
    """A route name with namespace, or the dotted view where it has no name."""

    name: str
    view: Any


def _walk(patterns: list[Any], namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            module = getattr(view, "__module__", "")
            if not module.startswith(LEFT_TO_OTHERS):
                name = pattern.name or f"{module}.{getattr(view, '__name__', view)}"
                yield Address(f"{namespace}{name}", view)


def our_addresses() -> list[Address]:
    """Every address that our own code answers."""
    return list(_walk(get_resolver().url_patterns, ""))
