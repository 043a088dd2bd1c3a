"""What templates of lessons and textbooks ask for."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.reading.domain.page_for_reader import EntryRead, PageForReader, page_for
from cms.reading.wording import READ

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


@register.simple_tag
def outline_entries(entries: list[EntryRead]) -> SafeString:
    """The list items of an outline, each with how far the reader came. In Python, because a course
    has many entries and each of its pages shows them all."""
    word = escape(READ)
    return mark_safe("".join(_item(one, word) for one in entries))  # noqa: S308 — escaped below


def _item(one: EntryRead, word: str) -> str:
    state = ""
    if one.is_finished:
        state = (
            ' <span class="outline-state state-good"><i class="bi bi-check-circle-fill" '
            f'aria-hidden="true"></i><span class="visually-hidden">{word}</span></span>'
        )
    elif one.share:
        state = f' <span class="outline-state">{one.share}%</span>'
    here = ' aria-current="page"' if one.is_here else ""
    address, title = escape(one.entry.address), escape(one.entry.title)
    return f'<li><a href="{address}"{here}><span>{title}</span>{state}</a></li>'
