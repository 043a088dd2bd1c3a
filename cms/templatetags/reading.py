"""What templates of lessons and textbooks ask for."""

from typing import Any

from django import template

from cms.reading.domain.page_for_reader import PageForReader, page_for

register = template.Library()


@register.simple_tag(takes_context=True)
def page_for_reader(context: template.Context) -> PageForReader:
    """`{% page_for_reader as here %}`: the page of the context for whoever asks for it."""
    request: Any = context["request"]
    return page_for(
        context["page"],
        request.user,
        tab=request.GET.get("view", ""),
        preview=request if getattr(request, "is_preview", False) else None,
    )
