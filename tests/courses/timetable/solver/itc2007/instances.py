"""Small instances of the competition's problem: one by hand, others at random."""

from random import Random

from hypothesis import strategies as st

from courses.timetable.solver.itc2007.model import Course, Curriculum, Instance, Lecture, Room

TOY = """\
Name: Toy
Courses: 4
Rooms: 2
Days: 3
Periods_per_day: 4
Curricula: 2
Constraints: 3

COURSES:
Drawing Ochs 3 3 30
Optics Weber 3 2 42
Statics Rosa 4 3 40
Weaving Rosa 2 2 18

ROOMS:
Attic 32
Barn 50

CURRICULA:
First 3 Drawing Optics Statics
Second 2 Weaving Optics

UNAVAILABILITY_CONSTRAINTS:
Optics 2 0
Optics 2 1
Weaving 0 3

END.
"""


def instance_text(instance):
    """The instance as a .ctt file."""
    lines = [
        f"Name: {instance.name}",
        f"Courses: {len(instance.courses)}",
        f"Rooms: {len(instance.rooms)}",
        f"Days: {instance.days}",
        f"Periods_per_day: {instance.periods_per_day}",
        f"Curricula: {len(instance.curricula)}",
        f"Constraints: {len(instance.unavailable)}",
        "",
        "COURSES:",
        *(f"{c.id} {c.teacher} {c.lectures} {c.min_days} {c.students}" for c in instance.courses),
        "",
        "ROOMS:",
        *(f"{room.id} {room.capacity}" for room in instance.rooms),
        "",
        "CURRICULA:",
        *(f"{c.id} {len(c.courses)} {' '.join(c.courses)}" for c in instance.curricula),
        "",
        "UNAVAILABILITY_CONSTRAINTS:",
        *(f"{course} {day} {period}" for course, day, period in sorted(instance.unavailable)),
        "",
        "END.",
    ]
    return "\n".join(lines) + "\n"


@st.composite
def instances(draw):
    """Up to 20 courses; room for all lectures, but not always without clashes."""
    return random_instance(draw(st.integers(0, 2**32)))


def random_instance(seed):
    random = Random(seed)
    days, periods, rooms = random.randint(1, 5), random.randint(1, 6), random.randint(1, 5)
    free = days * periods * rooms
    count = random.randint(1, 20)
    found = []
    for number in range(count):
        lectures = min(random.randint(1, 5), free)
        if not lectures:
            break
        free -= lectures
        found.append(
            Course(
                f"C{number}",
                f"T{random.randint(0, count)}",
                lectures,
                random.randint(1, days),
                random.randint(1, 60),
            )
        )
    ids = [course.id for course in found]
    return Instance(
        name=f"Random{seed}",
        days=days,
        periods_per_day=periods,
        courses=tuple(found),
        rooms=tuple(Room(f"R{place}", random.randint(10, 70)) for place in range(rooms)),
        curricula=tuple(
            Curriculum(f"Q{place}", tuple(random.sample(ids, random.randint(1, min(4, len(ids))))))
            for place in range(random.randint(0, 8))
        ),
        unavailable=frozenset(
            (random.choice(ids), random.randrange(days), random.randrange(periods))
            for _ in range(random.randint(0, 6))
        ),
    )


RIGHT = [
    Lecture("Drawing", "Attic", 0, 0),
    Lecture("Drawing", "Attic", 1, 0),
    Lecture("Drawing", "Attic", 2, 0),
    Lecture("Optics", "Barn", 0, 1),
    Lecture("Optics", "Barn", 1, 1),
    Lecture("Optics", "Barn", 0, 2),
    Lecture("Statics", "Barn", 0, 3),
    Lecture("Statics", "Barn", 1, 2),
    Lecture("Statics", "Barn", 2, 1),
    Lecture("Statics", "Barn", 2, 2),
    Lecture("Weaving", "Barn", 0, 0),
    Lecture("Weaving", "Barn", 1, 0),
]
"""A plan for TOY that costs nothing."""
