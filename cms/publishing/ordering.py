"""The order in which pages stand below their parent: chapters, sections, lessons."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from cms.content.models.adoptable import held_pages_below


class OrderRefused(Exception):
    """The page can't stand there; the message says why, and nothing was moved."""


@dataclass
class OrderRow:
    """A page in the list; whether it may go one place up or down."""

    page: Page
    place: int
    is_held: bool
    up: bool
    down: bool


def order_rows(parent: Page) -> list[OrderRow]:
    """The pages below `parent` (specific) as they stand. A fixed number of queries."""
    pages = list(parent.get_children().select_related("content_type"))
    held = held_pages_below(parent)
    keys = [page.pk for page in pages]
    rows = []
    for place, page in enumerate(pages):
        is_held = page.pk in held
        rows.append(
            OrderRow(
                page,
                place + 1,
                is_held,
                up=place > 0 and not (is_held and keys[place - 1] in held),
                down=place + 1 < len(keys) and not (is_held and keys[place + 1] in held),
            )
        )
    return rows


def place_page(parent: Page, page_id: int, *, place: int, by: Any) -> Page:
    """Put the page with that number, a child of `parent` (specific), at `place`, counted from 1;
    readers find it there at once. Whether `by` may do so is asked by whoever calls.

    Pages that a province fixed keep their order among each other; other pages may stand anywhere
    between them. Raises OrderRefused where that order would change, and where there is no such
    page or place.
    """
    with transaction.atomic():
        # Two people at once: the second finds the order of the first.
        Page.objects.select_for_update().get(pk=parent.pk)
        before = list(parent.get_children().values_list("pk", flat=True))
        if page_id not in before or not 1 <= place <= len(before):
            raise OrderRefused(_("The pages have changed meanwhile. Look at their order again."))
        after = [pk for pk in before if pk != page_id]
        after.insert(place - 1, page_id)
        page = Page.objects.get(pk=page_id)
        if after == before:
            return page
        held = held_pages_below(parent)
        if [pk for pk in after if pk in held] != [pk for pk in before if pk in held]:
            raise OrderRefused(
                _("“%(title)s” can't stand there: the province orders its fixed pages.")
                % {"title": page.title}
            )
        neighbour = Page.objects.get(pk=before[place - 1])
        is_down = place - 1 > before.index(page_id)
        action = MovePageAction(page, neighbour, pos="right" if is_down else "left", user=by)
        action.execute(skip_permission_checks=True)
        return Page.objects.get(pk=page_id)
