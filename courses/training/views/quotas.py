"""One table of who gets how many seats."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.institutions.models import Department, Institution
from courses.training.domain import (
    TrainingRefused,
    nomination_rule_of,
    set_department_quotas,
    set_institution_quotas,
)
from courses.training.domain.spans import months_after
from courses.training.enums import NominationState
from courses.training.forms.quotas import QuotaForm
from courses.training.forms.request_values import chosen
from courses.training.models import Nomination, SeatQuota, TrainingSession
from courses.training.rules import OFFICES, runs
from courses.training.views.people import OWNERS, institution_acted_for, visible_session


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The province shares out among institutions, an institution among its departments."""
    session = visible_session(request, public_id)
    own = institution_acted_for(request.user, *OFFICES)
    by_institution = session.is_of_province and runs(request.user, session)
    if not by_institution and own is None:
        raise Http404
    institution = None if by_institution else own
    units = _units(request, session, institution)
    rows = (
        SeatQuota.objects.filter(session=session, institution=institution)
        if institution
        else (SeatQuota.objects.filter(session=session, department=None))
    )
    said = {
        (row.department_id if institution else row.institution_id): row
        for row in rows
        if not institution or row.department_id
    }
    form = QuotaForm(request.POST or None, units=units, said=said)
    seated = _seated(session, institution)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        picked = set(chosen(request.POST.getlist("to_the_list")))
        to_the_list = frozenset(one.pk for one in seated if one.public_id in picked)
        try:
            changed = (
                set_department_quotas(
                    session, institution, form.quotas, to_the_list=to_the_list, by=request.user
                )
                if institution
                else set_institution_quotas(
                    session, form.quotas, to_the_list=to_the_list, by=request.user
                )
            )
        except TrainingRefused as refused:
            refusal = str(refused)
        else:
            words = ngettext("%(count)s quota changed.", "%(count)s quotas changed.", changed)
            messages.success(request, words % {"count": changed})
            return redirect("training:session", public_id=session.public_id)
    return render(
        request,
        "courses/training/quotas.html",
        {
            "session": session,
            "institution": institution,
            "whole": _whole(session, institution),
            "form": form,
            "lines": _lines(form, session, institution, seated),
            "refusal": refusal,
            "seated": seated if refusal else [],
            "rule": nomination_rule_of(session, on=session.starts_on),
        },
        status=422 if refusal or form.errors else 200,
    )


def _units(
    request: HttpRequest, session: TrainingSession, institution: Institution | None
) -> Sequence[Institution | Department]:
    if institution:
        return list(Department.objects.filter(institution=institution).order_by("name"))
    places = Institution.objects.visible_to(request.user).filter(province=session.province)
    return list(places.order_by("name", "code"))


def _whole(session: TrainingSession, institution: Institution | None) -> SeatQuota | None:
    """What an institution has to share out, where the province said so."""
    if institution is None:
        return None
    return SeatQuota.objects.filter(
        session=session, institution=institution, department=None
    ).first()


def _seated(session: TrainingSession, institution: Institution | None) -> list[Nomination]:
    rows = Nomination.objects.filter(session=session, state=NominationState.APPROVED)
    if institution:
        rows = rows.filter(institution=institution)
    return list(rows.with_names().order_by("institution__name", "staff__name"))


def _lines(
    form: QuotaForm,
    session: TrainingSession,
    institution: Institution | None,
    seated: list[Nomination],
) -> list[dict[str, Any]]:
    """Beside the two fields: seats taken, and who didn't appear at the owner's sessions in the
    year before."""
    taken = Counter(one.department_id if institution else one.institution_id for one in seated)
    unit = "department" if institution else "institution"
    absent = dict(
        Nomination.objects.filter(
            state=NominationState.NO_SHOW,
            session__institution=session.institution,
            session__province=session.province,
            session__ends_on__range=(months_after(session.starts_on, -12), session.starts_on),
        )
        .order_by()
        .values_list(unit)
        .annotate(Count("pk"))
    )
    return [
        {
            "unit": one,
            "seats": seats,
            "minimum": minimum,
            "taken": taken[one.pk],
            "absent": absent.get(one.pk, 0),
        }
        for one, seats, minimum in form.lines()
    ]
