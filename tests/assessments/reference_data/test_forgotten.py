"""Whoever upgrades and forgets to load the data is told, and so are those who work with them."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from assessments.reference_data.domain import load_reference_data
from assessments.reference_data.models import LoadedReferenceData

pytestmark = pytest.mark.django_db
COMMAND = "manage.py load_reference_data"


def said_by(command: str, **options: object) -> str:
    out = io.StringIO()
    call_command(command, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("command", "options"),
    [("migrate", {"verbosity": 0, "skip_checks": False}), ("check", {"databases": ["default"]})],
    ids=["migrate", "check"],
)
def test_command_names_what_to_run_until_it_was_run(command, options):
    assert COMMAND in said_by(command, **options)
    load_reference_data()
    assert COMMAND not in said_by(command, **options)


def test_check_of_a_database_that_waits_for_the_migration_names_it_too():
    load_reference_data()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {LoadedReferenceData._meta.db_table}")
    assert COMMAND in said_by("check", databases=["default"])


@pytest.mark.parametrize("kind", ["office", "admin", "province"])
def test_home_names_what_to_run_until_it_was_run(sign_in, kind):
    client = sign_in(kind)
    assert f"<code>{COMMAND}</code>" in client.get("/my/").content.decode()
    load_reference_data()
    assert COMMAND not in client.get("/my/").content.decode()


def test_home_of_somebody_who_keeps_no_rules_says_nothing(sign_in):
    assert COMMAND not in sign_in("instructor").get("/my/").content.decode()
