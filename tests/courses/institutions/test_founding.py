"""An institution enters the system by a command."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from courses.institutions.models import Institution

pytestmark = pytest.mark.django_db


def test_institution_gets_its_province_from_its_identifier() -> None:
    call_command(
        "create_institution", "4136010403", "南昌大学", "--campus", "前湖", "--campus", "青山湖"
    )
    institution = Institution.objects.get()
    assert (institution.name, institution.province) == ("南昌大学", "36")
    assert sorted(institution.campuses.values_list("name", flat=True)) == ["前湖", "青山湖"]


@pytest.mark.parametrize("code", ["123", "41410104590", "41410104a9"])
def test_malformed_identifier_is_refused(code: str) -> None:
    with pytest.raises(CommandError, match="10位"):
        call_command("create_institution", code, "某大学")
    assert not Institution.objects.exists()


def test_identifier_is_taken_once() -> None:
    call_command("create_institution", "4141010459", "郑州大学")
    with pytest.raises(CommandError):
        call_command("create_institution", "4141010459", "郑州大学")
    assert Institution.objects.count() == 1
