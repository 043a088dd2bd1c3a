"""Steps of a review, their times, reminders, and what an outside expert may see and say."""

from cms.reviewing.models.invitation import ExpertComment, ReviewInvitation
from cms.reviewing.models.step import ReviewReminder, ReviewStep, ReviewTime
from cms.reviewing.models.task import LevelTask

__all__ = [
    "ExpertComment",
    "LevelTask",
    "ReviewInvitation",
    "ReviewReminder",
    "ReviewStep",
    "ReviewTime",
]
