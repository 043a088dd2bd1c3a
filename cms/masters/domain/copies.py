"""Pages of a school's copy: how they are made, found, and led to each other."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from cms.content.approvals import approve_as_loaded, is_approved
from cms.content.domain import add_page
from cms.content.models import HomePage
from cms.content.models.adoptable import AdoptablePage, adoptable_models
from cms.masters.domain.publishing import publish_as_province
from cms.masters.models import EditionPage, MasterEdition
from cms.masters.texts import (
    linked_pages,
    model_named,
    row_relations,
    text_fields,
    with_links,
)


def reason_of(edition: MasterEdition) -> str:
    """Why text of an edition needs no review at the school; stands in the page's history."""
    return _("edition %(number)d of the provincial master “%(title)s”") % {
        "number": edition.number,
        "title": edition.title,
    }


def copies_in(home: HomePage) -> dict[int, int]:
    """The home's copies: master page → copy. One query for each type of page."""
    found: dict[int, int] = {}
    for model in adoptable_models():
        rows = model.objects.descendant_of(home).filter(master__isnull=False)
        found.update(rows.values_list("master_id", "pk"))
    return found


def add_copy(
    parent: Page,
    entry: EditionPage,
    *,
    moved: Mapping[int, int],
    publish: bool = True,
    course: Any = None,
    by: Any,
) -> AdoptablePage:
    """A copy of the edition's page as the last child of `parent`. Blocks, units and objectives
    keep their ids and keys. `moved`: links to these pages lead to their values instead."""
    model = model_named(entry.kind)
    relations = row_relations(model)
    content = with_links(entry.content, moved)
    names = [field.name for field in text_fields(model)]
    data = {name: content[name] for name in (*names, *relations, "slug") if name in content}
    for name in relations:
        data[name] = [{**row, "pk": None, "page": None} for row in data.get(name) or []]
    page: AdoptablePage = model.from_serializable_data({**data, "pk": None})
    page.is_fixed = entry.is_fixed
    page.master_id = entry.page_id if Page.objects.filter(pk=entry.page_id).exists() else None
    page.master_revision_id = entry.revision_id
    if course is not None:
        page.course = course
    add_page(parent, page, publish=False, by=by)
    if publish:
        publish_as_province(page.latest_revision, reason=reason_of(entry.edition), by=by)
        page.refresh_from_db()
    return page


def relink(home: HomePage, *, by: Any) -> None:
    """Lead links of the home's copies to its own copies wherever their target was adopted too.
    What is published and what is drafted are both corrected, each for itself."""
    moved = copies_in(home)
    pages = Page.objects.filter(pk__in=moved.values()).select_related(
        "live_revision", "latest_revision"
    )
    for page in pages:
        published = page.live_revision if page.live else None
        for revision in dict.fromkeys((published, page.latest_revision)):
            if revision is None or linked_pages(revision.content).isdisjoint(moved):
                continue
            corrected = page.specific.with_content_json(with_links(revision.content, moved))
            saved = corrected.save_revision(user=by, changed=revision != published)
            if revision == published:
                if is_approved(revision):
                    approve_as_loaded(saved, reason=_("links led to the school's copy"), by=by)
                PublishPageRevisionAction(saved, user=by).execute(skip_permission_checks=True)
