"""How far the cycle has come, and who falls due when; on screen and as a workbook."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from courses.institutions.access import allow
from courses.institutions.domain.particulars import ever_in, recall
from courses.institutions.enums import RoleKind as R
from courses.institutions.enums import StaffKind
from courses.institutions.models import Department, Institution, StaffMember
from courses.institutions.scopes import scope_of
from courses.training.domain import (
    Obligation,
    Progress,
    away_from,
    by_department,
    by_institution,
    by_kind,
    coverage,
    falling_due,
    obligations,
    uncovered_meetings,
)
from courses.training.forms.coverage import CoverageFilter
from courses.training.models import Nomination
from courses.training.views.people import READERS
from courses.training.views.uncovered import uncovered_of
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

logger = logging.getLogger("qihang.audit")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = {"institution": by_institution, "department": by_department, "kind": by_kind}
# So many names are shown of each month; the workbook has all of them.
NAMES_SHOWN = 30


def progress_said(progress: Progress) -> str:
    return {
        Progress.TRAINED: pgettext("training", "trained"),
        Progress.NOMINATED: pgettext("training", "nominated"),
        Progress.DUE: pgettext("training", "due"),
        Progress.OVERDUE: pgettext("training", "overdue"),
    }[progress]


def _read(request: HttpRequest) -> tuple[CoverageFilter, dict[str, Any], list[Obligation]]:
    is_province = scope_of(request.user).has(R.PROVINCE_OFFICER)
    said = {
        "on": timezone.localdate().isoformat(),
        "by": "institution" if is_province else "department",
        **request.GET.dict(),
    }
    form = CoverageFilter(
        said,
        institutions=Institution.objects.visible_to(request.user).order_by("name"),
        departments=Department.objects.visible_to(request.user).order_by("name"),
        is_province=is_province,
    )
    values = form.values
    people = StaffMember.objects.visible_to(request.user)
    if values["institution"]:
        people = people.filter(institution=values["institution"])
    if values["department"]:
        people = ever_in(people, values["department"])
    found = obligations(people, on=values["on"])
    recall((one.staff for one in found), on=values["on"])
    if values["department"]:
        found = [one for one in found if one.staff.department_id == values["department"].pk]
    if values["kind"]:
        found = [one for one in found if one.kind == values["kind"]]
    return form, values, found


@allow(*READERS)
@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    form, values, people = _read(request)
    months = falling_due(people, on=values["on"])
    return render(
        request,
        "courses/training/coverage.html",
        {
            "form": form,
            "on": values["on"],
            "lines": coverage(people, NAMES[values["by"]]),
            "total": next(iter(coverage(people, lambda _one: "")), None),
            "never": sum(one.last_trained is None for one in people),
            "months": [
                {
                    "first": month.first,
                    "people": month.people[:NAMES_SHOWN],
                    "count": len(month.people),
                    "more": len(month.people) - NAMES_SHOWN,
                }
                for month in months
                if month.people
            ],
            "rules": sorted(
                {one.standing.rule for one in people}, key=lambda rule: rule.staff_kind
            ),
        },
    )


@allow(*READERS)
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """Who is away when, from today on, and what nobody teaches meanwhile."""
    people = StaffMember.objects.visible_to(request.user)
    absences = away_from(people, on=timezone.localdate())
    seats = Nomination.objects.filter(staff__in=people)
    open_meetings = list(uncovered_meetings(seats).values_list("instructor", "date"))
    lines = [(one, uncovered_of(request, one, open_meetings)) for one in absences]
    return render(request, "courses/training/away.html", {"lines": lines})


@allow(*READERS)
@require_safe
def coverage_export(request: HttpRequest) -> HttpResponse:
    """The figures by unit, and everybody with what they owe; logged."""
    _form, values, people = _read(request)
    figures = [
        (
            line.name or _("(no department)"),
            line.owing,
            line.trained,
            line.nominated,
            line.due,
            line.overdue,
            line.percent,
        )
        for line in coverage(people, NAMES[values["by"]])
    ]
    names = [
        (
            one.staff.institution.name,
            by_department(one),
            one.staff.staff_number,
            one.staff.name,
            str(StaffKind(one.kind).label),
            progress_said(one.progress),
            float(one.standing.hours),
            one.standing.sessions,
            one.last_trained.isoformat() if one.last_trained else _("never trained"),
            one.due_on.isoformat(),
            one.standing.rule.citation,
        )
        for one in people
    ]
    content = write_workbook(
        [
            SheetToWrite(_("Figures"), _figure_columns(), figures),
            SheetToWrite(pgettext("coverage sheet", "People"), _people_columns(), names),
        ]
    )
    logger.info(
        "training coverage of %s people on %s exported by %s",
        len(people),
        values["on"],
        request.user.pk,
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"training-coverage-{values['on'].isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _figure_columns() -> list[SheetColumn]:
    numbers = [
        _("Owe training"),
        pgettext("training", "trained"),
        pgettext("training", "nominated"),
        pgettext("training", "due"),
        pgettext("training", "overdue"),
        _("Trained, percent"),
    ]
    return [
        SheetColumn(pgettext("coverage", "Unit")),
        *(SheetColumn(name, "number") for name in numbers),
    ]


def _people_columns() -> list[SheetColumn]:
    return [
        SheetColumn(pgettext("coverage", "Institution")),
        SheetColumn(pgettext("coverage", "Department")),
        SheetColumn(_("Staff number")),
        SheetColumn(pgettext("of a person", "Name")),
        SheetColumn(pgettext("coverage", "Kind of staff")),
        SheetColumn(_("Standing")),
        SheetColumn(_("Hours in the cycle"), "number"),
        SheetColumn(_("Sessions in the cycle"), "number"),
        SheetColumn(_("Last trained")),
        SheetColumn(_("Due on")),
        SheetColumn(_("By the rule")),
    ]
