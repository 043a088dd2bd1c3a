"""Links to the files that a person may have."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from cms.exporting.domain import exports_of_outline, exports_of_page

register = template.Library()


@register.inclusion_tag("cms/exporting/_links.html", takes_context=True)
def page_exports(context: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """Nothing for strangers, in previews, and for whoever may not have the file: an answer that all
    share asks nothing of the person."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False) or getattr(request, "is_preview", False):
        return {"links": []}
    found = exports_of_page(page, user)
    return {
        "links": [
            (reverse("exports:page", args=[page.pk, name]), export)
            for name, export in found.items()
        ]
    }


@register.inclusion_tag("cms/exporting/_links.html")
def outline_exports(outline: Any) -> dict[str, Any]:
    """For a screen that only those open who may see the outline."""
    return {
        "links": [
            (reverse("exports:outline", args=[outline.public_id, name]), export)
            for name, export in exports_of_outline(outline).items()
        ]
    }
