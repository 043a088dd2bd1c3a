"""How long the forecast of one institution and the audit of a province take.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m tests.bench.certification

Makes (once) a province of 150 institutions with 6,000 members of staff in an empty, migrated
database; the last institution has 60.
"""

import datetime
import os
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
django.setup()

from django.core.management import call_command  # noqa: E402 — needs the settings
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from courses.institutions.models import Institution, StaffMember, StaffPeriod  # noqa: E402
from courses.qualifications.domain.certification import certification_of, totals_of  # noqa: E402
from courses.qualifications.domain.facts import TeachingFacts  # noqa: E402
from courses.qualifications.domain.forecast import forecast, forecast_of  # noqa: E402
from courses.qualifications.domain.what_if import WhatIf, try_out  # noqa: E402
from courses.qualifications.models import CredentialLevel, StaffCertificate  # noqa: E402

TODAY = datetime.date(2026, 11, 28)
INSTITUTIONS, STAFF, IN_LAST = 150, 6000, 60
KINDS = ("full_time_manager", "full_time_teacher", "part_time_teacher", "part_time_worker")


def make() -> None:
    call_command("load_reference_data", verbosity=0)
    places = Institution.objects.bulk_create(
        Institution(code=f"4141{n:06d}", name=f"测试{n}学院", province="41")
        for n in range(INSTITUTIONS)
    )
    others = STAFF - IN_LAST
    people = StaffMember.objects.bulk_create(
        StaffMember(
            institution=places[-1 if n >= others else n % (INSTITUTIONS - 1)],
            staff_number=f"B{n:05d}",
            name=f"教师{n}",
        )
        for n in range(STAFF)
    )
    StaffPeriod.objects.bulk_create(
        StaffPeriod(
            staff=one,
            institution_id=one.institution_id,
            kind=KINDS[n % len(KINDS)],
            valid_from=datetime.date(2020, 9, 1),
        )
        for n, one in enumerate(people)
    )
    levels = list(CredentialLevel.objects.order_by("pk"))
    StaffCertificate.objects.bulk_create(
        StaffCertificate(
            staff=one,
            institution_id=one.institution_id,
            level=levels[(n + k) % len(levels)],
            number=f"{n:016d}",
            issued_on=datetime.date(2021, 3, 1),
            expires_on=TODAY + datetime.timedelta(days=n % 900) if k else None,
            state="verified",
        )
        for n, one in enumerate(people)
        for k in range(2)
        if n % 5
    )


def measure(what: str, work: Callable[[], object]) -> None:
    work()  # the first one also fills caches of the interpreter
    with CaptureQueriesContext(connection) as asked:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what}: {wall:.2f} s, {cpu:.2f} s CPU, {len(asked)} queries")  # noqa: T201 — a command


def supposed(staff: object) -> None:
    facts = TeachingFacts.of(staff)  # type: ignore[arg-type]  # a queryset
    leaving = {one.staff.pk: TODAY for one in facts.people[:3]}
    try_out(facts, WhatIf(leaving=leaving))
    forecast(facts, today=TODAY, months=24)


def main() -> None:
    if not StaffMember.objects.exists():
        make()
    last = Institution.objects.order_by("-pk")[0]
    own = StaffMember.objects.filter(institution=last)
    everybody = StaffMember.objects.all()
    places = list(Institution.objects.order_by("code"))
    measure(
        f"forecast, {own.count()} people, 24 months",
        lambda: forecast_of(own, today=TODAY, months=24),
    )
    measure("the same, supposed", lambda: supposed(own))
    measure(f"audit, {own.count()} people", lambda: certification_of(own, on=TODAY))
    measure(
        f"sums of a province, {everybody.count()} people in {len(places)} institutions",
        lambda: totals_of(places, everybody, on=TODAY),
    )
    measure(
        f"forecast, {everybody.count()} people, 12 months",
        lambda: forecast_of(everybody, today=TODAY, months=12),
    )


if __name__ == "__main__":
    main()
