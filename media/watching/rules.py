"""How fast content can be watched, in words of numbers."""

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Pace:
    """`max_rate` seconds of content in a second; `longest_offline`: of how much time without a
    connection the content may be reported later; `tolerance`: content that a report may be ahead,
    because clocks and networks aren't exact."""

    max_rate: Decimal = Decimal(2)
    longest_offline: datetime.timedelta = datetime.timedelta(hours=2)
    tolerance: datetime.timedelta = datetime.timedelta(seconds=10)

    @property
    def most_ms(self) -> int:
        """The most content (milliseconds) that can wait to be reported."""
        return self.earned_ms(self.longest_offline)

    @property
    def tolerance_ms(self) -> int:
        return self.tolerance // datetime.timedelta(milliseconds=1)

    def earned_ms(self, elapsed: datetime.timedelta) -> int:
        """Content (milliseconds) that can be watched in that time; none before time began."""
        return max(0, int(elapsed // datetime.timedelta(milliseconds=1) * self.max_rate))


# What holds where no dated row says otherwise: the fastest speed that the player offers.
PLAYERS_PACE = Pace()
