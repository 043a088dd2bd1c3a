"""Tables of words of an instructor can be read on a phone: no column is cut off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import Institution
from tests.e2e.conftest import DESK, PHONE
from tests.factories.institutions import RoleFactory, StaffMemberFactory
from tests.factories.qualifications import StaffCertificateFactory
from tests.factories.teaching import TermFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)
# Of each table, how much of it has to be pushed into sight.
CUT_OFF = """[...document.querySelectorAll("main table")].map(
  table => table.parentElement.scrollWidth - table.parentElement.clientWidth)"""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_certificates_dossier_and_terms_show_all_columns(
    page_for: Callable[..., Page], axe: Callable[..., None], width: int
) -> None:
    role = RoleFactory(kind=RoleKind.INSTRUCTOR)
    staff = StaffMemberFactory(
        institution=role.institution, user=role.user, kind=StaffKind.FULL_TIME_TEACHER
    )
    StaffCertificateFactory(staff=staff, level__name="二级 职业指导师", number="1801000000000001")
    TermFactory(institution=role.institution)
    page = page_for(role.user, width)
    for address in ("/my/staff/mine/", "/my/staff/mine/dossier/", "/my/teaching/"):
        page.goto(address)
        cut_off = page.evaluate(CUT_OFF)
        assert cut_off, address
        assert not any(cut_off), (address, cut_off)
        axe(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_classes_and_the_list_of_a_class_show_all_columns(
    page_for: Callable[..., Page],
    axe: Callable[..., None],
    institution: Institution,
    width: int,
) -> None:
    world = World(institution)
    one = world.add_class().teaching_class
    page = page_for(world.instructor.user, width)
    classes = f"/my/teaching/{world.term.public_id}/classes/"
    for address in (classes, f"/my/teaching/classes/{one.public_id}/"):
        page.goto(address)
        cut_off = page.evaluate(CUT_OFF)
        assert cut_off, address
        assert not any(cut_off), (address, cut_off)
        axe(page)
