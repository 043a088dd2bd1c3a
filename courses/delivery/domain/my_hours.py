"""All hours of an enrolment: those in the classroom and those online, each once."""

from dataclasses import dataclass
from decimal import Decimal

from courses.delivery.domain.hours import ClassHours
from courses.delivery.domain.online_hours import OnlineHours
from courses.delivery.domain.participation import Participation
from courses.teaching.models import Enrolment


@dataclass(frozen=True)
class MyHours:
    """What a student has of a course so far, and can still have."""

    enrolment: Enrolment
    attended: Participation
    of_class: ClassHours
    online: OnlineHours

    @property
    def planned(self) -> int:
        return self.of_class.planned + self.online.planned

    @property
    def so_far(self) -> Decimal:
        return (self.attended.hours + self.online.credited).normalize()

    @property
    def classroom_reachable(self) -> int:
        """Nothing more is missed."""
        return self.attended.best_reachable(self.of_class.remaining)

    @property
    def reachable(self) -> int:
        """Nothing more is missed, and every video is watched."""
        return self.classroom_reachable + self.online.planned
