"""Labels that Wagtail 7.4 leaves to the names of form fields, which no catalogue can translate."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
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

# What Wagtail's Chinese catalogue leaves out, or words in a way that misleads: "在用" for a page
# that is published, "发布", as on a button, for its state, everybody for readers the page names.
WORDED_ANEW = (
    gettext_noop("live"),
    gettext_noop("live + draft"),
    gettext_noop("live + scheduled"),
    gettext_noop("live + in moderation"),
    gettext_noop("Live"),
    gettext_noop("Promote"),
    gettext_noop("Sent to %(task_name)s %(started_at)s"),
    gettext_noop("Changes requested %(finished_at)s"),
    gettext_noop("Visible to all"),
    gettext_noop("Once live anyone can view"),
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
