"""The review of an institution: its levels in order, assigned to its home page."""

from django.db import transaction
from django.utils import translation
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from cms.content.approvals import approve_as_loaded
from cms.content.models import HomePage
from cms.publishing.groups import ensure_groups, sync_institution
from cms.reviewing.enums import LEVELS_OF_INSTITUTION, LEVELS_OF_PROVINCE, Level
from cms.reviewing.models import LevelTask

BEFORE_REVIEWS = "published before pages were reviewed here"


def ensure_workflow(home: HomePage) -> Workflow:
    """The workflow of everything below `home`; the one it already has when there is one."""
    with transaction.atomic():
        HomePage.objects.select_for_update().get(pk=home.pk)
        assigned = WorkflowPage.objects.filter(page=home).select_related("workflow").first()
        if assigned is not None:
            return assigned.workflow
        levels = LEVELS_OF_INSTITUTION if home.institution_id else LEVELS_OF_PROVINCE
        # Wagtail shows the name beside the page: the home's name says whose review it is.
        workflow = Workflow.objects.create(name=home.title)
        for order, level in enumerate(levels):
            WorkflowTask.objects.create(workflow=workflow, task=_task(level), sort_order=order)
        WorkflowPage.objects.create(page=home, workflow=workflow)
        return workflow


def ensure_workflows() -> int:
    """For installations that are older than reviews: a workflow for each home that has none, and an
    approval, saying so, for what was published there before. Returns how many homes were served;
    a second run does nothing."""
    bare = HomePage.objects.exclude(pk__in=WorkflowPage.objects.values("page"))
    count = 0
    for home in bare:
        with transaction.atomic():
            ensure_workflow(home)
            if home.institution is not None:
                # Groups of before could publish; heads of sections could not write.
                ensure_groups(home)
                sync_institution(home.institution)
            for page in home.get_descendants(inclusive=True).live().iterator():
                if page.live_revision is not None:
                    approve_as_loaded(page.live_revision, reason=BEFORE_REVIEWS)
        count += 1
    return count


def _task(level: Level) -> LevelTask:
    # Wagtail shows the name beside the page.
    with translation.override("zh-hans"):
        name = str(level.label)
    task, _created = LevelTask.objects.get_or_create(level=level, defaults={"name": name})
    return task
