"""What an owner says of a session."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from courses.training.models import TrainingSession


@dataclass(frozen=True)
class SessionPlan:
    """`price` and `grant` in yuan; see TrainingSession."""

    code: str
    starts_on: datetime.date
    ends_on: datetime.date
    registration_closes_on: datetime.date
    seats: int
    is_online: bool = False
    place: str = ""
    host_base: str = ""
    region: str = ""
    minimum: int = 0
    price: Decimal = Decimal(0)
    grant: Decimal = Decimal(0)
    note: str = ""

    def costs_more_than(self, session: TrainingSession) -> bool:
        """Whether a seat may cost somebody more than it does now, leaving the year aside."""
        if (self.region, self.is_online) != (session.region, session.is_online):
            return True
        return self.price > session.price or self.grant > session.grant
