"""People, files and long-running work."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.portal.navigation.place import OFFICE, Place, place
from courses.institutions.enums import RoleKind as R

HEADING = pgettext_lazy("menu", "People and data")

PLACES: tuple[Place, ...] = (
    place(
        HEADING,
        "institutions:roles",
        _("People and roles"),
        "person-gear",
        (R.INSTITUTION_ADMINISTRATOR,),
        on_phone=(R.INSTITUTION_ADMINISTRATOR,),
        short=_("Roles"),
    ),
    place(
        HEADING,
        "imports:list",
        _("My imports"),
        "file-earmark-spreadsheet",
        (*OFFICE, R.INSTRUCTOR),
        on_phone=(R.INSTITUTION_ADMINISTRATOR,),
        short=_("Imports"),
    ),
    place(
        HEADING,
        "jobs:list",
        pgettext_lazy("menu", "Long-running work"),
        "hourglass-split",
        OFFICE,
    ),
)
