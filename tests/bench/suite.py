"""What is measured."""

import datetime
import io
from typing import Any

import xlsxwriter
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from cms.demo.loading import load_demo
from cms.users.models import User
from courses.institutions.models import Institution, Student
from media.jobs.progress import SilentProgress
from tests.bench import bare, certificates
from tests.bench.measuring import Results, measured, repeated

ROSTER_SIZES = (5_000, 20_000, 50_000)


def run_all() -> Results:
    """Everything, in an order in which each stands on the one before."""
    results = Results()
    demo_load(results)
    pages(results)
    audit(results)
    roster(results)
    certificates.one_document(results)
    certificates.a_run(results)
    return results


def demo_load(results: Results) -> None:
    """The whole school, against bare inserts of the same rows."""
    with measured() as took:
        load_demo("school", seed=7)
    rows, floor = bare.reinsert_everything()
    results.add(
        "demo load (school)",
        size=rows,
        took=took,
        floor=floor,
        floor_name="bare inserts of the same rows",
    )


def _client(username: str) -> Client:
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    return client


def pages(results: Results) -> None:
    """Signed-in pages against a bare view behind the same middleware."""
    with override_settings(ROOT_URLCONF="tests.bench.bare"):
        client = _client("student")
        floor = repeated(lambda: client.get("/bare/"), 100).cpu_seconds
    students = Student.objects.count()
    for name, username, route in (
        ("student home", "student", "portal:home"),
        ("instructor home", "instructor", "portal:home"),
        ("office home", "office", "portal:home"),
        ("timetable (student)", "student", "timetable:mine"),
        ("timetable (instructor)", "instructor", "timetable:mine"),
    ):
        client = _client(username)
        address = reverse(route)
        took = repeated(lambda client=client, address=address: _ok(client.get(address)))
        results.add(name, size=students, took=took, floor=floor, floor_name="bare Django view")


def _ok(response: Any) -> Any:
    assert response.status_code == 200, response
    return response


def audit(results: Results) -> None:
    """The audit at three sizes of institution, against counting the same rows with plain SQL."""
    from assessments.compliance.domain.audit import run_audit

    school = Institution.objects.get()
    with measured() as took:
        run_audit(school, on=datetime.date(2026, 12, 31), by=None)
    results.add(
        "audit",
        size=Student.objects.filter(institution=school).count(),
        took=took,
        floor=_bare_count(school),
        floor_name="reading the counted ids with plain SQL",
    )


def _bare_count(school: Institution) -> float:
    from django.db import connection

    def count() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT student_id FROM courses_studentperiod WHERE institution_id=%s "
                "AND graduation_year=2027 AND status='enrolled' "
                "AND valid_from<='2026-12-31' AND (valid_to IS NULL OR valid_to>'2026-12-31')",
                [school.pk],
            )
            cursor.fetchall()

    return repeated(count, 10).cpu_seconds


def roster_file(size: int) -> bytes:
    """A workbook of `size` students of a school that is still empty, 46 in a class."""
    stored = io.BytesIO()
    book = xlsxwriter.Workbook(stored, {"constant_memory": True})
    sheet = book.add_worksheet("学生名单")
    sheet.write_row(0, 0, ["2026级学生基本信息一览表"])
    sheet.write_row(2, 0, ["学　号", "姓 名", "性别", "院系名称", "专业名称", "行政班", "年级"])
    for n in range(size):
        group = n // 46
        department = group % 20
        sheet.write_row(
            3 + n,
            0,
            [
                f"{n:010d}",
                f"学{chr(0x4E00 + n % 5000)}",
                "男" if n % 2 else "女",
                f"第{department}学院",
                f"专业{department}",
                f"班{group:04d}",
                "2026级",
            ],
        )
    book.close()
    return stored.getvalue()


def roster(results: Results) -> None:
    """Reading, checking and importing a roster into an empty school, then the same again."""
    from courses.institutions.domain.roster import import_roster
    from tests.factories.institutions import InstitutionFactory

    def read_and_import(school: Institution, content: bytes) -> None:
        import_roster(
            school,
            content=content,
            filename="名单.xlsx",
            create_units=True,
            by=None,
            progress=SilentProgress(),
        )

    for size in ROSTER_SIZES:
        content = roster_file(size)
        with transaction.atomic():
            school = InstitutionFactory()
            with measured() as took:
                read_and_import(school, content)
            assert Student.objects.filter(institution=school).count() == size
            floor = _bare_students(school)
            same = "bare inserts of the same rows"
            results.add("roster import", size=size, took=took, floor=floor, floor_name=same)
            with measured() as again:
                read_and_import(school, content)
            results.add("same roster again", size=size, took=again, floor=floor, floor_name=same)
            transaction.set_rollback(True)


def _bare_students(school: Institution) -> float:
    """CPU seconds to insert this institution's students and their periods by the driver."""
    import time

    from django.db import connection

    quote = connection.ops.quote_name
    seconds = 0.0
    with connection.cursor() as cursor:
        kept = []
        for table in ("courses_student", "courses_studentperiod"):
            cursor.execute(f"SELECT * FROM {quote(table)} WHERE institution_id=%s", [school.pk])
            kept.append((table, [c[0] for c in cursor.description], cursor.fetchall()))
        for table, columns, rows in kept:
            copy = bare.empty_copy(cursor, table)
            names = ", ".join(quote(name) for name in columns)
            marks = ", ".join(["%s"] * len(columns))
            start = time.process_time()
            cursor.executemany(f"INSERT INTO {quote(copy)} ({names}) VALUES ({marks})", rows)
            seconds += time.process_time() - start
            cursor.execute(f"DROP TABLE {quote(copy)}")
    return seconds
