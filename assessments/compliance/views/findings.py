"""A finding opened to the rows it counted."""

import logging
import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.compliance.domain.evidence import counted_departments, matching, student_rows
from assessments.compliance.domain.presentation import PersonRow, PresentedFinding, present
from assessments.compliance.domain.visibility import AUDIENCE, sees_persons
from assessments.compliance.models import AuditRun, Finding
from courses.institutions.access import allow
from courses.institutions.masking import mask_name, mask_number

audit_log = logging.getLogger("qihang.audit")
PAGE_SIZE = 50


@allow(*AUDIENCE)
@require_GET
def finding(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """?rows=staff or students, ?department= its number in the list, ?q= number or name, ?page=."""
    opened = get_object_or_404(
        Finding.objects.select_related("rule", "run__institution").filter(
            run__in=AuditRun.objects.visible_to(request.user)
        ),
        public_id=public_id,
    )
    shown = present(opened)
    has_students = bool(opened.evidence.get("students"))
    rows = request.GET.get("rows", "")
    if rows not in {"staff", "students"}:
        rows = "staff" if shown.people or not has_students else "students"
    q = request.GET.get("q", "").strip()[:50]
    context: dict[str, Any] = {
        "finding": opened,
        "shown": shown,
        "run": opened.run,
        "rows": rows,
        "q": q,
        "has_students": has_students,
        "may_open_evidence": sees_persons(request.user, opened.run.institution),
        "student_count": len(opened.evidence.get("students", [])),
    }
    if rows == "students":
        context |= _students(request, opened, shown, q)
    else:
        context |= _staff(request, shown, q)
    return render(request, "assessments/compliance/finding.html", context)


def _staff(request: HttpRequest, shown: PresentedFinding, q: str) -> dict[str, Any]:
    people = [person for person in shown.people if _is_asked_for(person, q)]
    return {"page": Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))}


def _is_asked_for(person: PersonRow, q: str) -> bool:
    held = person.certificate or {}
    return any(
        q.casefold() in text.casefold()
        for text in (
            person.number,
            person.name,
            person.department,
            person.standing,
            held.get("level", ""),
            held.get("number", ""),
        )
    )


def _students(
    request: HttpRequest, opened: Finding, shown: PresentedFinding, q: str
) -> dict[str, Any]:
    counted = list(counted_departments(opened))
    chosen = _chosen_department(request.GET.get("department", ""), len(shown.departments))
    if chosen:
        department = shown.departments[chosen - 1]
        counted = counted[department.first : department.first + department.students]
    if q:
        found = matching(opened, q)
        counted = [pair for pair in counted if pair[1] in found]
    page = Paginator(counted, PAGE_SIZE).get_page(request.GET.get("page"))
    whole_numbers = sees_persons(request.user, opened.run.institution)
    if whole_numbers and page.object_list:
        # Names stay masked, a whole number names the person all the same.
        audit_log.info(
            "student numbers of a finding shown user=%s finding=%s page=%d rows=%d",
            request.user.pk,
            opened.pk,
            page.number,
            len(page.object_list),
        )
    return {
        "page": page,
        "chosen": chosen,
        "whole_numbers": whole_numbers,
        "students": [
            {
                "number": row.number if whole_numbers else mask_number(row.number),
                "name": mask_name(row.name),
                "class_name": row.class_name,
                "department": row.department,
            }
            for row in student_rows(list(page.object_list))
        ],
    }


def _chosen_department(text: str, count: int) -> int:
    """The number of a department in the list, from 1; 0 for all of them."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return number if number <= count else 0
