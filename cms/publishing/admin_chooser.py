"""The list of pages from which an author chooses one, asking as much for one row as for many.

Wagtail 7.4 asks three times for each row: for its parent, its workflow and its schedule.
"""

from typing import Any

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.chooser import BrowseView, PageTitleColumn, SearchView
from wagtail.models import Page


def ready_to_list(pages: Any) -> Any:
    """What the column of states reads, asked for all rows at once, as the explorer does."""
    ready = pages.defer_streamfields().specific()
    return ready.annotate_approved_schedule().prefetch_workflow_states()


class TitleColumn(PageTitleColumn):
    """Its cell names the parent of the page."""

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        remember_parents(parent_context["table"].data)
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context


def remember_parents(pages: Any) -> None:
    """Where treebeard looks for a parent that it has asked for before (`MP_Node.get_parent`)."""
    missing = [page for page in pages if not hasattr(page, "_cached_parent_obj") and page.depth > 1]
    paths = {page.path[: -page.steplen] for page in missing}
    if not paths:
        return
    parents = {page.path: page for page in Page.objects.filter(path__in=paths)}
    for page in missing:
        page._cached_parent_obj = parents[page.path[: -page.steplen]]


def _with_own_title(columns: list[Column]) -> list[Column]:
    for column in columns:
        if type(column) is PageTitleColumn:
            column.__class__ = TitleColumn
    return columns


class PageBrowser(BrowseView):
    @property
    def columns(self) -> list[Column]:
        return _with_own_title(super().columns)


class PageSearch(SearchView):
    @property
    def columns(self) -> list[Column]:
        # Before the column of parents, which comes second.
        return _with_own_title(super().columns)
