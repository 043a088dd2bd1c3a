"""Staff, and what proves that rules are kept."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.portal.navigation.place import OFFICE, OVERSEERS, Place, place
from courses.institutions.enums import RoleKind as R

HEADING = pgettext_lazy("menu", "Staff and proof")

PLACES: tuple[Place, ...] = (
    place(
        HEADING,
        "qualifications:list",
        _("Staff and certificates"),
        "person-badge",
        OVERSEERS,
        on_phone=(R.AUDITOR,),
        short=_("Staff"),
    ),
    place(
        HEADING,
        "qualifications:inbox",
        _("Certificates to verify"),
        "inbox",
        OFFICE,
    ),
    place(
        HEADING,
        "training:sessions",
        _("Training sessions"),
        "mortarboard",
        (*OVERSEERS, R.PROVINCE_OFFICER),
        on_phone=(R.PROVINCE_OFFICER,),
        short=pgettext_lazy("menu", "Training"),
    ),
    place(
        HEADING,
        "training:coverage",
        _("Who is trained, who is due"),
        "bar-chart",
        (*OVERSEERS, R.PROVINCE_OFFICER),
    ),
    place(
        HEADING,
        "qualifications:forecast",
        pgettext_lazy("menu", "Coverage ahead"),
        "graph-up",
        OVERSEERS,
    ),
    place(
        HEADING,
        "qualifications:audit",
        pgettext_lazy("menu", "Audit of certifications"),
        "card-checklist",
        (*OVERSEERS, R.PROVINCE_OFFICER),
    ),
    place(
        HEADING,
        "fees:people",
        pgettext_lazy("menu", "Teaching fees"),
        "cash-coin",
        (*OFFICE, R.AUDITOR),
    ),
    place(
        HEADING,
        "fees:mine",
        pgettext_lazy("menu", "My teaching fees"),
        "cash-coin",
        (R.INSTRUCTOR,),
    ),
    place(
        HEADING,
        "qualifications:my_dossier",
        pgettext_lazy("menu", "My material for titles"),
        "folder2-open",
        (R.INSTRUCTOR,),
    ),
    place(
        HEADING,
        "changes:incidents",
        pgettext_lazy("menu", "Teaching incidents"),
        "exclamation-triangle",
        OVERSEERS,
    ),
    place(
        HEADING,
        "rotation:plans",
        pgettext_lazy("menu", "Plans of rotation training"),
        "signpost-split",
        (R.PROVINCE_OFFICER, *OVERSEERS),
        on_phone=(R.PROVINCE_OFFICER,),
        short=pgettext_lazy("menu", "Training plans"),
    ),
    place(HEADING, "textbooks:usage", _("Textbooks used"), "journal-check", OVERSEERS),
    place(HEADING, "textbooks:books", _("List of textbooks"), "journals", (R.PROVINCE_OFFICER,)),
    place(
        HEADING,
        "compliance:index",
        _("Audit"),
        "shield-check",
        (*OFFICE, R.AUDITOR, R.PROVINCE_OFFICER),
        on_phone=(*OFFICE, R.AUDITOR, R.PROVINCE_OFFICER),
    ),
)
