"""django-scheduler's own views let anonymous people write: none of them may have an address."""

import inspect

from django.urls import URLPattern, URLResolver, get_resolver


def _views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def test_no_address_leads_to_a_view_of_django_scheduler():
    modules = {
        inspect.unwrap(getattr(view, "view_class", view)).__module__
        for view in _views(get_resolver().url_patterns)
    }
    assert "courses.timetable.views.grid" in modules
    assert not {module for module in modules if module.split(".")[0] == "schedule"}
