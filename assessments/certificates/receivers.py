"""What this slice does when others tell of something."""

from typing import Any

from django.dispatch import receiver

from assessments.certificates.domain.training import issue_by_itself
from courses.training.models import Completion
from courses.training.signals import training_completed


@receiver(training_completed)
def certify_training(completion: Completion, by: Any = None, **_kwargs: Any) -> None:
    issue_by_itself(completion, by=by)
