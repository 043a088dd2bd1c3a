"""Who walks the path, and the little that has to be there before anybody can click.

What can be made on a screen is made on a screen; the rest is here: the institution with one campus
and one department, the course that its first-years must take, two teachers, accounts and roles,
the catalogue of credentials and the rules.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from assessments.compliance.domain.rules import load_rules
from cms.demo.structure import create_institution
from cms.demo.syllabus import COURSE
from cms.users.models import User
from courses.curriculum.models import Course, CourseRequirement
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import Institution, StaffMember, Student
from courses.qualifications.domain.catalogue import load_catalogue
from tests.factories.institutions import CampusFactory, DepartmentFactory, StaffMemberFactory

ENTRY_YEAR = 2026
TERM = "2026-2027-1"

# Wagtail 7.4's own editor: the rich text fields have no name, the side panel's list can't be
# reached by keyboard and its button is small; messages fade in.
WAGTAIL = (".public-DraftEditor-content", ".w-minimap", "#w-minimap-toggle", ".messages")

NUMBER = re.compile(r"(?<=/)(?:[0-9a-f-]{36}|\d+)(?=/)")
SHAPE = """() => [...new Set(Array.from(document.body.querySelectorAll("*"), element =>
  [element.tagName, ...["class", "role", "type"].map(name => element.getAttribute(name))].join(".")
))].sort().join(" ")"""


class Person:
    """Somebody with a browser window. `click` and `open` look at the page they arrive at."""

    def __init__(self, page: Page, axe: Callable[..., None], shapes: set[str]) -> None:
        self.page = page
        self._axe = axe
        self._shapes = shapes

    @property
    def on_phone(self) -> bool:
        size = self.page.viewport_size
        return size is not None and size["width"] < 768

    def look(self) -> None:
        """The screen as it stands has one heading and no barrier. A shape that was looked at
        before, the same elements with the same classes at the same place, is not looked at again.
        """
        expect(self.page.locator("h1")).to_have_count(1)
        shape = f"{NUMBER.sub('*', urlsplit(self.page.url).path)} {self.page.evaluate(SHAPE)}"
        if shape not in self._shapes:
            self._shapes.add(shape)
            self._axe(self.page, but_for=WAGTAIL if "/admin/" in self.page.url else ())

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        self.look()

    def click(self, target: str | Locator, *, role: Any = "link") -> None:
        """A link or a button of the page's own part, and a look at the page that follows."""
        main = self.page.locator("main")
        place = main.get_by_role(role, name=target) if isinstance(target, str) else target
        with self.page.expect_navigation():
            place.first.click()
        self.look()

    def press(self, words: str) -> None:
        self.click(words, role="button")

    def go_to(self, words: str) -> None:
        """A place of the menu: at a desk on the left, on a phone in the bar or under 更多."""
        if self.on_phone:
            bar = self.page.locator(".bottombar").get_by_role("link", name=words, exact=True)
            if bar.count():
                return self.click(bar)
            self.click(self.page.locator(".bottombar").get_by_role("link", name="更多"))
            return self.click(self.page.locator("main").get_by_role("link", name=words, exact=True))
        self.click(self.page.locator(".sidebar").get_by_role("link", name=words, exact=True))

    def fill(self, **fields: Any) -> None:
        """Inputs by their labels."""
        for label, value in fields.items():
            self.page.get_by_label(label, exact=True).first.fill(str(value))

    def sees(self, *texts: str) -> None:
        """Each text can be read in the page's own part, not only in its menu."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def choose(self, label: str, option: str) -> None:
        """A choice that sends itself."""
        with self.page.expect_navigation():
            self.page.get_by_role("combobox", name=label, exact=True).select_option(option)
        self.look()

    def upload(self, label: str, name: str, content: bytes) -> None:
        kind = "image/png" if name.endswith(".png") else "application/octet-stream"
        self.page.get_by_label(label, exact=True).set_input_files(
            {"name": name, "mimeType": kind, "buffer": content}
        )

    def download(self, words: str) -> bytes:
        """What a link hands out."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=words).first.click()
        return coming.value.path().read_bytes()


@dataclass
class Cast:
    """Everybody of one walk, at one width."""

    institution: Institution
    users: dict[str, User]
    teacher: StaffMember
    colleague: StaffMember
    open_window: Callable[[Any], Person]
    _windows: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """`cast.office` is the person with that account; `cast.visitor` has none."""
        if name not in ("visitor", *self.__dict__.get("users", ())):
            raise AttributeError(name)
        if name not in self._windows:
            self._windows[name] = self.open_window(self.users.get(name))
        return self._windows[name]

    def enter_student(self, number: str) -> None:
        """The account of a student of the roster: sign-in of the university links the two."""
        student = Student.objects.get(institution=self.institution, student_number=number)
        student.user = self._account("student", student.name, RoleKind.STUDENT)
        student.save(update_fields=["user"])

    def _account(self, username: str, name: str, kind: str) -> User:
        user = User.objects.create(username=username, name=name)
        grant_role(user, kind=kind, institution=self.institution, by=None)
        self.users[username] = user
        return user


def enter(open_window: Callable[[Any], Person]) -> Cast:
    """An institution on its first day."""
    load_catalogue()
    load_rules()
    institution = create_institution()
    CampusFactory(institution=institution, name="主校区")
    DepartmentFactory(institution=institution, name="机械与动力工程学院")
    course = Course.objects.create(institution=institution, **COURSE)
    CourseRequirement.objects.create(institution=institution, course=course, entry_year=ENTRY_YEAR)
    teacher, colleague = (
        StaffMemberFactory(
            institution=institution,
            staff_number=number,
            name=name,
            kind=StaffKind.FULL_TIME_TEACHER,
            kind__school_level=True,
        )
        for number, name in (("T00001", "陈卫东"), ("T00002", "何敏"))
    )
    cast = Cast(institution, {}, teacher, colleague, open_window)
    for username, name, kind in (
        ("admin", "赵校管", RoleKind.INSTITUTION_ADMINISTRATOR),
        ("office", "钱教务", RoleKind.TEACHING_OFFICE),
        ("instructor", teacher.name, RoleKind.INSTRUCTOR),
        ("auditor", "吴审计", RoleKind.AUDITOR),
    ):
        cast._account(username, name, kind)
    teacher.user = cast.users["instructor"]
    teacher.save(update_fields=["user"])
    return cast
