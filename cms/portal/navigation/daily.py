"""What is done day by day; it has no heading."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.portal.navigation.place import ALL, OFFICE, OVERSEERS, TEACHERS, Place, place
from courses.institutions.enums import RoleKind as R

HEADING = ""

PLACES: tuple[Place, ...] = (
    place(HEADING, "portal:home", _("Home"), "house", ALL, on_phone=ALL),
    place(
        HEADING,
        "timetable:mine",
        _("My timetable"),
        "calendar3",
        (R.STUDENT, R.INSTRUCTOR),
        on_phone=(R.STUDENT, R.INSTRUCTOR),
        short=_("Timetable"),
    ),
    place(
        HEADING,
        "timetable:board",
        _("Timetables"),
        "calendar3",
        OVERSEERS,
        on_phone=(R.TEACHING_OFFICE, R.DEPARTMENT_COORDINATOR),
        short=_("Timetable"),
    ),
    place(
        HEADING,
        "delivery:meetings",
        _("Roll call and hours"),
        "clipboard-check",
        TEACHERS,
        on_phone=(R.INSTRUCTOR, R.TEACHING_OFFICE, R.DEPARTMENT_COORDINATOR),
        short=_("Roll call"),
    ),
    place(
        HEADING,
        "changes:mine",
        pgettext_lazy("menu", "My changes of meetings"),
        "arrow-repeat",
        (R.INSTRUCTOR,),
    ),
    place(
        HEADING,
        "changes:list",
        pgettext_lazy("menu", "Changes of meetings"),
        "arrow-repeat",
        OVERSEERS,
    ),
    place(
        HEADING,
        "changes:repairs",
        pgettext_lazy("menu", "Somebody away, a room lost"),
        "bandaid",
        OFFICE,
    ),
    place(
        HEADING, "changes:group", pgettext_lazy("menu", "Move a whole day"), "calendar-x", OFFICE
    ),
    place(HEADING, "reading:mine", _("My reading"), "book-half", (R.STUDENT,)),
    place(
        HEADING,
        "delivery:mine",
        _("My attendance and hours"),
        "clipboard-check",
        (R.STUDENT,),
        on_phone=(R.STUDENT,),
        short=_("Hours"),
    ),
    place(
        HEADING,
        "grading:mine",
        _("My grades"),
        "card-checklist",
        (R.STUDENT,),
        on_phone=(R.STUDENT,),
        short=_("Grades"),
    ),
    place(
        HEADING,
        "certificates:own",
        _("My certificates"),
        "award",
        (R.STUDENT, R.INSTRUCTOR, R.COUNSELLOR),
    ),
    place(HEADING, "qualifications:mine", _("My qualifications"), "person-badge", (R.INSTRUCTOR,)),
    place(HEADING, "training:mine", _("My trainings"), "mortarboard", (R.INSTRUCTOR,)),
    place(
        HEADING,
        "reviews:inbox",
        _("To review"),
        "eyeglasses",
        (R.SECTION_HEAD, R.DEPARTMENT_COORDINATOR, *OFFICE, R.PROVINCE_OFFICER),
        on_phone=(R.SECTION_HEAD, R.PROVINCE_OFFICER),
        short=_("Review"),
    ),
    place(
        HEADING,
        "reviews:mine",
        _("My pages"),
        "file-earmark-text",
        (R.INSTRUCTOR, R.SECTION_HEAD, R.DEPARTMENT_COORDINATOR, *OFFICE, R.PROVINCE_OFFICER),
        on_phone=(R.SECTION_HEAD,),
    ),
)
