"""Previews and receipts as text for a terminal."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from media.imports.previews import Change, ImportPreview, Receipt
from media.spreadsheets.preview import render_text
from media.spreadsheets.wording import listed


def preview_text(preview: ImportPreview) -> str:
    """What was understood, every bad cell on its own line, then what applying would do."""
    return render_text(preview) + "\n".join(_preview_lines(preview)) + "\n"


def receipt_text(receipt: Receipt) -> str:
    """What was done."""
    lines = [f"{line['label']}: {line['count']}" for line in receipt["counts"]]
    lines += [_("Created: %(name)s") % {"name": name} for name in receipt["created"]]
    lines += _changes(receipt["changed"], receipt["changed_more"])
    lines += receipt["notes"]
    return "\n".join(lines) + "\n"


def _preview_lines(preview: ImportPreview) -> Iterator[str]:
    difference = preview["difference"]
    counts = difference["counts"]
    yield _("New: %(new)s, changed: %(changed)s, unchanged: %(unchanged)s") % counts
    yield from _changes(difference["changed"], counts["changed"] - len(difference["changed"]))
    for option in preview["options"]:
        yield str(option["label"])
        for item in option["items"]:
            nearest = (
                _("nearest existing: %(name)s") % {"name": item["nearest"]}
                if item["nearest"]
                else _("nothing similar exists")
            )
            rows = _("%(rows)s rows, first: row %(row)s") % {
                "rows": item["rows"],
                "row": item["first_row"],
            }
            yield f"  {item['what']} {item['name']} ({rows}; {nearest})"
    yield from preview["notes"]
    for mark in preview.get("marks", []):
        yield _("Row %(row)s: %(subject)s") % {"row": mark["row"], "subject": mark["sentence"]}


def _changes(changes: list[Change], more: int) -> Iterator[str]:
    for change in changes:
        fields = listed(f"{f['label']} {f['old']} → {f['new']}" for f in change["fields"])
        yield _("  row %(row)s %(subject)s: %(fields)s") % {
            "row": change["row"],
            "subject": change["subject"],
            "fields": fields,
        }
    if more > 0:
        yield _("  … and %(count)s more changes") % {"count": more}
