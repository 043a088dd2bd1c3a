"""What waits in my department."""

from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from cms.portal.homes.today import today_at
from cms.portal.homes.waiting import (
    changes_waiting,
    class_lines,
    open_points,
    point,
    reviews_waiting,
)
from courses.changes.enums import Step
from courses.delivery.domain.roll_call import unrecorded
from courses.institutions.asked_together import AskedTogether
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import Scope
from courses.teaching.models import TeachingClass
from courses.timetable.models import Meeting

SHOWN = 12


def department_home(user: Any, scope: Scope) -> dict[str, Any]:
    roles = [role for role in scope.roles if role.kind == RoleKind.DEPARTMENT_COORDINATOR]
    today = today_at(roles[0].institution_id)
    departments = [role.department_id for role in roles]
    in_department = TeachingClass.administrative_classes.through.objects.filter(
        administrativeclass__department__in=departments
    ).values("teachingclass")
    classes = list(
        TeachingClass.objects.filter(term=today.term, pk__in=in_department).select_related(
            "course", "outline"
        )
    )
    lines = class_lines(classes)
    overdue = Meeting.objects.filter(
        Q(unrecorded(today.date)), term=today.term, teaching_class__in=in_department
    )
    together = AskedTogether()
    points = [
        changes_waiting(together, user, Step.DEPARTMENT, role=RoleKind.DEPARTMENT_COORDINATOR),
        *reviews_waiting(together, user),
        point(
            together.count(overdue),
            lambda n: ngettext("meeting without a record", "meetings without a record", n),
            "delivery:meetings",
            "?show=due",
        ),
        point(
            lambda: sum(line.owed for line in lines),
            lambda n: ngettext("hour owed", "hours owed", n),
            "delivery:meetings",
            "?show=all",
        ),
    ]
    return {
        "today": today,
        "departments": [role.department for role in roles],
        "points": open_points(points),
        "classes": lines[:SHOWN],
        "class_count": len(lines),
    }
