"""How large a demonstration is."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Cohort:
    """Students of one entry year, spread over administrative classes."""

    entry_year: int
    students: int
    classes: int


@dataclass(frozen=True)
class ProvinceSize:
    """The institutions of the province around the first one: `staff` people in all of them
    together, `sessions` of training in the year. `institutions`: only so many, None: all."""

    staff: int
    sessions: int
    institutions: int | None = None


@dataclass(frozen=True)
class DemoSize:
    """`small` is for tests and first looks; `school` is a whole university; `province` is the small
    one among the other institutions of its province, which have staff and a light timetable."""

    name: str
    departments: int
    majors_per_department: int
    cohorts: tuple[Cohort, ...]
    full_time_managers: int
    full_time_teachers: int
    part_time_teachers: int
    rooms: int
    classes_per_joint: int
    largest_joint_class: int
    seats: tuple[int, ...]
    retakes: int
    """Students who repeat the course, in a block at weekends."""
    province: ProvinceSize | None = None

    @property
    def students(self) -> int:
        return sum(cohort.students for cohort in self.cohorts)

    @property
    def instructors(self) -> int:
        return self.full_time_teachers + self.part_time_teachers


SIZES = {
    "small": DemoSize(
        name="small",
        departments=3,
        majors_per_department=2,
        cohorts=(
            Cohort(2026, 204, 6),
            Cohort(2025, 20, 1),
            Cohort(2024, 20, 1),
            Cohort(2023, 56, 2),
        ),
        full_time_managers=1,
        full_time_teachers=3,
        part_time_teachers=5,
        rooms=6,
        classes_per_joint=2,
        largest_joint_class=80,
        seats=(90, 120),
        retakes=0,
    ),
    "school": DemoSize(
        name="school",
        departments=24,
        majors_per_department=3,
        cohorts=(
            Cohort(2026, 12_000, 260),
            Cohort(2025, 10_000, 220),
            Cohort(2024, 9_773, 214),
            Cohort(2023, 10_227, 224),
        ),
        full_time_managers=6,
        full_time_teachers=15,
        part_time_teachers=45,
        rooms=45,
        classes_per_joint=3,
        largest_joint_class=150,
        seats=(120, 150, 180, 240),
        retakes=60,
    ),
}
SIZES["province"] = replace(
    SIZES["small"], name="province", province=ProvinceSize(staff=6_000, sessions=120)
)
