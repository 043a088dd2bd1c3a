"""The demonstration as the last release left it is migrated, and works.

`tests/upgrade/demo.sqlite3.xz` is the small demonstration of the last release; make it anew with
`python -m tests.upgrade.keep` when a release is made, never when a migration is added.
"""

import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

KEPT = Path(__file__).with_name("demo.sqlite3.xz")

LOOK = """
from django.test import Client
from cms.users.models import User
from courses.institutions.models import Student
from courses.timetable.models import Meeting
from assessments.certificates.models import Certificate
from assessments.compliance.models import Finding
print(Student.objects.count(), Meeting.objects.count(), Finding.objects.count())
for name in ("office", "instructor", "student"):
    client = Client()
    user = User.objects.get(username=name)
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    print(client.get("/my/", headers={"host": "127.0.0.1"}).status_code)
code = Certificate.objects.first().code
print(Client().get(f"/verify/{code}/", headers={"host": "127.0.0.1"}).status_code)
"""


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    database = tmp_path / "demo.sqlite3"
    database.write_bytes(lzma.decompress(KEPT.read_bytes()))
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "QIHANG_VAR": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
    }


def manage(place: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=place,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_demo_of_the_last_release_is_migrated_and_works(place: dict[str, str]) -> None:
    manage(place, "migrate", "--verbosity", "0")
    manage(place, "migrate", "--check")
    seen = manage(place, "shell", "-v", "0", "-c", LOOK).split()
    assert seen == ["300", "48", "2", "200", "200", "200", "200"]
