"""The menu: by task and role, never by table. On a phone at most four places are the bottom bar."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.enums import RoleKind as R

Text = str | Promise


@dataclass(frozen=True)
class Place:
    """A menu entry; `route` is a URL name without arguments, `on_phone` the roles in whose bottom
    bar it stands, with `short` as its label there."""

    group: Text
    route: str
    label: Text
    icon: str
    roles: frozenset[str]
    on_phone: frozenset[str]
    short: Text


def _place(
    group: Text,
    route: str,
    label: Text,
    icon: str,
    roles: tuple[str, ...],
    *,
    on_phone: tuple[str, ...] = (),
    short: Text = "",
) -> Place:
    return Place(group, route, label, icon, frozenset(roles), frozenset(on_phone), short or label)


ALL = tuple(R.values)
OFFICE = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
OVERSEERS = (*OFFICE, R.DEPARTMENT_COORDINATOR, R.AUDITOR)
TEACHERS = (R.INSTRUCTOR, *OVERSEERS)
LISTS = (*OVERSEERS, R.COUNSELLOR)

DAILY = ""
PREPARING = pgettext_lazy("menu", "Prepare the term")
JUDGING = pgettext_lazy("menu", "Grades and certificates")
STAFF = pgettext_lazy("menu", "Staff and proof")
RUNNING = pgettext_lazy("menu", "People and data")

PLACES: tuple[Place, ...] = (
    _place(DAILY, "portal:home", _("Home"), "house", ALL, on_phone=ALL),
    _place(
        DAILY,
        "timetable:mine",
        _("My timetable"),
        "calendar3",
        (R.STUDENT, R.INSTRUCTOR),
        on_phone=(R.STUDENT, R.INSTRUCTOR),
        short=_("Timetable"),
    ),
    _place(
        DAILY,
        "timetable:board",
        _("Timetables"),
        "calendar3",
        OVERSEERS,
        on_phone=(R.TEACHING_OFFICE, R.DEPARTMENT_COORDINATOR),
        short=_("Timetable"),
    ),
    _place(
        DAILY,
        "delivery:meetings",
        _("Roll call and hours"),
        "clipboard-check",
        TEACHERS,
        on_phone=(R.INSTRUCTOR, R.TEACHING_OFFICE, R.DEPARTMENT_COORDINATOR),
        short=_("Roll call"),
    ),
    _place(
        DAILY,
        "changes:mine",
        pgettext_lazy("menu", "My changes of meetings"),
        "arrow-repeat",
        (R.INSTRUCTOR,),
    ),
    _place(
        DAILY,
        "changes:list",
        pgettext_lazy("menu", "Changes of meetings"),
        "arrow-repeat",
        OVERSEERS,
    ),
    _place(
        DAILY,
        "changes:repairs",
        pgettext_lazy("menu", "Somebody away, a room lost"),
        "bandaid",
        OFFICE,
    ),
    _place(DAILY, "changes:group", pgettext_lazy("menu", "Move a whole day"), "calendar-x", OFFICE),
    _place(DAILY, "reading:mine", _("My reading"), "book-half", (R.STUDENT,)),
    _place(
        DAILY,
        "delivery:mine",
        _("My attendance and hours"),
        "clipboard-check",
        (R.STUDENT,),
        on_phone=(R.STUDENT,),
        short=_("Hours"),
    ),
    _place(
        DAILY,
        "grading:mine",
        _("My grades"),
        "card-checklist",
        (R.STUDENT,),
        on_phone=(R.STUDENT,),
        short=_("Grades"),
    ),
    _place(DAILY, "certificates:own", _("My certificates"), "award", (R.STUDENT,)),
    _place(DAILY, "qualifications:mine", _("My qualifications"), "person-badge", (R.INSTRUCTOR,)),
    _place(
        DAILY,
        "reviews:inbox",
        _("To review"),
        "eyeglasses",
        (R.SECTION_HEAD, R.DEPARTMENT_COORDINATOR, *OFFICE, R.PROVINCE_OFFICER),
        on_phone=(R.SECTION_HEAD, R.PROVINCE_OFFICER),
        short=_("Review"),
    ),
    _place(
        DAILY,
        "reviews:mine",
        _("My pages"),
        "file-earmark-text",
        (R.INSTRUCTOR, R.SECTION_HEAD, R.DEPARTMENT_COORDINATOR, *OFFICE, R.PROVINCE_OFFICER),
        on_phone=(R.SECTION_HEAD,),
    ),
    _place(
        PREPARING,
        "institutions:students",
        _("Students"),
        "people",
        LISTS,
        on_phone=(R.COUNSELLOR,),
    ),
    _place(
        PREPARING,
        "institutions:classes",
        _("Administrative classes"),
        "diagram-3",
        LISTS,
        on_phone=(R.COUNSELLOR,),
        short=pgettext_lazy("menu", "Classes"),
    ),
    _place(PREPARING, "institutions:roster", _("Bring in students"), "box-arrow-in-down", OFFICE),
    _place(PREPARING, "curriculum:courses", _("Courses"), "book", OVERSEERS),
    _place(
        PREPARING,
        "textbooks:term",
        _("Textbooks of the term"),
        "journals",
        (*TEACHERS, R.SECTION_HEAD),
    ),
    _place(
        PREPARING,
        "publishing:list",
        _("Syllabuses and outlines"),
        "journal-text",
        (*TEACHERS, R.PROVINCE_OFFICER),
    ),
    _place(
        PREPARING,
        "masters:available",
        _("Provincial masters"),
        "diagram-2",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR),
    ),
    _place(
        PREPARING,
        "masters:editions",
        _("Masters for schools"),
        "diagram-2",
        (R.PROVINCE_OFFICER,),
    ),
    _place(
        PREPARING,
        "wagtailadmin_home",
        _("Write pages"),
        "pencil",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR),
    ),
    _place(
        PREPARING,
        "content_imports:new",
        _("Bring in pages"),
        "file-earmark-arrow-up",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR),
    ),
    _place(PREPARING, "teaching:terms", _("Terms and classes"), "collection", TEACHERS),
    _place(PREPARING, "timetable:calendar", _("Term calendar"), "calendar-week", OVERSEERS),
    _place(
        PREPARING,
        "delivery:online_rules",
        _("Rules of online hours"),
        "stopwatch",
        (*OFFICE, R.AUDITOR),
    ),
    _place(
        PREPARING,
        "changes:rules",
        pgettext_lazy("menu", "Rules of changes"),
        "sliders",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.AUDITOR),
    ),
    _place(PREPARING, "timetable:bells", _("Bells"), "bell", OFFICE),
    _place(PREPARING, "timetable:rooms", _("Rooms"), "door-open", OFFICE),
    _place(PREPARING, "timetable:build", _("Build the timetable"), "puzzle", OFFICE),
    _place(
        JUDGING,
        "grading:sheets",
        _("Grade sheets"),
        "table",
        TEACHERS,
        on_phone=(R.INSTRUCTOR, R.DEPARTMENT_COORDINATOR),
        short=_("Grades"),
    ),
    _place(JUDGING, "grading:amendments", _("Changes of grades"), "pencil-square", TEACHERS),
    _place(JUDGING, "grading:schemes", _("Grading schemes"), "sliders", (*OFFICE, R.AUDITOR)),
    _place(JUDGING, "certificates:classes", _("Issue certificates"), "award", OFFICE),
    _place(
        JUDGING,
        "certificates:list",
        _("Certificates of completion"),
        "patch-check",
        OVERSEERS,
    ),
    _place(
        STAFF,
        "qualifications:list",
        _("Staff and certificates"),
        "person-badge",
        OVERSEERS,
        on_phone=(R.AUDITOR,),
        short=_("Staff"),
    ),
    _place(
        STAFF,
        "qualifications:inbox",
        _("Certificates to verify"),
        "inbox",
        OFFICE,
    ),
    _place(
        STAFF,
        "changes:incidents",
        pgettext_lazy("menu", "Teaching incidents"),
        "exclamation-triangle",
        OVERSEERS,
    ),
    _place(STAFF, "textbooks:usage", _("Textbooks used"), "journal-check", OVERSEERS),
    _place(STAFF, "textbooks:books", _("List of textbooks"), "journals", (R.PROVINCE_OFFICER,)),
    _place(
        STAFF,
        "compliance:index",
        _("Audit"),
        "shield-check",
        (*OFFICE, R.AUDITOR, R.PROVINCE_OFFICER),
        on_phone=(*OFFICE, R.AUDITOR, R.PROVINCE_OFFICER),
    ),
    _place(
        RUNNING,
        "institutions:roles",
        _("People and roles"),
        "person-gear",
        (R.INSTITUTION_ADMINISTRATOR,),
        on_phone=(R.INSTITUTION_ADMINISTRATOR,),
        short=_("Roles"),
    ),
    _place(
        RUNNING,
        "imports:list",
        _("My imports"),
        "file-earmark-spreadsheet",
        (*OFFICE, R.INSTRUCTOR),
        on_phone=(R.INSTITUTION_ADMINISTRATOR,),
        short=_("Imports"),
    ),
    _place(
        RUNNING,
        "jobs:list",
        pgettext_lazy("menu", "Long-running work"),
        "hourglass-split",
        OFFICE,
    ),
)


def places_for(kinds: frozenset[str]) -> list[Place]:
    """The places of these kinds of roles in order, group by group."""
    return [place for place in PLACES if kinds & place.roles]


def phone_places_for(kinds: frozenset[str]) -> list[Place]:
    """At most four; the rest is under 更多."""
    return [place for place in PLACES if kinds & place.on_phone][:4]
