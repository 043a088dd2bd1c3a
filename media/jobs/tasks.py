"""The one task that the queue knows: run a job."""

from django_tasks import task

from media.jobs import domain


@task()
def run_job(job_id: int) -> None:
    """Run a job by its id; see media.jobs.domain.run."""
    domain.run(job_id)
