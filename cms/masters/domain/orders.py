"""In which order the pages of a copy stand after a new edition (docs/decisions/0012)."""

from collections.abc import Collection, Mapping

from wagtail.models import Page

from cms.masters.merging import in_order_of, merge_order
from cms.masters.models import Adoption, EditionPage, MasterEdition


def new_orders(
    adoption: Adoption,
    edition: MasterEdition,
    *,
    copies: Mapping[int, int],
    added: Collection[str] = (),
) -> dict[int, list[int]]:
    """Page of the copy → its children in the merged order of edition and school, where that is
    another than now. Pages that the edition fixes stand among each other as it has them. `copies`:
    master page → copy. `added`: numbers of master pages that were just added, at the end for now.
    """
    before, after = (_children(found) for found in (adoption.edition, edition))
    numbers = {copy: master for master, copy in copies.items()}
    fixed = {
        str(number)
        for number in EditionPage.objects.filter(edition=edition, is_fixed=True).values_list(
            "page_id", flat=True
        )
    }
    found = {}
    for parent, children in _children_in(adoption.copy).items():
        theirs = after.get(numbers.get(parent, 0))
        if theirs is None:
            continue
        # Pages of the school itself have no number of a master.
        own = {str(numbers.get(pk, f"own {pk}")): pk for pk in children}
        ours = list(own)
        settled = [key for key in ours if key not in added]
        base = before.get(numbers[parent], [])
        order, _outcome = merge_order(base, settled, theirs, own)
        order = in_order_of(theirs, order, fixed.intersection(theirs))
        if order != ours:
            found[parent] = [own[key] for key in order]
    return found


def _children_in(copy: Page) -> dict[int, list[int]]:
    """Of each page in the copy that has any, in one query."""
    rows = Page.objects.descendant_of(copy, inclusive=True).order_by("path")
    numbers: dict[str, int] = {}
    found: dict[int, list[int]] = {}
    for path, pk in rows.values_list("path", "pk"):
        numbers[path] = pk
        parent = numbers.get(path[: -Page.steplen])
        if parent is not None:
            found.setdefault(parent, []).append(pk)
    return found


def _children(edition: MasterEdition) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = EditionPage.objects.filter(edition=edition).order_by("position")
    for number, parent in rows.values_list("page_id", "parent_id"):
        found.setdefault(parent, []).append(str(number))
    return found
