"""Bringing a roster of students into an institution."""

import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.institutions.domain.roster_plan import RosterPlan, plan_roster
from courses.institutions.domain.roster_schema import ROSTER
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.domain.roster_writing import write_plan
from courses.institutions.models import Institution
from media.imports.bad_rows import refuse_bad_rows
from media.imports.errors import ImportRefused
from media.imports.previews import ImportPreview, Option, Receipt
from media.jobs.progress import Progress
from media.spreadsheets.preview import build_preview
from media.spreadsheets.table import Table, mark_duplicates, read_table
from media.spreadsheets.wording import listed

logger = logging.getLogger("qihang.audit")

CREATE_UNITS = "create_units"


def read_roster(content: bytes, *, filename: str) -> Table:
    """The rows of the file; repeated student numbers are marked. Raises SpreadsheetRefused."""
    table = read_table(content, filename=filename, schema=ROSTER)
    mark_duplicates(table, "number")
    return table


def preview_roster(
    institution: Institution, table: Table, *, terms: RosterTerms, progress: Progress
) -> ImportPreview:
    """What importing the table would do. Writes nothing; marks further bad cells on the table."""
    plan = plan_roster(institution, table, terms=terms, progress=progress)
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": _options(plan),
        "notes": _notes(plan, terms),
    }


def import_roster(
    institution: Institution,
    *,
    content: bytes,
    filename: str,
    create_units: bool,
    by: Any,
    progress: Progress,
    terms: RosterTerms | None = None,
) -> Receipt:
    """Read and apply a file in one go; `terms` are the usual ones of the institution by default.

    Raises SpreadsheetRefused or ImportRefused; then nothing was changed.
    """
    progress(0, _("Reading the file"))
    table = read_roster(content, filename=filename)
    return apply_roster(
        institution,
        table,
        create_units=create_units,
        terms=terms or RosterTerms.usual(institution),
        by=by,
        progress=progress,
    )


@transaction.atomic
def apply_roster(
    institution: Institution,
    table: Table,
    *,
    create_units: bool,
    terms: RosterTerms,
    by: Any,
    progress: Progress,
) -> Receipt:
    """Check everything again and write it. Two rosters of one institution wait for each other.

    Raises ImportRefused when a row is bad, or a unit is missing and `create_units` is false.
    """
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    plan = plan_roster(institution, table, terms=terms, progress=progress)
    refuse_bad_rows(table)
    if plan.units.missing and not create_units:
        raise ImportRefused(_missing_sentence(plan))
    created = write_plan(plan, terms=terms, progress=progress)
    counts = plan.log.counts
    logger.info("roster of %s imported by user %s: %s", institution.code, by and by.pk, counts)
    changed, more = plan.log.receipt_changes()
    return {
        "counts": [
            {"label": _("Students added"), "count": counts["new"]},
            {"label": _("Students changed"), "count": counts["changed"]},
            {"label": _("Students unchanged"), "count": counts["unchanged"]},
            {"label": _("Departments, majors and classes created"), "count": len(created)},
        ],
        "created": created,
        "changed": changed,
        "changed_more": more,
        "notes": _notes(plan, terms),
    }


def _options(plan: RosterPlan) -> list[Option]:
    missing = plan.units.missing.values()
    if not missing:
        return []
    return [
        {
            "name": CREATE_UNITS,
            "label": _("Create the departments, majors and classes that don't exist"),
            "help": _(
                "If a name is only misspelt, correct it in the file and upload the file again."
            ),
            "required": True,
            "items": [
                {
                    "what": unit.what,
                    "name": f"{unit.shown} · {unit.place}" if unit.place else unit.shown,
                    "nearest": unit.nearest,
                    "rows": unit.rows,
                    "first_row": unit.first_row,
                }
                for unit in missing
            ],
        }
    ]


def _missing_sentence(plan: RosterPlan) -> str:
    names = [f"{unit.what} {unit.shown}" for unit in plan.units.missing.values()]
    more = len(names) - 10
    shown = listed(names[:10]) + (_(" and %(count)s more") % {"count": more} if more > 0 else "")
    return _(
        "These don't exist: %(names)s. Correct the names, or ask for them to be created. "
        "Nothing was changed."
    ) % {"names": shown}


def _notes(plan: RosterPlan, terms: RosterTerms) -> list[str]:
    notes = []
    if plan.log.counts["new"]:
        start = terms.enrolled_from
        notes.append(
            _(
                "New students count as enrolled from %(start)s; without a length of study in the "
                "file they graduate %(years)s years after the year of entry."
            )
            % {
                "start": start.isoformat() if start else _("1 September of their entry year"),
                "years": terms.study_years,
            }
        )
    if plan.absent:
        years = listed(sorted(plan.entry_years))
        notes.append(
            ngettext(
                "%(count)s stored student of the entry years in the file (%(years)s) is not in "
                "the file and stays as is.",
                "%(count)s stored students of the entry years in the file (%(years)s) are not in "
                "the file and stay as they are.",
                plan.absent,
            )
            % {"count": plan.absent, "years": years}
        )
    if plan.not_enrolled:
        notes.append(
            ngettext(
                "%(count)s student in the file is stored as suspended, withdrawn or graduated; "
                "an import doesn't change that.",
                "%(count)s students in the file are stored as suspended, withdrawn or graduated; "
                "an import doesn't change that.",
                plan.not_enrolled,
            )
            % {"count": plan.not_enrolled}
        )
    return notes
