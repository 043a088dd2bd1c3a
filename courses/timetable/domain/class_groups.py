"""The administrative classes that a row of a list of teaching classes names."""

from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass
from courses.timetable.domain.class_stock import ClassStock
from courses.timetable.domain.time_columns import split_names
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.rows import Row


def groups_of(row: Row, stock: ClassStock) -> list[AdministrativeClass]:
    """Each once; marks the cell where one can't be, or where they can't sit together."""
    found: dict[int, AdministrativeClass] = {}
    for written in split_names(row.values.get("groups") or ""):
        for name in _apart(written, stock):
            group = _group(row, name, stock)
            if group is not None:
                found[group.pk] = group
    groups = list(found.values())
    years = sorted({group.entry_year for group in groups})
    if len(years) > 1:
        row.add_problem(
            "groups",
            _("Entry years are not mixed in a teaching class; here are %(years)s.")
            % {"years": _(", ").join(map(str, years))},
        )
    if len({group.campus_id for group in groups}) > 1:
        row.add_problem("groups", _("These administrative classes are on different campuses."))
    return groups


def _apart(written: str, stock: ClassStock) -> list[str]:
    """A line break in a cell has become a space, which a name may have as well."""
    parts = written.split()
    if matching_text(written) in stock.groups:
        return [written]
    return parts if all(matching_text(part) in stock.groups for part in parts) else [written]


def _group(row: Row, name: str, stock: ClassStock) -> AdministrativeClass | None:
    year = row.values.get("entry_year")
    named = stock.groups.get(matching_text(name), [])
    fitting = [group for group in named if year in (None, group.entry_year)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        sentence = _(
            "There are several administrative classes %(name)s (entry years %(years)s). Write the "
            "entry year in a column of its own."
        ) % {"name": name, "years": _(", ").join(str(group.entry_year) for group in fitting)}
    elif named:
        sentence = _("%(name)s is not of entry year %(year)d.") % {"name": name, "year": year}
    else:
        sentence = _("%(name)s is no administrative class of the roster.") % {"name": name}
    row.add_problem("groups", sentence)
    return None
