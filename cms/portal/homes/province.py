"""The institutions of the province with the lights of their last audits."""

from collections import Counter
from typing import Any

from assessments.compliance.domain.overview import lights_of
from assessments.compliance.domain.visibility import audited_institutions
from assessments.reference_data.domain import loaded_as_shipped
from cms.portal.homes.today import today_at
from cms.portal.homes.waiting import nominations_waiting, open_points, reviews_waiting
from courses.institutions.asked_together import AskedTogether
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import Scope
from courses.training.enums import ApprovalStep

SHOWN = 20
# What needs the officer comes first.
URGENCY = {"bad": 0, "warn": 1, "": 2, "good": 3}


def province_home(user: Any, scope: Scope) -> dict[str, Any]:
    together = AskedTogether()
    reference_data = together.count(loaded_as_shipped())
    points = [
        nominations_waiting(together, user, ApprovalStep.PROVINCE, role=RoleKind.PROVINCE_OFFICER),
        *reviews_waiting(together, user),
    ]
    provinces = [role.province for role in scope.roles if role.kind == RoleKind.PROVINCE_OFFICER]
    institutions = audited_institutions(user).filter(province__in=provinces)
    lights = lights_of(institutions.order_by("name", "code"))
    lights.sort(key=lambda light: URGENCY[light.tone])
    counted = Counter(light.tone or "none" for light in lights)
    return {
        "today": today_at(None),
        "has_reference_data": reference_data() > 0,
        "points": open_points(points),
        "institutions": lights[:SHOWN],
        "institution_count": len(lights),
        "counts": {tone: counted[tone] for tone in ("bad", "warn", "good", "none")},
    }
