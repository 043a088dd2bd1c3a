"""Release of a master as a numbered edition."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
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
    found = Page.objects.descendant_of(master, inclusive=True).select_related("live_revision")
    for position, (page, parent) in enumerate(_parts(found, {master.pk})):
        if page.live_revision is None:
            raise MasterRefused(_("“%(title)s” has no published version.") % {"title": page.title})
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


def has_news(masters: Sequence[Page], newest: Mapping[int, MasterEdition]) -> set[int]:
    """Which of the masters an edition of now would differ from its newest: in a text, in the pages
    it has, or in their order. `newest` by the master's number. Two queries for all."""
    below = Q(pk__in=[])
    for master in masters:
        below |= Q(path__startswith=master.path)
    now: dict[int, list[tuple[int, int, int | None]]] = {master.pk: [] for master in masters}
    roots = {master.path: master.pk for master in masters}
    for page, parent in _parts(Page.objects.filter(below), set(now)):
        root = next(pk for path, pk in roots.items() if page.path.startswith(path))
        now[root].append((page.pk, parent, page.live_revision_id))
    entries: dict[int, list[EditionPage]] = {}
    released = EditionPage.objects.filter(edition__in=newest.values()).defer("content")
    for entry in released.order_by("position"):
        entries.setdefault(entry.edition_id, []).append(entry)
    return {
        master.pk
        for master in masters
        if master.live
        and (
            master.pk not in newest
            or now[master.pk] != _shape(entries.get(newest[master.pk].pk, ()))
        )
    }


def _parts(found: Any, roots: Collection[int]) -> Iterator[tuple[Page, int]]:
    """(page, number of its parent) of the pages that belong to an edition, zero for a root."""
    names = {model._meta.model_name for model in adoptable_models()}
    included: dict[str, int] = {}
    for page in found.live().select_related("content_type").order_by("path"):
        parent = included.get(page.path[: -Page.steplen], 0)
        if page.content_type.model not in names or (page.pk not in roots and not parent):
            continue
        included[page.path] = page.pk
        yield page, parent


def _shape(pages: Any) -> list[tuple[int, int, int]]:
    return [(entry.page_id, entry.parent_id, entry.revision_id) for entry in pages]
