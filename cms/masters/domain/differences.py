"""A school's copy beside a new edition: what changed there and here, what a merge does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, WorkflowState

from cms.masters.domain.copies import copies_in
from cms.masters.domain.orders import new_orders
from cms.masters.merging import Merge, Outcome, Text, merge
from cms.masters.models import Adoption, EditionPage, MasterEdition
from cms.masters.texts import model_named, text_of, with_links


class PageState(StrEnum):
    SAME = "same"
    # The edition changed the page; `merge` says what becomes of it.
    CHANGED = "changed"
    # New in this edition.
    ADDED = "added"
    # In the edition, but not in the copy: refused earlier, or deleted here.
    MISSING = "missing"
    # Gone from the master.
    REMOVED = "removed"


@dataclass
class PageDifference:
    """`number` names the page in a choice. `entry` is None for a page gone from the master,
    `copy` for one that isn't in the copy. Texts have links as the school's copies have them."""

    number: int
    title: str
    kind: str
    state: PageState
    entry: EditionPage | None
    copy: Page | None
    base: Text = field(default_factory=Text)
    ours: Text = field(default_factory=Text)
    theirs: Text = field(default_factory=Text)
    merge: Merge | None = None
    in_review: bool = False

    @property
    def is_fixed(self) -> bool:
        return bool(self.entry and self.entry.is_fixed)

    @property
    def has_local_work(self) -> bool:
        """The school changed what it took over, published or as a draft."""
        return self.copy is not None and self.ours != self.base

    @property
    def has_conflict(self) -> bool:
        return self.merge is not None and Outcome.CONFLICT in self.merge.outcomes

    @property
    def is_to_decide(self) -> bool:
        return self.state is not PageState.SAME

    @property
    def is_proposed(self) -> bool:
        """Ticked unless somebody unticks it: what was refused or deleted before isn't."""
        return self.is_to_decide and self.state is not PageState.MISSING and not self.in_review


@dataclass
class CopyDifference:
    adoption: Adoption
    edition: MasterEdition
    pages: list[PageDifference]
    # Of the master in the home: master page → copy.
    moved: Mapping[int, int]
    # Taking over the edition puts pages that are there already in another order.
    is_reordered: bool = False

    @property
    def is_newer(self) -> bool:
        """The copy hasn't taken over anything of the edition yet."""
        return self.edition.number > self.adoption.edition.number

    @property
    def to_decide(self) -> list[PageDifference]:
        return [page for page in self.pages if page.is_to_decide]


def differences(adoption: Adoption, edition: MasterEdition | None = None) -> CopyDifference:
    """Page by page, in the order of the edition, then what is gone from it. Without `edition` the
    newest. A fixed number of queries, however many pages."""
    if edition is None:
        edition = MasterEdition.objects.filter(master=adoption.master_id).latest("number")
    moved = copies_in(adoption.home)
    copies = _copies_of(adoption)
    bases = {
        entry.revision_id: entry
        for entry in EditionPage.objects.filter(
            edition__master=adoption.master_id,
            revision_id__in={
                page.latest_revision.content["master_revision_id"] for page in copies.values()
            },
        )
    }
    reviewed = _in_review(copies.values())
    known = set(
        EditionPage.objects.filter(edition=adoption.edition_id).values_list("page_id", flat=True)
    )
    entries = list(edition.pages.select_related("edition"))
    pages = []
    for entry in entries:
        copy = copies.pop(entry.page_id, None)
        if copy is None:
            state = PageState.MISSING if entry.page_id in known else PageState.ADDED
            found = PageDifference(entry.page_id, entry.title, entry.kind, state, entry, None)
            found.theirs = _text(entry.kind, entry.content, moved)
        else:
            found = _changed(entry, copy, bases, moved)
            found.in_review = copy.pk in reviewed
        pages.append(found)
    for number, copy in copies.items():
        base = bases[copy.latest_revision.content["master_revision_id"]]
        found = PageDifference(number, copy.title, base.kind, PageState.REMOVED, None, copy)
        found.base = _text(base.kind, base.content, moved)
        found.ours = _text(base.kind, copy.latest_revision.content, moved)
        found.in_review = copy.pk in reviewed
        pages.append(found)
    is_reordered = bool(new_orders(adoption, edition, copies=moved))
    return CopyDifference(adoption, edition, pages, moved, is_reordered)


def _changed(
    entry: EditionPage, copy: Page, bases: Mapping[int, EditionPage], moved: Mapping[int, int]
) -> PageDifference:
    content = copy.latest_revision.content
    base = bases[content["master_revision_id"]]
    found = PageDifference(entry.page_id, entry.title, entry.kind, PageState.SAME, entry, copy)
    found.base = _text(entry.kind, base.content, moved)
    found.ours = _text(entry.kind, content, moved)
    found.theirs = _text(entry.kind, entry.content, moved)
    if base.revision_id != entry.revision_id:
        found.state = PageState.CHANGED
        found.merge = merge(found.base, found.ours, found.theirs, fixed=entry.is_fixed)
    return found


def _copies_of(adoption: Adoption) -> dict[int, Page]:
    """Master page → copy, with its latest revision, in the order of the tree. What a page is a copy
    of, and of which state, is read from that revision: so a revert takes its base along."""
    pages = (
        Page.objects.descendant_of(adoption.copy, inclusive=True)
        .select_related("latest_revision", "content_type")
        .order_by("path")
    )
    return {
        page.latest_revision.content["master"]: page
        for page in pages
        if page.latest_revision and page.latest_revision.content.get("master_revision_id")
    }


def _in_review(pages: Any) -> set[int]:
    found = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    return {int(number) for number in found.values_list("object_id", flat=True)}


def _text(kind: str, content: Mapping[str, Any], moved: Mapping[int, int]) -> Text:
    return text_of(model_named(kind), with_links(content, moved))
