"""Who may do what with a session."""

from typing import Any

from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of
from courses.training.enums import ApprovalStep

OFFICES = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)


def runs(user: Any, owned: Any) -> bool:
    """Whether the person keeps this programme or session for its owner: the officer of its
    province, the office of its institution."""
    for role in scope_of(user).roles:
        if owned.institution_id is None:
            if role.kind == R.PROVINCE_OFFICER and role.province == owned.province:
                return True
        elif role.kind in OFFICES and role.institution_id == owned.institution_id:
            return True
    return False


def speaks_for(user: Any, session: Any, institution: Any) -> ApprovalStep | None:
    """Whose word the person's is on people of the institution for the session; None where it only
    proposes (the department's, one's own)."""
    for role in scope_of(user).roles:
        if role.kind == R.PROVINCE_OFFICER and session.institution_id is None:
            if role.province == session.province:
                return ApprovalStep.PROVINCE
        elif role.kind in OFFICES and role.institution_id == institution.pk:
            return ApprovalStep.INSTITUTION
    return None
