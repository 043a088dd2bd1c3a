"""A file with any bad cell is refused as a whole: nothing is ever half-applied."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.imports.errors import ImportRefused
from media.spreadsheets.table import Table


def refuse_bad_rows(table: Table) -> None:
    """Raise ImportRefused if any cell of the table has a problem; names the first."""
    problems = table.problems
    if not problems:
        return
    count = ngettext(
        "%(count)s cell can't be accepted.", "%(count)s cells can't be accepted.", len(problems)
    ) % {"count": len(problems)}
    first = _("First: %(cell)s. Nothing was changed.") % {"cell": problems[0]}
    raise ImportRefused(f"{count} {first}")
