"""Who is in, what is in, and whether the machine works."""

from typing import Any

from django.db.models import Count

from assessments.reference_data.domain import loaded_as_shipped
from cms.portal.homes.today import today_at
from cms.portal.homes.waiting import institution_as
from courses.institutions.enums import RoleKind
from courses.institutions.models import (
    AdministrativeClass,
    Department,
    Major,
    Role,
    StaffMember,
    Student,
)
from courses.institutions.scopes import Scope
from media.imports.models import ImportRun
from media.jobs.heartbeat import seconds_since_beat

SHOWN = 5


def admin_home(user: Any, scope: Scope) -> dict[str, Any]:
    institution = institution_as(scope, RoleKind.INSTITUTION_ADMINISTRATOR)
    assert institution is not None  # a constraint of the role
    roles = dict(
        Role.objects.filter(institution=institution)
        .values("kind")
        .order_by()
        .annotate(people=Count("user", distinct=True))
        .values_list("kind", "people")
    )
    return {
        "today": today_at(institution.pk),
        "has_reference_data": loaded_as_shipped().exists(),
        "roles": [
            (kind.label, roles.get(kind.value, 0), kind.value)
            for kind in RoleKind
            if kind != RoleKind.PROVINCE_OFFICER
        ],
        "students": Student.objects.filter(institution=institution).count(),
        "staff": StaffMember.objects.filter(institution=institution).count(),
        "departments": Department.objects.filter(institution=institution).count(),
        "majors": Major.objects.filter(institution=institution).count(),
        "classes": AdministrativeClass.objects.filter(institution=institution).count(),
        "imports": list(ImportRun.objects.visible_to(user).select_related("source")[:SHOWN]),
        "worker_seconds": seconds_since_beat(),
    }
