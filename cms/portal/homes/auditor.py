"""The findings of the last audit."""

from typing import Any

from assessments.compliance.domain.presentation import present_run
from cms.portal.homes.office import last_audit
from cms.portal.homes.today import today_at
from cms.portal.homes.waiting import institution_as
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import Scope


def auditor_home(user: Any, scope: Scope) -> dict[str, Any]:
    institution = institution_as(scope, RoleKind.AUDITOR)
    assert institution is not None  # a constraint of the role
    run = last_audit(institution)
    return {
        "today": today_at(institution.pk),
        "audit": run,
        "findings": present_run(run) if run else [],
    }
