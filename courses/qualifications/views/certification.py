"""The audit of certifications: of one institution, and of a province in sums."""

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.institutions.access import allow
from courses.institutions.domain.particulars import ever_in
from courses.institutions.enums import INSTITUTION_WIDE, RoleKind, StaffKind
from courses.institutions.models import Department, Institution, StaffMember
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.certification import (
    CertificationRow,
    InstitutionTotals,
    certification_of,
    totals_of,
)
from courses.qualifications.domain.certification_documents import (
    MOST_ON_PAPER,
    CertificationSheet,
    certification_pdf,
    certification_xlsx,
    totals_xlsx,
)
from courses.qualifications.enums import Light
from courses.qualifications.forms.certification import CertificationFilterForm
from courses.qualifications.views.staff import COUNTED, READERS, urgency_of
from media.pdf import PdfError
from media.rate_limit import seconds_to_wait

audit_log = logging.getLogger("qihang.audit")

AUDIENCE = (*READERS, RoleKind.PROVINCE_OFFICER)
PER_PAGE = 100
EXPORTS_A_MINUTE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAKERS = {"xlsx": (XLSX, certification_xlsx), "pdf": ("application/pdf", certification_pdf)}


@allow(*AUDIENCE)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The person's own institution; a province officer is led to the sums of the province."""
    for role in scope_of(request.user).roles:
        if role.kind in READERS and role.institution is not None:
            return _page(request, role.institution)
    return redirect("qualifications:audit_province")


@allow(*AUDIENCE)
@require_GET
def audit_institution(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, _institution(request, public_id))


@allow(*AUDIENCE)
@require_GET
def audit_file(request: HttpRequest, public_id: uuid.UUID, form: str) -> HttpResponse:
    """What the page shows under the same filters, as xlsx or pdf; each export is logged."""
    if form not in MAKERS:
        raise Http404
    shown = _Shown.of(request, _institution(request, public_id))
    wait = seconds_to_wait("export", str(request.user.pk), limit=EXPORTS_A_MINUTE, seconds=60)
    if wait:
        messages.error(request, _("Too many exports at once. Wait a minute and try again."))
        return redirect("qualifications:audit_institution", public_id=public_id)
    if form == "pdf" and len(shown.rows) > MOST_ON_PAPER:
        messages.error(
            request,
            _("More than %(most)d people don't go into a PDF. Narrow the list, or take Excel.")
            % {"most": MOST_ON_PAPER},
        )
        return redirect("qualifications:audit_institution", public_id=public_id)
    sheet = CertificationSheet(
        shown.institution, shown.rows, shown.departments, shown.form.on_date, shown.form.known_at
    )
    content_type, make = MAKERS[form]
    try:
        content = make(sheet)
    except PdfError as error:
        messages.error(request, str(error).splitlines()[0])
        return redirect("qualifications:audit_institution", public_id=public_id)
    # Which filters, not their values: a search is a name, and logs hold no names.
    audit_log.info(
        "certifications exported user=%s institution=%s as=%s on=%s people=%s narrowed=%s",
        request.user.pk,
        shown.institution.code,
        form,
        shown.form.on_date,
        len(shown.rows),
        ",".join(sorted(set(request.GET))) or "-",
    )
    name = _("certifications-%(code)s-%(day)s") % {
        "code": shown.institution.code,
        "day": shown.form.on_date.isoformat(),
    }
    return _file(content, f"{name}.{form}", content_type)


@allow(RoleKind.PROVINCE_OFFICER)
@require_GET
def audit_province(request: HttpRequest) -> HttpResponse:
    """Every institution of the province in sums; one opens to its people. ?q= ?sort="""
    query = request.GET.get("q", "").strip()[:50]
    totals = _totals(request, query)
    if request.GET.get("sort") == "name":
        totals.sort(key=lambda one: one.institution.name)
    else:
        totals.sort(key=lambda one: (-one.lacking, -one.lapses_soon, one.institution.code))
    return render(
        request,
        "courses/qualifications/certification_province.html",
        {
            "page": Paginator(totals, PER_PAGE).get_page(request.GET.get("page")),
            "query": query,
            "employed": sum(one.employed for one in totals),
            "lacking": sum(one.lacking for one in totals),
            "undecided": sum(one.undecided for one in totals),
            "on": timezone.localdate(),
        },
    )


@allow(RoleKind.PROVINCE_OFFICER)
@require_GET
def audit_province_file(request: HttpRequest) -> HttpResponse:
    totals = _totals(request, "")
    audit_log.info(
        "certification totals exported user=%s institutions=%s", request.user.pk, len(totals)
    )
    today = timezone.localdate()
    name = _("certifications-%(code)s-%(day)s") % {"code": "all", "day": today.isoformat()}
    return _file(totals_xlsx(totals, on=today), f"{name}.xlsx", XLSX)


def _totals(request: HttpRequest, query: str) -> list[InstitutionTotals]:
    institutions = Institution.objects.visible_to(request.user)
    if query:
        institutions = institutions.filter(Q(name__icontains=query) | Q(code__contains=query))
    found = list(institutions.order_by("code"))
    staff = StaffMember.objects.visible_to(request.user)
    if query:
        staff = staff.filter(institution__in=found)
    return totals_of(found, staff, on=timezone.localdate())


def _institution(request: HttpRequest, public_id: uuid.UUID) -> Institution:
    found: Institution = get_object_or_404(
        Institution.objects.visible_to(request.user), public_id=public_id
    )
    return found


@dataclass
class _Shown:
    """The rows that the address asks for, the most urgent first, and the counts before the light
    was chosen."""

    institution: Institution
    form: CertificationFilterForm
    rows: list[CertificationRow]
    counts: list[tuple[Light, int]]
    departments: dict[int, str]

    @classmethod
    def of(cls, request: HttpRequest, institution: Institution) -> "_Shown":
        departments = list(Department.objects.filter(institution=institution).order_by("name"))
        form = CertificationFilterForm(
            request.GET,
            departments=[(str(each.public_id), each.name) for each in departments],
            kinds=list(StaffKind.choices),
        )
        chosen = form.chosen
        staff = StaffMember.objects.visible_to(request.user).filter(institution=institution)
        if chosen["q"]:
            staff = staff.filter(
                Q(name__icontains=chosen["q"]) | Q(staff_number__icontains=chosen["q"])
            )
        department = next(
            (one for one in departments if str(one.public_id) == chosen["department"]), None
        )
        if department is not None:
            staff = ever_in(staff, department)
        rows = certification_of(staff, on=form.on_date, known_at=form.known_at)
        if department is not None:
            rows = [row for row in rows if row.staff.department_id == department.pk]
        if chosen["kind"]:
            rows = [row for row in rows if chosen["kind"] in row.standing.kinds]
        counts = [(light, sum(row.light == light for row in rows)) for light in COUNTED]
        if chosen["light"]:
            rows = [row for row in rows if row.light == chosen["light"]]
        rows.sort(key=_urgency)
        return cls(institution, form, rows, counts, {one.pk: one.name for one in departments})


def _urgency(row: CertificationRow) -> tuple[Any, ...]:
    return (
        urgency_of(row.standing),
        row.deadline is None,
        row.deadline or timezone.localdate(),
        row.staff.staff_number,
    )


def _page(request: HttpRequest, institution: Institution) -> HttpResponse:
    shown = _Shown.of(request, institution)
    page = Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page"))
    names = shown.departments
    chosen = shown.form.chosen
    return render(
        request,
        "courses/qualifications/certification.html",
        {
            "institution": institution,
            "form": shown.form,
            "on": shown.form.on_date,
            "known_at": shown.form.known_at,
            "counts": shown.counts,
            "soon_days": max((row.standing.soon_days for row in shown.rows), default=0),
            "page": page,
            "shown": [(row, names.get(row.staff.department_id or 0, "")) for row in page],
            "is_filtered": any(chosen[name] for name in ("q", "department", "kind", "light")),
            "opens_persons": _opens_persons(request, institution),
            "today": timezone.localdate(),
        },
        status=422 if shown.form.errors else 200,
    )


def _opens_persons(request: HttpRequest, institution: Institution) -> bool:
    """Evidence and the person's page: for the school's own people. The province checks what is
    held, not the papers."""
    return any(
        role.institution_id == institution.pk
        and role.kind in (*INSTITUTION_WIDE, RoleKind.DEPARTMENT_COORDINATOR)
        for role in scope_of(request.user).roles
    )


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    disposition: Any = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    return response
