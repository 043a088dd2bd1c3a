"""What Wagtail's admin must not do with masters and copies, where its own checks don't look."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms.content.models.adoptable import AdoptablePage, holds_fixed_pages
from cms.masters.models import MasterEdition


@hooks.register("before_delete_page")
def keep_editions(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A master with editions stays: schools have taken them over, or are about to."""
    if not _has_editions(page):
        return None
    messages.error(request, _released_sentence(page))
    return redirect(reverse("wagtailadmin_explore", args=[page.pk]))


@hooks.register("before_bulk_action")
def refuse_held_pages(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Wagtail 7.4 asks plain pages for permission in bulk actions, which know of no lock."""
    for page in objects:
        if not isinstance(page, Page):
            continue
        specific = page.specific
        if not isinstance(specific, AdoptablePage):
            continue
        if specific.is_held or (action_type == "delete" and holds_fixed_pages(specific)):
            sentence = _("“%(title)s” is fixed by the province; your school can't change it.")
            messages.error(request, sentence % {"title": page.title})
            return redirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
        if action_type == "delete" and _has_editions(page):
            messages.error(request, _released_sentence(page))
            return redirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return None


def _has_editions(page: Page) -> bool:
    return MasterEdition.objects.filter(master__path__startswith=page.path).exists()


def _released_sentence(page: Page) -> str:
    return _(
        "“%(title)s” has editions that schools may have taken over, so it can't be deleted. "
        "Unpublish it if nobody shall adopt it any more."
    ) % {"title": page.title}
