"""Long work of this slice: audits."""

import datetime
import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from assessments.compliance.domain.audit import run_audit
from courses.institutions.models import Institution
from media.jobs.errors import JobRefused
from media.jobs.progress import Progress
from media.jobs.registry import job_kind

AUDIT = "compliance.audit"


@job_kind(AUDIT)
def audit_job(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """params: institution (pk), on (ISO date), run (public id, so that a second try makes no
    second run), by (pk of the person)."""
    institution = Institution.objects.filter(pk=params["institution"]).first()
    if institution is None:
        raise JobRefused(_("The institution no longer exists."))
    run = run_audit(
        institution,
        on=datetime.date.fromisoformat(params["on"]),
        by=get_user_model().objects.filter(pk=params["by"]).first(),
        progress=progress,
        public_id=uuid.UUID(params["run"]),
    )
    return {"run": str(run.public_id)}
