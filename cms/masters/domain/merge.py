"""A copy takes over a newer edition."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from cms.content.approvals import approve_as_loaded, is_approved
from cms.masters.domain.copies import add_copy, copies_in, reason_of, relink
from cms.masters.domain.differences import PageDifference, PageState, differences
from cms.masters.domain.orders import new_orders
from cms.masters.domain.publishing import publish_as_province
from cms.masters.domain.refusal import MasterRefused
from cms.masters.merging import merge
from cms.masters.models import Adoption, MasterEdition
from cms.masters.texts import model_named, with_text


@dataclass
class MergeReport:
    """What a merge did; pages of the copy."""

    # The province's words, live at once.
    published: list[Page] = field(default_factory=list)
    # With words of the school: a draft that goes to review.
    drafted: list[Page] = field(default_factory=list)
    # Gone from the master: taken from the readers, or kept as the school's own.
    unpublished: list[Page] = field(default_factory=list)
    kept: list[Page] = field(default_factory=list)


def merge_edition(
    adoption: Adoption,
    edition: MasterEdition,
    *,
    accept: Collection[int],
    prefer_theirs: Mapping[int, Collection[str]] | None = None,
    by: Any,
) -> MergeReport:
    """Bring the accepted pages up to `edition`, all or none. `accept`: numbers of
    `PageDifference`s. `prefer_theirs`: for such a number the places of conflicts
    (`cms.masters.merging`) where the edition's text is chosen; the school's is kept elsewhere.

    The same edition again changes nothing. Raises MasterRefused for an edition of another master or
    an older one, and for an accepted page that is in review.
    """
    choices = prefer_theirs or {}
    with transaction.atomic():
        # Locked by itself first: joined to an edition that another merge is just replacing,
        # PostgreSQL would find no row after the wait.
        Adoption.objects.select_for_update().get(pk=adoption.pk)
        adoption = Adoption.objects.select_related("edition", "home", "copy").get(pk=adoption.pk)
        if edition.master_id != adoption.master_id:
            raise MasterRefused(_("The edition is of another master."))
        if edition.number < adoption.edition.number:
            raise MasterRefused(
                _("Your school has taken over edition %(number)d already.")
                % {"number": adoption.edition.number}
            )
        found = differences(adoption, edition)
        accepted = [page for page in found.to_decide if page.number in set(accept)]
        for page in accepted:
            if page.in_review:
                raise MasterRefused(
                    _("“%(title)s” is in review. Finish or withdraw the review first.")
                    % {"title": page.title}
                )
        report = MergeReport()
        copies = {page.number: page.copy for page in found.pages if page.copy is not None}
        moved = dict(found.moved)
        for page in accepted:
            if page.state is PageState.CHANGED:
                _update(page, edition, choices.get(page.number, ()), report, by)
            elif page.state is PageState.REMOVED:
                _let_go(page, report, by)
            else:
                _add(page, copies, moved, report, by)
        added = {str(page.number) for page in accepted if page.copy is None}
        _order(adoption, edition, added)
        adoption.edition = edition
        adoption.merged_at = timezone.now()
        adoption.save(update_fields=["edition", "merged_at"])
        relink(adoption.home, by=by)
    return report


def _update(
    page: PageDifference,
    edition: MasterEdition,
    prefer_theirs: Collection[str],
    report: MergeReport,
    by: Any,
) -> None:
    copy, entry = page.copy, page.entry
    assert copy is not None
    assert entry is not None
    result = merge(
        page.base, page.ours, page.theirs, fixed=entry.is_fixed, prefer_theirs=prefer_theirs
    ).text
    content = with_text(model_named(entry.kind), copy.latest_revision.content, result)
    content |= {"master_revision_id": entry.revision_id, "is_fixed": entry.is_fixed}
    specific = copy.specific
    # Of the page, not of a revision: see AdoptablePage.with_content_json.
    specific.is_fixed = entry.is_fixed
    type(specific).objects.filter(pk=copy.pk).update(is_fixed=entry.is_fixed)
    revision = specific.with_content_json(content).save_revision(user=by, log_action=True)
    # What is read must be either the province's words, or words that the school has reviewed.
    ready = copy.live and not copy.has_unpublished_changes and result == page.theirs
    if entry.is_fixed or ready:
        publish_as_province(revision, reason=reason_of(edition), by=by)
        report.published.append(specific)
    else:
        report.drafted.append(specific)


def _add(
    page: PageDifference,
    copies: dict[int, Page],
    moved: dict[int, int],
    report: MergeReport,
    by: Any,
) -> None:
    entry = page.entry
    assert entry is not None
    parent = copies.get(entry.parent_id)
    if parent is None:
        raise MasterRefused(
            _("“%(title)s” lies below a page that your school hasn't taken over.")
            % {"title": page.title}
        )
    added = add_copy(parent, entry, moved=moved, by=by)
    copies[entry.page_id] = added
    moved[entry.page_id] = added.pk
    report.published.append(added)


def _let_go(page: PageDifference, report: MergeReport, by: Any) -> None:
    """The page is the school's own from now on. Without work of the school readers don't find it
    any more; nothing is deleted, so notes of readers and the history stay."""
    copy = page.copy
    assert copy is not None
    own = {"master": None, "master_revision_id": None, "is_fixed": False}
    specific = copy.specific
    content = copy.latest_revision.content | own
    live = copy.live and not copy.has_unpublished_changes
    type(specific).objects.filter(pk=copy.pk).update(**own)
    specific.refresh_from_db()
    revision = specific.with_content_json(content).save_revision(user=by, changed=False)
    # Unpublishing saves the page: it must know its newest revision.
    specific.refresh_from_db()
    if page.has_local_work:
        if live:
            # The same words as before: only whose page it is has changed.
            _keep_live(specific, revision, by)
        report.kept.append(specific)
        return
    if specific.live:
        UnpublishPageAction(specific, user=by).execute(skip_permission_checks=True)
    report.unpublished.append(specific)


def _keep_live(page: Page, revision: Revision, by: Any) -> None:
    if is_approved(page.live_revision):
        approve_as_loaded(revision, reason=_("left by the provincial master, unchanged"), by=by)
    PublishPageRevisionAction(revision, user=by).execute(skip_permission_checks=True)


def _order(adoption: Adoption, edition: MasterEdition, added: Collection[str]) -> None:
    orders = new_orders(adoption, edition, copies=copies_in(adoption.home), added=added)
    for parent, order in orders.items():
        for number in order:
            Page.objects.get(pk=number).move(Page.objects.get(pk=parent), pos="last-child")
