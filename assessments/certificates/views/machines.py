"""What programs need to check a badge: who issued it, with which key, and what is revoked.

Public, without cookie, counted by address; none of it says who holds what.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from assessments.certificates.domain.credential import (
    address_of,
    credential_id,
    issuer_profile,
    public_jwk,
)
from assessments.certificates.domain.signing import all_keys, key_named
from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate
from courses.institutions.models import Institution
from media.rate_limit import seconds_to_wait

REQUESTS = 120
SECONDS = 60

View = Callable[..., HttpResponse]


def _for_machines(view: View) -> View:
    """Counted, readable from any site (a validator runs in a browser), kept for no longer than a
    revocation may take to be seen."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        wait = seconds_to_wait("badges", address, limit=REQUESTS, seconds=SECONDS)
        if wait:
            response: HttpResponse = JsonResponse({"error": "too many requests"}, status=429)
            response["Retry-After"] = str(wait)
        else:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "public, max-age=60"
        response["Access-Control-Allow-Origin"] = "*"
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
    Status Method 1.0)."""
    institution = get_object_or_404(Institution, public_id=public_id)
    revoked = Certificate.objects.filter(
        institution=institution, state=CertificateState.REVOKED
    ).only("public_id")
    return JsonResponse(
        {
            "id": address_of("revocations", institution.public_id),
            "issuer": address_of("issuer", institution.public_id),
            "revokedCredential": [
                {"id": credential_id(one), "revoked": True} for one in revoked.order_by("pk")
            ],
        }
    )
