"""A worker that is killed in the middle of an import leaves nothing half done, and the next one
finishes the work; daily work begins by itself. Real processes, a database and a cache of their
own."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.made_once import copy_file

PREPARE = """
from courses.institutions.models import Institution
from courses.institutions.enums import RoleKind
from courses.institutions.domain.roles import grant_role
from cms.users.models import User
from media.imports.domain import upload, apply_import
from tests.bench.suite import roster_file
school = Institution.objects.create(code="4141010459", name="郑州大学", province="41")
office = User.objects.create(username="office")
grant_role(office, kind=RoleKind.TEACHING_OFFICE, institution=school, by=None)
"""


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "QIHANG_VAR": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "REDIS_URL": "",
        "JOB_ALIVE_SECONDS": "4",
        "DAILY_WORK_HOUR": "24",
        "LOG_LEVEL": "ERROR",
    }


def manage(place: dict[str, str], *arguments: str, text: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=place,
        input=text,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def prepare_database(place: dict[str, str]) -> None:
    """An empty database with our tables: a copy of one of SQLite that is there, if there is one."""
    target = Path(place["DATABASE_URL"].removeprefix("sqlite:///"))
    if connection.vendor == "sqlite":
        copy_file(connection.settings_dict["NAME"], target)
    elif settings.SQLITE_TEMPLATE.exists():
        copy_file(settings.SQLITE_TEMPLATE, target)
    else:
        manage(place, "migrate", "--verbosity", "0")


@pytest.fixture
def worker(place: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", "--verbosity", "0"],
            cwd=settings.BASE_DIR,
            env=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def asked(place: dict[str, str], sql: str) -> Any:
    path = place["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path, timeout=20) as database:
        row = database.execute(sql).fetchone()
    database.close()
    return row[0] if row else None


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_import_survives_the_death_of_its_worker(
    place: dict[str, str], worker: Any, django_db_setup: None
) -> None:
    prepare_database(place)
    start_it = PREPARE + (
        'run = upload("roster", content=roster_file(5_000), filename="名单.xlsx",'
        ' context={"institution": school.pk, "study_years": 4, "enrolled_from": None}, by=office)\n'
    )
    manage(place, "shell", "-v", "0", "-c", start_it)
    state = "SELECT state FROM media_job ORDER BY id DESC LIMIT 1"
    first = worker()
    wait_for(lambda: asked(place, state) == "running", 60)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert asked(place, "SELECT COUNT(*) FROM courses_student") == 0
    assert asked(place, state) == "running"
    worker()
    wait_for(lambda: asked(place, state) == "succeeded", 90)
    assert asked(place, "SELECT attempts FROM media_job ORDER BY id DESC LIMIT 1") == 2
    assert asked(place, "SELECT state FROM media_importrun") == "ready"


def test_workers_do_the_daily_work_by_themselves_and_once(
    place: dict[str, str], worker: Any, django_db_setup: None
) -> None:
    prepare_database(place)
    place["DAILY_WORK_HOUR"] = "0"
    worker(), worker()
    done = "SELECT COUNT(*) FROM media_job WHERE state = 'succeeded'"
    wait_for(lambda: asked(place, done) == 2, 90)
    kinds = "SELECT group_concat(kind) FROM (SELECT kind FROM media_job ORDER BY kind)"
    assert asked(place, kinds) == "qualifications.reminders,reviewing.reminders"
