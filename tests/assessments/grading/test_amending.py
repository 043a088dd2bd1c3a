"""Asking for a change and deciding on it, on the web."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.grading.domain.amendments import request_amendment
from assessments.grading.enums import GradeStatus
from assessments.grading.models import GradeAmendment
from tests.assessments.grading.screens import amended, body, entry_url, lock
from tests.factories.institutions import InstitutionFactory


def test_instructor_asks_and_office_approves(taught, client_of):
    lock(taught)
    asked = {
        "score_coursework": "50",
        "score_final": "80",
        "status": "normal",
        "reason": "漏计一题",
    }
    amend = reverse("grading:amend", args=[taught.entry(0).public_id])
    client_of(taught.instructor).post(amend, asked)
    amendment = GradeAmendment.objects.get()
    office = client_of(taught.office)
    assert "漏计一题" in body(office.get(reverse("grading:amendments")))
    office.post(reverse("grading:decide", args=[amendment.public_id]), {"decision": "approve"})
    assert taught.entry(0).total == 62
    history = body(office.get(entry_url(taught)))
    assert "<del>54</del> → <strong>62</strong>" in history


def test_own_request_shows_no_buttons_and_is_not_taken(taught, client_of):
    lock(taught)
    amendment = request_amendment(
        taught.entry(0), status=GradeStatus.NORMAL, scores={"final": Decimal(80)}, reason="漏计",
        by=taught.office,
    )  # fmt: skip
    office = client_of(taught.office)
    assert 'value="approve"' not in body(office.get(entry_url(taught)))
    office.post(reverse("grading:decide", args=[amendment.public_id]), {"decision": "approve"})
    assert taught.entry(0).total == 54


def test_bad_amendment_is_explained(taught, client_of):
    lock(taught)
    amend = reverse("grading:amend", args=[taught.entry(0).public_id])
    data = {"score_coursework": "50", "score_final": "101", "status": "normal", "reason": "x"}
    assert client_of(taught.instructor).post(amend, data).status_code == 400
    assert not GradeAmendment.objects.exists()


@pytest.mark.parametrize("kind", ["instructor", "student", "auditor", "counsellor"])
def test_role_that_does_not_decide_is_refused(taught, sign_in, kind):
    lock(taught)
    amendment = amended(taught, approve=False)
    decide = reverse("grading:decide", args=[amendment.public_id])
    assert sign_in(kind).post(decide, {"decision": "approve"}).status_code == 403


def test_amendment_of_another_institution_is_not_found(taught, sign_in):
    lock(taught)
    amendment = amended(taught, approve=False)
    stranger = sign_in("office", institution=InstitutionFactory())
    decide = reverse("grading:decide", args=[amendment.public_id])
    assert stranger.post(decide, {"decision": "approve"}).status_code == 404
    assert stranger.get(entry_url(taught)).status_code == 404
    assert "漏计一题" not in body(stranger.get(reverse("grading:amendments")))
