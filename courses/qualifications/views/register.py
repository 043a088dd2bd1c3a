"""All certificates of the institution with their state today, and what waits for a decision."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.institutions.access import allow, institution_of
from courses.institutions.models import Department
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.certificate_rules import verifiers_of
from courses.qualifications.domain.expiry import expiring
from courses.qualifications.domain.numbers import with_doubles
from courses.qualifications.enums import CertificateState, ShownState
from courses.qualifications.forms import ENDING, CertificateFilter
from courses.qualifications.models import CredentialType, StaffCertificate
from courses.qualifications.views.evidence import audit_log
from courses.qualifications.views.staff import OFFICE, READERS
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("created_at", "pk"),
    "expires": (F("expires_on").asc(nulls_last=True), "pk"),
    "name": ("staff__name", "pk"),
    "number": ("staff__staff_number", "pk"),
}


@allow(*READERS)
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """The register: by state, credential, department; the state is that of today."""
    form = filter_of(request)
    return _page(request, form, matching(request, form), is_inbox=False)


@allow(*OFFICE)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits to be verified, the oldest first."""
    form = filter_of(request)
    return _page(request, form, waiting(request, form), is_inbox=True)


@allow(*READERS)
@require_GET
def certificates_export(request: HttpRequest) -> HttpResponse:
    """The register as it is filtered, as a workbook; the export is logged."""
    rows = list(matching(request, filter_of(request)))
    today = timezone.localdate()
    sheet = SheetToWrite(
        name=_("Certificates"),
        title_rows=[_("Certificates of staff as of %(date)s") % {"date": today.isoformat()}],
        columns=[
            SheetColumn(_("Staff number")),
            SheetColumn(_("Name")),
            SheetColumn(_("Department"), width=24),
            SheetColumn(_("Certificate and level"), width=24),
            SheetColumn(_("Certificate number"), width=24),
            SheetColumn(_("Issued by"), width=24),
            SheetColumn(_("Issued on")),
            SheetColumn(_("Valid until")),
            SheetColumn(_("State")),
        ],
        rows=[_line(row, str(row.state_on(today).label)) for row in rows],
    )
    audit_log.info("certificates exported user=%s rows=%d", request.user.pk, len(rows))
    response = HttpResponse(write_workbook([sheet]), content_type=XLSX)
    name = f"certificates-{today:%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(row: StaffCertificate, state: str) -> tuple[str, ...]:
    return (
        row.staff.staff_number,
        row.staff.name,
        row.staff.department.name if row.staff.department else "",
        row.level.name,
        row.number,
        row.issuer,
        row.issued_on.isoformat(),
        row.expires_on.isoformat() if row.expires_on else _("No end"),
        state,
    )


def filter_of(request: HttpRequest) -> CertificateFilter:
    departments = Department.objects.visible_to(request.user).order_by("name")
    return CertificateFilter(
        request.GET,
        departments=[(str(each.public_id), each.name) for each in departments],
        kinds=[(each.code, each.name) for each in CredentialType.objects.order_by("pk")],
    )


def waiting(request: HttpRequest, form: CertificateFilter) -> Any:
    """Submitted ones that the person may see, by the filters, the oldest first."""
    return matching(request, form).filter(state=CertificateState.SUBMITTED)


def matching(request: HttpRequest, form: CertificateFilter) -> Any:
    chosen = form.chosen
    today = timezone.localdate()
    found = StaffCertificate.objects.visible_to(request.user)
    if words := chosen["q"].strip():
        found = found.filter(
            Q(staff__name__icontains=words)
            | Q(staff__staff_number__icontains=words)
            | Q(number__icontains=words)
        )
    if chosen["department"]:
        found = found.filter(staff__department__public_id=chosen["department"])
    if chosen["kind"]:
        found = found.filter(level__credential_type__code=chosen["kind"])
    if chosen["state"] == ENDING:
        rows = expiring(institution_of(request, *READERS), on=today)
        found = found.filter(pk__in=[one.certificate.pk for one in rows])
    elif chosen["state"] in ShownState.values:
        found = found.in_state(chosen["state"], on=today)
    if chosen["odd"] == "no_scan":
        found = found.filter(evidence=None)
    if chosen["odd"] == "double":
        found = found.filter(pk__in=with_doubles(found.select_related("level")))
    return found.select_related(
        "staff__department", "level__credential_type", "submitted_by", "first_checked_by"
    ).order_by(*ORDERS.get(chosen["sort"], ORDERS[""]))


def _page(
    request: HttpRequest, form: CertificateFilter, found: Any, *, is_inbox: bool
) -> HttpResponse:
    if is_inbox:
        del form.fields["state"]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    return render(
        request,
        "courses/qualifications/certificates.html",
        {
            "form": form,
            "page": page,
            "certificates": page,
            "doubles": with_doubles(page),
            "is_inbox": is_inbox,
            "is_filtered": any(value for name, value in form.chosen.items() if name != "sort"),
            "is_office": scope_of(request.user).has(*OFFICE),
            "verifiers": verifiers_of(institution_of(request, *READERS), on=today),
            "query": f"?{request.GET.urlencode()}" if is_inbox and request.GET else "",
            "today": today,
        },
    )
