"""What programs need to check a badge: who issued it, with which key, and what is revoked.

Public, without cookie, counted by address; none of it says who holds what.
"""

import uuid
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from assessments.certificates.domain.credential import (
    address_of,
    credential_id,
    issuer_profile,
    public_jwk,
)
from assessments.certificates.domain.signing import all_keys, key_named
from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate
from assessments.certificates.views.strangers import View, counted_by_address
from courses.institutions.models import Institution

REQUESTS_A_MINUTE = 120


def _too_many(_request: HttpRequest, _seconds: int) -> HttpResponse:
    return _for_any_site(JsonResponse({"error": "too many requests"}))


def _for_any_site(response: HttpResponse) -> HttpResponse:
    """A validator runs in a browser."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _for_machines(view: View) -> View:
    """Counted, readable from any site, kept for no longer than a revocation may take to be seen."""

    @counted_by_address("badges", limit=REQUESTS_A_MINUTE, refused=_too_many)
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _for_any_site(view(request, *args, **kwargs))
        response["Cache-Control"] = "public, max-age=60"
        return response

    return answered


@_for_machines
def key_set(request: HttpRequest) -> HttpResponse:
    """Every public key, also those that no longer sign (RFC 7517, 5)."""
    return JsonResponse({"keys": [public_jwk(key) for key in all_keys()]})


@_for_machines
def key(request: HttpRequest, key_id: str) -> HttpResponse:
    """The public key that a badge's `kid` names (Open Badges 3.0, 8.5)."""
    found = key_named(key_id)
    if found is None:
        raise Http404
    return JsonResponse(public_jwk(found))


@_for_machines
def issuer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The institution as issuer."""
    institution = get_object_or_404(Institution, public_id=public_id)
    return JsonResponse(issuer_profile(institution))


@_for_machines
def revocations(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The institution's revoked and replaced credentials, without reasons (1EdTech Revocation List
    Status Method 1.0). Under two names: the data model's, and that of its prose, by which 1EdTech's
    own validator (`RevocationListProbe`) looks for them."""
    institution = get_object_or_404(Institution, public_id=public_id)
    revoked = Certificate.objects.filter(
        institution=institution, state=CertificateState.REVOKED
    ).only("public_id")
    listed = [{"id": credential_id(one), "revoked": True} for one in revoked.order_by("pk")]
    return JsonResponse(
        {
            "id": address_of("revocations", institution.public_id),
            "issuer": address_of("issuer", institution.public_id),
            "revokedCredential": listed,
            "revokedCredentials": listed,
        }
    )
