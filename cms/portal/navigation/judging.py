"""Grades and certificates."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.portal.navigation.place import OFFICE, OVERSEERS, TEACHERS, Place, place
from courses.institutions.enums import RoleKind as R

HEADING = pgettext_lazy("menu", "Grades and certificates")

PLACES: tuple[Place, ...] = (
    place(
        HEADING,
        "grading:sheets",
        _("Grade sheets"),
        "table",
        TEACHERS,
        on_phone=(R.INSTRUCTOR, R.DEPARTMENT_COORDINATOR),
        short=_("Grades"),
    ),
    place(HEADING, "grading:amendments", _("Changes of grades"), "pencil-square", TEACHERS),
    place(HEADING, "grading:schemes", _("Grading schemes"), "sliders", (*OFFICE, R.AUDITOR)),
    place(HEADING, "certificates:classes", _("Issue certificates"), "award", OFFICE),
    place(
        HEADING,
        "certificates:list",
        _("Certificates of completion"),
        "patch-check",
        OVERSEERS,
    ),
)
