"""The province around the first institution: schools, people, timetables, trainings."""

import datetime
from collections.abc import Callable

from django.utils import timezone

from cms.demo.province_people import School, create_schools
from cms.demo.province_timetable import timetable_of
from cms.demo.province_training import create_trainings
from cms.demo.sizes import ProvinceSize
from cms.demo.term import FIRST_MONDAY
from cms.users.models import User
from courses.changes.models import PublicationNotice
from courses.curriculum.models import Outline
from courses.institutions.models import Institution


def create_province(
    first: Institution,
    size: ProvinceSize,
    *,
    outline: Outline,
    seed: int,
    done: Callable[[str], None],
    by: User,
) -> list[School]:
    """Every institution of the province with staff and a published timetable; `done` is told of
    each step. `outline` is one of the first institution, whose page the others teach by."""
    schools = create_schools(first, size, seed=seed)
    done("institutions and staff of the province")
    for school in schools:
        timetable_of(school, page_id=outline.page_id, seed=seed, by=None)
    # The term has been running for weeks: nobody's home still says that its timetable is new.
    told = timezone.make_aware(datetime.datetime.combine(FIRST_MONDAY, datetime.time(9)))
    PublicationNotice.objects.filter(told_at__gt=told).update(
        told_at=told - datetime.timedelta(days=14)
    )
    done("timetables of the province")
    create_trainings(schools, sessions=size.sessions, seed=seed, by=by)
    done("trainings of the province")
    return schools
