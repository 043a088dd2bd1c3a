"""What is done before and for a term."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.portal.navigation.place import LISTS, OFFICE, OVERSEERS, TEACHERS, Place, place
from courses.institutions.enums import RoleKind as R

HEADING = pgettext_lazy("menu", "Prepare the term")

PLACES: tuple[Place, ...] = (
    place(
        HEADING,
        "institutions:students",
        _("Students"),
        "people",
        LISTS,
        on_phone=(R.COUNSELLOR,),
    ),
    place(
        HEADING,
        "institutions:classes",
        _("Administrative classes"),
        "diagram-3",
        LISTS,
        on_phone=(R.COUNSELLOR,),
        short=pgettext_lazy("menu", "Classes"),
    ),
    place(HEADING, "institutions:roster", _("Bring in students"), "box-arrow-in-down", OFFICE),
    place(HEADING, "curriculum:courses", _("Courses"), "book", OVERSEERS),
    place(
        HEADING,
        "textbooks:term",
        _("Textbooks of the term"),
        "journals",
        (*TEACHERS, R.SECTION_HEAD),
    ),
    place(
        HEADING,
        "publishing:list",
        _("Syllabuses and outlines"),
        "journal-text",
        (*TEACHERS, R.PROVINCE_OFFICER),
    ),
    place(
        HEADING,
        "masters:available",
        _("Provincial masters"),
        "diagram-2",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR),
    ),
    place(
        HEADING,
        "masters:editions",
        _("Masters for schools"),
        "diagram-2",
        (R.PROVINCE_OFFICER,),
    ),
    place(
        HEADING,
        "wagtailadmin_home",
        _("Write pages"),
        "pencil",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR),
    ),
    place(
        HEADING,
        "content_imports:new",
        _("Bring in pages"),
        "file-earmark-arrow-up",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR),
    ),
    place(HEADING, "teaching:terms", _("Terms and classes"), "collection", TEACHERS),
    place(HEADING, "timetable:calendar", _("Term calendar"), "calendar-week", OVERSEERS),
    place(
        HEADING,
        "delivery:online_rules",
        _("Rules of online hours"),
        "stopwatch",
        (*OFFICE, R.AUDITOR),
    ),
    place(
        HEADING,
        "changes:rules",
        pgettext_lazy("menu", "Rules of changes"),
        "sliders",
        (*OFFICE, R.DEPARTMENT_COORDINATOR, R.AUDITOR),
    ),
    place(HEADING, "timetable:bells", _("Bells"), "bell", OFFICE),
    place(HEADING, "timetable:rooms", _("Rooms"), "door-open", OFFICE),
    place(HEADING, "timetable:build", _("Build the timetable"), "puzzle", OFFICE),
)
