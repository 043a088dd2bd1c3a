"""Long work of this slice: building and publishing a timetable."""

import datetime
from typing import Any

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import TimetableVersion
from media.jobs.domain import start_job
from media.jobs.errors import JobRefused
from media.jobs.models import Job
from media.jobs.progress import Progress
from media.jobs.registry import job_kind

BUILD, PUBLISH = "timetable.build", "timetable.publish"


def start_building(
    term: Term,
    *,
    seconds: int,
    seed: int,
    keep_free: list[tuple[int, str]],
    around: TimetableVersion | None = None,
    title: str,
    next_url: str,
    by: User,
) -> Job:
    """Queue the search for a timetable; the result is a draft."""
    params = {
        "term": term.pk,
        "seconds": seconds,
        "seed": seed,
        "keep_free": [[weekday, str(part)] for weekday, part in keep_free],
        "around": around.pk if around else None,
        "by": by.pk,
    }
    return start_job(BUILD, title=title, params=params, by=by, next_url=next_url)


def start_publishing(
    version: TimetableVersion,
    *,
    valid_from: datetime.date | None = None,
    title: str,
    next_url: str,
    by: User,
) -> Job:
    """Queue the publication of a version; without a date it is valid from tomorrow."""
    params = {
        "version": version.pk,
        "valid_from": valid_from.isoformat() if valid_from else None,
        "by": by.pk,
    }
    return start_job(PUBLISH, title=title, params=params, by=by, next_url=next_url)


@job_kind(BUILD)
def _build(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    term = Term.objects.select_related("institution").get(pk=params["term"])
    # A worker that died after its commit must not leave a second draft when the job runs again.
    version = TimetableVersion.objects.filter(term=term, solver_report__job=progress.job_id).first()
    if version is None or not progress.job_id:
        try:
            version = build_timetable(
                term,
                seconds=params["seconds"],
                seed=params["seed"],
                keep_free=[(weekday, part) for weekday, part in params["keep_free"]],
                around=_version(params.get("around")),
                progress=progress,
                job=progress.job_id,
                by=User.objects.filter(pk=params["by"]).first(),
            )
        except TimetableRefused as refusal:
            raise JobRefused(str(refusal)) from refusal
    return {
        "version": str(version.public_id),
        "placed": version.solver_report["placed"],
        "unplaced": len(version.solver_report["unplaced"]),
    }


def _version(pk: int | None) -> TimetableVersion | None:
    return None if pk is None else TimetableVersion.objects.filter(pk=pk).first()


@job_kind(PUBLISH)
def _publish(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    version = TimetableVersion.objects.filter(pk=params["version"]).first()
    if version is None:
        return {}
    # Work that was queued before dates were asked for has none.
    asked = params.get("valid_from")
    try:
        publication = publish(
            version,
            valid_from=datetime.date.fromisoformat(asked) if asked else None,
            progress=progress,
            by=User.objects.filter(pk=params["by"]).first(),
        )
    except TimetableRefused as refusal:
        raise JobRefused(str(refusal)) from refusal
    return {
        "version": str(version.public_id),
        "publication": publication.number,
        "changed": publication.meetings_changed,
        "added": publication.meetings_added,
        "removed": publication.meetings_removed,
    }
