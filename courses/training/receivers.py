"""What trainings mean for the timetable: who goes is covered as planned, who doesn't teaches."""

from typing import Any

from django.dispatch import receiver

from courses.changes.domain.absences import absences_from
from courses.training.domain.planning.absent import at_trainings
from courses.training.domain.planning.covering import (
    after_approval,
    after_move,
    after_withdrawal,
)
from courses.training.models import Nomination, TrainingSession
from courses.training.signals import (
    nomination_approved,
    nomination_withdrawn,
    session_moved,
)


@receiver(nomination_withdrawn, dispatch_uid="training.give_meetings_back")
def give_back(sender: Any, *, nomination: Nomination, by: Any, **kwargs: Any) -> None:
    after_withdrawal(nomination, by=by)


@receiver(nomination_approved, dispatch_uid="training.cover_meetings")
def cover(sender: Any, *, nomination: Nomination, by: Any, **kwargs: Any) -> None:
    after_approval(nomination, by=by)


@receiver(session_moved, dispatch_uid="training.give_meetings_of_old_days_back")
def follow(sender: Any, *, session: TrainingSession, by: Any, **kwargs: Any) -> None:
    after_move(session, by=by)


absences_from("training", at_trainings)
