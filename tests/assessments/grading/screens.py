"""Addresses and answers of the screens; sheets that are locked, grades that are amended."""

from decimal import Decimal

from django.urls import reverse

from assessments.grading.domain.amendments import decide_amendment, request_amendment
from assessments.grading.domain.locking import lock_sheet
from assessments.grading.domain.sheets import submit_sheet
from assessments.grading.enums import GradeStatus


def url(name, taught):
    return reverse(f"grading:{name}", args=[taught.teaching_class.public_id])


def body(response):
    return response.content.decode()


def field(taught, index, code):
    return f"{taught.entry(index).public_id.hex}-{code}"


def lock(taught):
    taught.record((50, 60), (70, 70), (80, 80))
    submit_sheet(taught.sheet, by=None)
    lock_sheet(taught.sheet, by=None)


def amended(taught, *, approve):
    amendment = request_amendment(
        taught.entry(0),
        status=GradeStatus.NORMAL,
        scores={"final": Decimal(80)},
        reason="漏计一题",
        by=taught.instructor,
    )
    return decide_amendment(amendment, approve=True, by=taught.office) if approve else amendment


def entry_url(taught, index=0):
    return reverse("grading:entry", args=[taught.entry(index).public_id])
