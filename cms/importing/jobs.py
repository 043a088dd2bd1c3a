"""Long work of this slice: reading a file, and making its pages."""

from typing import Any

from django.contrib.auth import get_user_model

from cms.importing.domain import runs
from media.jobs.progress import Progress
from media.jobs.registry import job_kind


@job_kind(runs.READ_JOB)
def read(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """{"run": id} → what was understood is stored with the run."""
    runs.prepare(params["run"], progress=progress)
    return {}


@job_kind(runs.MAKE_JOB)
def make(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """{"run": id, "by": user id} → drafts, and the receipt with the run."""
    by = get_user_model()._default_manager.get(pk=params["by"])
    runs.carry_out(params["run"], by=by, progress=progress)
    return {}
