"""The students a counsellor is responsible for."""

from typing import Any

from django.db.models import Count, Q

from cms.portal.homes.today import today_at
from courses.institutions.enums import RoleKind
from courses.institutions.models import AdministrativeClass
from courses.institutions.scopes import Scope

SHOWN = 20


def counsellor_home(user: Any, scope: Scope) -> dict[str, Any]:
    roles = [role for role in scope.roles if role.kind == RoleKind.COUNSELLOR]
    reached = Q(pk__in=[])
    for role in roles:
        # Without a department a counsellor reaches nobody, as in `visible_to`.
        years = {"entry_year": role.entry_year} if role.entry_year else {}
        if role.department_id is not None:
            reached |= Q(department=role.department_id, **years)
    classes = list(
        AdministrativeClass.objects.filter(reached)
        .annotate(student_count=Count("students"))
        .filter(student_count__gt=0)
        .order_by("-entry_year", "name")
    )
    return {
        "today": today_at(roles[0].institution_id),
        "departments": [role.department for role in roles if role.department],
        "classes": classes[:SHOWN],
        "class_count": len(classes),
        "student_count": sum(one.student_count for one in classes),
    }
