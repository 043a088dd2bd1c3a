"""Labels that Wagtail 7.4 leaves to the names of form fields, which no catalogue can translate."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.viewsets.chooser import ChooserViewSet

LABELS = {
    "link_text": _("Link text"),
    "email_address": _("E-mail address"),
    "phone_number": _("Phone number"),
    "subject": _("Subject of the e-mail"),
    "body": _("Text of the e-mail"),
}
FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
    choosers.AnchorLinkChooserForm,
)


def name_dialog_fields() -> None:
    """Give the fields of the link dialogs words of ours, where they have none.

    The search tab of the other dialogs is worded when Wagtail's module is first imported, in
    whatever language is active then; here it is worded when it is shown.
    """
    ChooserViewSet.search_tab_label = _("Search")
    for form in FORMS:
        for name, field in form.base_fields.items():
            if field.label is None and name in LABELS:
                field.label = LABELS[name]
