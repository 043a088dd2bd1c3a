"""Long work of this slice: reading an uploaded file, and applying it."""

from typing import Any

from django.contrib.auth import get_user_model

from media.imports import domain
from media.jobs.progress import Progress
from media.jobs.registry import job_kind


@job_kind(domain.PREVIEW_JOB)
def preview(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """{"run": id} → the preview is stored with the run."""
    domain.prepare_preview(params["run"], progress=progress)
    return {}


@job_kind(domain.APPLY_JOB)
def apply(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """{"run": id, "options": {name: bool}, "by": user id} → the receipt is stored with the run."""
    by = get_user_model()._default_manager.get(pk=params["by"])
    domain.carry_out(params["run"], options=params["options"], by=by, progress=progress)
    return {}
