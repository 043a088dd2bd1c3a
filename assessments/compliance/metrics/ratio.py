"""The arithmetic of "not lower than 1:N", in whole numbers: no float decides a finding."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """`staff` people for `students`, held against one person for every `denominator` students."""

    staff: int
    students: int
    denominator: int

    @property
    def is_met(self) -> bool:
        return self.staff * self.denominator >= self.students

    @property
    def needed(self) -> int:
        """People needed: a part of a person is a person."""
        return -(-self.students // self.denominator)

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.staff)

    @property
    def spare(self) -> int:
        """How many people could leave while the rule stays met."""
        return max(0, self.staff - self.needed)

    @property
    def headroom(self) -> int:
        """How many more students these people would do for; negative when there are too many."""
        return self.staff * self.denominator - self.students

    @property
    def text(self) -> str:
        """1:N with at most two decimals, rounded up: what reads 1:500 is never above it."""
        if self.staff == 0:
            return f"0:{self.students}"
        whole, hundredths = divmod(-(-self.students * 100 // self.staff), 100)
        decimals = f".{hundredths:02d}".rstrip("0").rstrip(".")
        return f"1:{whole}{decimals}"
