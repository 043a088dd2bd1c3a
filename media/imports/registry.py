"""Which importer does which kind of import.

An importer is registered in its slice's `jobs.py`::

    class RosterImporter:
        kind = "roster"
        title = _("Student roster")

        def allowed(self, user, context): ...
        def read(self, content, *, filename, context): ...            # → Table; no writes
        def preview(self, table, *, context, progress): ...           # → ImportPreview; no writes
        def apply(self, table, *, context, options, progress, by): ...  # → Receipt
        def start_url(self, context): ...                             # the upload page
        def next_step(self, context): ...                             # what one does afterwards

    register_importer(RosterImporter())

A view then calls `media.imports.domain.upload("roster", content=form.cleaned_data["file"], …)` and
redirects to `imports:detail`: the screens, the jobs and the receipt are the same for all imports.
"""

from typing import Any, Protocol

from media.imports.errors import ImportRefused
from media.imports.previews import ImportPreview, Receipt
from media.jobs.progress import Progress
from media.spreadsheets.table import Table


class Importer(Protocol):
    """Reads one kind of spreadsheet and brings it into the database.

    `context` is what it needs beside the file, as JSON: ids, never objects. All three steps may
    raise SpreadsheetRefused or ImportRefused; their text is shown to the person.
    """

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> Any:
        """A lazy translation, such as "Student roster"."""

    def allowed(self, user: Any, context: dict[str, Any]) -> bool:
        """Whether this person may import into this place now; asked again at every step."""

    def read(self, content: bytes, *, filename: str, context: dict[str, Any]) -> Table:
        """The rows with the problems that the file alone shows. Outside of any transaction."""

    def preview(
        self, table: Table, *, context: dict[str, Any], progress: Progress
    ) -> ImportPreview:
        """Compare with what is stored; marks further bad cells on the table. Writes nothing."""

    def apply(
        self,
        table: Table,
        *,
        context: dict[str, Any],
        options: dict[str, bool],
        progress: Progress,
        by: Any,
    ) -> Receipt:
        """Check everything again, then write. Called inside a transaction, once per run: whatever
        it raises leaves nothing behind. `options` are the boxes ticked of the preview's options."""

    def start_url(self, context: dict[str, Any]) -> str:
        """The page on which such a file is uploaded."""

    def next_step(self, context: dict[str, Any]) -> tuple[Any, str]:
        """Words and address of what one does after such an import; the receipt leads there."""


_registered: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    """Make a kind of import known; a second importer of the same kind is an error."""
    known = _registered.setdefault(importer.kind, importer)
    if type(known) is not type(importer):
        raise ValueError(f"importer {importer.kind!r} is registered twice")


def importer_of(kind: str) -> Importer:
    """The importer of a kind; KeyError when nobody registered it."""
    return _registered[kind]


__all__ = ["ImportRefused", "Importer", "importer_of", "register_importer"]
