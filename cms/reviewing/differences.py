"""What a revision changes on the published page, as Wagtail compares two versions."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Page

from cms.reviewing.authorship import BOOKKEEPING


@dataclass(frozen=True)
class Change:
    label: str
    html: SafeString


def changes_between(old: Page, new: Page) -> list[Change]:
    """The fields that differ, with what went and what came marked in HTML."""
    comparisons: list[Any] = (
        get_edit_handler(type(new)).get_bound_panel(instance=new, request=None, form=None)
    ).get_comparison()
    found = []
    for compare in comparisons:
        one = compare(old, new)
        if not _is_bookkeeping(one) and one.has_changed():
            found.append(Change(label=str(one.field_label()), html=_html(one)))
    return found


def _is_bookkeeping(comparison: Any) -> bool:
    """Such as when the page was first published, which Wagtail compares too."""
    field = getattr(comparison, "field", None)
    return field is not None and field.name in BOOKKEEPING


def _html(comparison: Any) -> SafeString:
    """Child rows come as a list of comparisons of their own; fields as HTML."""
    if not getattr(comparison, "is_child_relation", False):
        return SafeString(comparison.htmldiff())
    rows = []
    for child in comparison.get_child_comparisons():
        fields = [f for f in child.get_field_comparisons() if f.has_changed() or _is_new(child)]
        if not fields:
            continue
        inside = "".join(
            f"<dt>{f.field_label()}</dt><dd>{f.htmldiff()}</dd>" for f in fields if _shown(f)
        )
        rows.append(f'<dl class="change-row {_kind(child)}">{inside}</dl>')
    return SafeString("".join(rows))


def _shown(comparison: Any) -> bool:
    # Keys name rows for the machine.
    return not comparison.field.name.endswith("key")


def _is_new(child: Any) -> bool:
    return bool(child.is_addition() or child.is_deletion())


def _kind(child: Any) -> str:
    if child.is_addition():
        return "addition"
    return "deletion" if child.is_deletion() else "changed"
