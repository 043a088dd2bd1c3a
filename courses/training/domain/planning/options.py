"""What whoever plans may choose."""

from dataclasses import asdict, dataclass
from typing import Any

from courses.training.planner.problem import Weights

# Against a plan that stands: a person who leaves it costs more than any delay or travel that the
# move could save, a substitute who was told already nearly as much.
MOVED, COVERS_CHANGED = 2_000, 200


@dataclass(frozen=True)
class PlanOptions:
    """`seconds` of searching; whole days between two sessions of a person; `fare`: yuan that a way
    between two cities counts, there and back; `most_periods` that somebody takes over as a
    substitute in the whole plan, None: any number."""

    seconds: int = 60
    days_between: int = 14
    fare: int = 200
    most_periods: int | None = None

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "PlanOptions":
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def weights(self, *, replanning: bool) -> Weights:
        if not replanning:
            return Weights()
        return Weights(moved=MOVED, covers_changed=COVERS_CHANGED)
