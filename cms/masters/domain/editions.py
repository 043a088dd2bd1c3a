"""Release of a master as a numbered edition."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.models import HomePage
from cms.content.models.adoptable import adoptable_models
from cms.masters.domain.refusal import MasterRefused
from cms.masters.models import EditionPage, MasterEdition

NOTE_LENGTH = 500


def release_edition(master: Page, *, note: str, by: Any) -> MasterEdition:
    """The published state of `master` (a syllabus or textbook of a province) and of the published
    pages below it, as the next edition. `note` tells schools what is new.

    Raises MasterRefused where the master isn't published, there is no note, or nothing was
    published since the last edition.
    """
    note = note.strip()
    with transaction.atomic():
        # One number each, whoever presses at the same time.
        page = Page.objects.select_for_update().get(pk=master.pk)
        home = HomePage.objects.ancestor_of(page).exclude(province="").first()
        if home is None or page.depth != home.depth + 1:
            raise MasterRefused(_("Only a syllabus or textbook of a province has editions."))
        if not page.live:
            raise MasterRefused(_("The master isn't published yet."))
        if not note:
            raise MasterRefused(_("Say in a sentence what is new for the schools."))
        pages = list(_edition_pages(page))
        last = MasterEdition.objects.filter(master=page).order_by("-number").first()
        if last is not None and _shape(pages) == _shape(last.pages.defer("content")):
            raise MasterRefused(
                _("Nothing was published since edition %(number)d.") % {"number": last.number}
            )
        edition = MasterEdition.objects.create(
            master=page,
            province=home.province,
            number=(last.number if last else 0) + 1,
            title=page.title,
            note=note[:NOTE_LENGTH],
            released_by=by,
        )
        for entry in pages:
            entry.edition = edition
        EditionPage.objects.bulk_create(pages)
    return edition


def _edition_pages(master: Page) -> Iterator[EditionPage]:
    """Published pages in the order of the tree; what lies below an unpublished page isn't part."""
    names = {model._meta.model_name for model in adoptable_models()}
    included: dict[str, int] = {}
    found = (
        Page.objects.descendant_of(master, inclusive=True)
        .live()
        .select_related("live_revision", "content_type")
        .order_by("path")
    )
    position = 0
    for page in found:
        parent = included.get(page.path[: -Page.steplen], 0)
        if page.content_type.model not in names or (page.pk != master.pk and not parent):
            continue
        if page.live_revision is None:
            raise MasterRefused(_("“%(title)s” has no published version.") % {"title": page.title})
        included[page.path] = page.pk
        content = page.live_revision.content
        yield EditionPage(
            position=position,
            page_id=page.pk,
            parent_id=parent,
            revision_id=page.live_revision_id,
            kind=page.content_type.model,
            title=page.title,
            is_fixed=bool(content.get("is_fixed")),
            content=content,
        )
        position += 1


def _shape(pages: Any) -> list[tuple[int, int, int]]:
    return [(entry.page_id, entry.parent_id, entry.revision_id) for entry in pages]
