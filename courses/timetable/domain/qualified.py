"""Whether those who are to teach may do so on every date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.domain import Authorisation, AuthorisationsOverTime
from courses.teaching.models import TeachingClass
from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.domain.weeks_needed import Pattern, meetings_of
from courses.timetable.models import Slot


def qualification_warnings(
    slots: Iterable[Slot], *, dates: Mapping[TimetableDay, datetime.date]
) -> list[dict[str, Any]]:
    """[{"code", "class_id", "sentence"}] for each class with a date on which its instructor may not
    teach. `dates` are those of the days of the plain week. Six queries; none without slots."""
    meetings: dict[tuple[TeachingClass, StaffMember], list[datetime.date]] = defaultdict(list)
    for slot in slots:
        days = meetings_of(Pattern(slot.weekday, slot.weeks), taught=dates)
        meetings[slot.teaching_class, slot.instructor] += [dates[day] for day in days]
    if not meetings:
        return []
    answers = AuthorisationsOverTime(
        {staff.pk for _class, staff in meetings},
        first=min(dates.values()),
        last=max(dates.values()),
    )
    found = []
    for (teaching_class, staff), taught in meetings.items():
        without = [
            (date, answer)
            for date in sorted(taught)
            if not (answer := answers.on(staff.pk, date)).allowed
        ]
        if without:
            found.append(
                {
                    "code": teaching_class.code,
                    "class_id": str(teaching_class.public_id),
                    "sentence": _sentence(staff, without, len(taught)),
                }
            )
    return sorted(found, key=lambda entry: entry["code"])


def _sentence(
    staff: StaffMember, without: list[tuple[datetime.date, Authorisation]], meetings: int
) -> str:
    date, answer = without[0]
    return _(
        "From %(date)s on %(who)s may not teach it (%(count)d of %(all)d meetings): %(reason)s."
    ) % {
        "who": staff.name,
        "date": date.isoformat(),
        "count": len(without),
        "all": meetings,
        "reason": _("; ").join(answer.reasons),
    }
