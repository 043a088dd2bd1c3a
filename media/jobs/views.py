"""The progress page of long work."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from media.jobs.domain import cancel_job, stop_job
from media.jobs.models import Job
from media.jobs.progress import read_progress


@login_required
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """The person's own long work, newest first."""
    jobs = Job.objects.visible_to(request.user)[:50]
    return render(request, "media/jobs/list.html", {"jobs": jobs})


@login_required
@require_GET
def job_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The whole page, or for htmx only the part that changes."""
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    live = {} if job.is_finished else read_progress(job.pk)
    template = "media/jobs/_progress.html" if request.htmx else "media/jobs/detail.html"  # type: ignore[attr-defined]  # django-htmx
    response = render(request, template, {"job": job, "live": live})
    if job.is_finished and job.state == "succeeded" and job.next_url and request.htmx:  # type: ignore[attr-defined]  # django-htmx
        response["HX-Redirect"] = job.next_url
    return response


@login_required
@require_POST
def job_cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    cancel_job(job, by=request.user)
    return redirect("jobs:detail", public_id=job.public_id)


@login_required
@require_POST
def job_stop(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End the work now and keep what it has."""
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    stop_job(job, by=request.user)
    return redirect("jobs:detail", public_id=job.public_id)
