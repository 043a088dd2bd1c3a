"""The shell, the homes and the account pages can be used by everybody, on a phone and at a desk,
in the dark, in both languages."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from assessments.compliance.enums import FindingState
from courses.institutions.enums import RoleKind
from tests.e2e.conftest import DESK, PHONE
from tests.factories.certificates import CertificateFactory
from tests.factories.compliance import AuditRunFactory, FindingFactory
from tests.factories.grading import GradeSheetFactory
from tests.factories.institutions import RoleFactory, UserFactory
from tests.factories.qualifications import StaffCertificateFactory
from tests.factories.world import World

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])
PASSWORD = "a-long-enough-word"


@pytest.fixture
def world(live_server, institution):
    """A running term with something of everything."""
    world = World(institution)
    one = world.add_class()
    CertificateFactory(enrolment=one.enrolment)
    GradeSheetFactory(teaching_class=one.teaching_class, return_note="请核对第3行")
    StaffCertificateFactory(staff=world.instructor, expires_on=world.today)
    run = AuditRunFactory(institution=institution)
    FindingFactory(run=run, state=FindingState.NOT_MET, value="1:612")
    FindingFactory(run=run)
    return world


@pytest.fixture
def person(world):
    """The world's student and instructor, or somebody with that role."""

    def make(kind):
        if kind == RoleKind.STUDENT:
            return world.student.user
        if kind == RoleKind.INSTRUCTOR:
            return world.instructor.user
        place = {"institution": world.institution}
        if kind == RoleKind.PROVINCE_OFFICER:
            place = {"institution": None, "province": world.institution.province}
        elif kind in (RoleKind.DEPARTMENT_COORDINATOR, RoleKind.COUNSELLOR):
            place["department"] = world.department
        return RoleFactory(kind=kind, **place).user

    return make


@WIDTHS
@pytest.mark.parametrize("kind", RoleKind.values)
def test_home_is_accessible(page_for, axe, person, kind, width):
    page = page_for(person(kind), width)
    page.goto("/my/")
    axe(page)


@pytest.mark.parametrize("kind", [RoleKind.STUDENT, RoleKind.TEACHING_OFFICE])
def test_home_is_accessible_in_the_dark_and_in_english(page_for, axe, person, kind):
    page = page_for(person(kind), PHONE, dark=True, language="en")
    page.goto("/my/")
    assert page.locator("html").get_attribute("lang") == "en"
    axe(page)


@WIDTHS
def test_sign_in_page_is_accessible(page_for, axe, width):
    page = page_for(None, width)
    page.goto("/accounts/login/")
    axe(page)


def test_refused_sign_in_is_accessible(page_for, axe):
    page = page_for(None, PHONE)
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("wrong-password")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("alert").wait_for()
    axe(page)


@WIDTHS
@pytest.mark.parametrize("address", ["/my/nothing-here/", "/my/audit/"])
def test_error_page_is_accessible(page_for, axe, person, address, width):
    page = page_for(person(RoleKind.STUDENT), width)
    page.goto(address)
    axe(page)


@WIDTHS
def test_page_of_all_places_is_accessible(page_for, axe, person, width):
    page = page_for(person(RoleKind.TEACHING_OFFICE), width)
    page.goto("/my/more/")
    axe(page)


@WIDTHS
def test_opened_account_menu_is_accessible(page_for, axe, person, width):
    page = page_for(person(RoleKind.INSTRUCTOR), width)
    page.goto("/my/")
    page.locator(".account-menu summary").click()
    page.get_by_role("link", name="修改密码").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="修改密码").wait_for(state="hidden")


def test_language_switch_keeps_the_page(page_for, person):
    page = page_for(person(RoleKind.STUDENT), PHONE)
    page.goto("/my/more/")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="More").wait_for()
    assert page.url.endswith("/my/more/")


@pytest.fixture
def secured(live_server, institution):
    """A person with a password, an authenticator and recovery codes."""
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    RoleFactory(user=user, institution=institution)
    return user


@WIDTHS
def test_account_pages_are_accessible(page_for, axe, secured, width):
    TOTP.activate(secured, generate_totp_secret())
    RecoveryCodes.activate(secured)
    page = page_for(secured, width)
    page.goto("/accounts/2fa/recovery-codes/")
    axe(page)  # asks for the password first
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.wait_for_url("**/recovery-codes/")
    addresses = (
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/password/change/",
        "/accounts/logout/",
    )
    for address in addresses:
        page.goto(address)
        axe(page)
        assert_reads_chinese(page)


@WIDTHS
def test_setting_up_a_second_factor_is_accessible(page_for, axe, secured, width):
    page = page_for(secured, width)
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.locator("img.qr").wait_for()
    axe(page)
    assert_reads_chinese(page)


def assert_reads_chinese(page):
    """No English sentence: three Latin words in a row outside names and codes."""
    import re

    text = page.locator("main").inner_text()
    assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", text), text
