"""Collecting what a file changes, row by row, for the preview and the receipt."""

from collections.abc import Sequence

from media.imports.previews import Change, Difference, FieldChange, NewThing

LISTED_IN_PREVIEW = 200
LISTED_IN_RECEIPT = 2_000


class DifferenceLog:
    """Counts everything, keeps as many lines as people read."""

    def __init__(self) -> None:
        self.counts = {"new": 0, "changed": 0, "unchanged": 0}
        self._new: list[NewThing] = []
        self._changed: list[Change] = []

    def new(self, row: int, subject: str) -> None:
        """`subject` names the thing, such as "0260100001 华桂珍"."""
        self.counts["new"] += 1
        if len(self._new) < LISTED_IN_PREVIEW:
            self._new.append({"row": row, "subject": subject})

    def changed(self, row: int, subject: str, fields: Sequence[FieldChange]) -> None:
        self.counts["changed"] += 1
        if len(self._changed) < LISTED_IN_RECEIPT:
            self._changed.append({"row": row, "subject": subject, "fields": list(fields)})

    def unchanged(self) -> None:
        self.counts["unchanged"] += 1

    def difference(self) -> Difference:
        """For the preview."""
        return {
            "counts": dict(self.counts),
            "new": self._new,
            "changed": self._changed[:LISTED_IN_PREVIEW],
        }

    def receipt_changes(self) -> tuple[list[Change], int]:
        """The changes to list in a receipt, and how many more there were."""
        return self._changed, self.counts["changed"] - len(self._changed)
