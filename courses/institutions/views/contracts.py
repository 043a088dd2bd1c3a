"""The contracts of a member of staff."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.institutions.domain.contracts import record_contract
from courses.institutions.domain.staff import StaffRefused
from courses.institutions.forms import ContractForm
from courses.institutions.models import StaffContract, StaffMember
from courses.institutions.views.staff import OFFICE


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def contract_list(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is on record, and a new one."""
    staff = get_object_or_404(
        StaffMember.objects.visible_to(request.user).select_related("institution"),
        public_id=public_id,
    )
    return _page(request, staff, None)


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def contract_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A contract that was entered wrongly, or that was prolonged."""
    contract = get_object_or_404(
        StaffContract.objects.visible_to(request.user).select_related("staff__institution"),
        public_id=public_id,
    )
    return _page(request, contract.staff, contract)


def _page(request: HttpRequest, staff: StaffMember, contract: StaffContract | None) -> HttpResponse:
    form = ContractForm(request.POST or None, initial=ContractForm.initial_of(contract))
    if request.method == "POST" and form.is_valid():
        try:
            record_contract(staff, contract=contract, **form.cleaned_data, by=request.user)
        except StaffRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("institutions:contracts", public_id=staff.public_id)
    return render(
        request,
        "courses/institutions/contracts.html",
        {
            "staff": staff,
            "form": form,
            "edited": contract,
            "contracts": staff.contracts.all(),
        },
        status=422 if form.errors else 200,
    )
