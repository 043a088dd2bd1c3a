"""The snippet. Every view finds only what the person's own institution has."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    HistoryView,
    SnippetViewSet,
    UsageView,
)

from assessments.certificates.admin.form import TemplateForm
from assessments.certificates.admin.permissions import OFFICES, OfficePolicy
from assessments.certificates.models import CertificateTemplate
from courses.institutions.access import institution_of


class _OwnOnly:
    """Another institution's is a 404, not a refusal: not even its existence is told."""

    request: Any
    permission_policy: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        kwargs_of: dict[str, Any] = self.kwargs  # type: ignore[attr-defined]  # of Django's View
        own = self.permission_policy.instances_of(self.request.user)
        if not own.filter(pk=_number(kwargs_of.get("pk"))).exists():
            raise Http404
        return super().get_object(*args, **kwargs)  # type: ignore[misc]  # of the view beside it


def _number(pk: Any) -> int:
    text = str(pk)
    return int(text) if text.isdecimal() and len(text) < 19 else 0


class _Create(CreateView):
    def get_initial_form_instance(self) -> CertificateTemplate:
        return CertificateTemplate(institution=institution_of(self.request, *OFFICES))


class _Edit(_OwnOnly, EditView):
    pass


class _History(_OwnOnly, HistoryView):
    pass


class _Usage(_OwnOnly, UsageView):
    pass


class CertificateTemplateViewSet(SnippetViewSet):
    model = CertificateTemplate
    icon = "doc-full-inverse"
    menu_label = _("Certificate templates")
    menu_name = "certificate-templates"
    menu_order = 160
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("name", "kind", "valid_from", "in_use")
    list_filter = ("kind", "in_use")
    add_view_class = _Create
    edit_view_class = _Edit
    history_view_class = _History
    usage_view_class = _Usage
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("in_use")]),
            HelpPanel(template="assessments/certificates/admin/fields.html"),
            FieldPanel("heading"),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("left_signatory"), FieldPanel("right_signatory")]),
            FieldRowPanel([FieldPanel("orientation"), FieldPanel("border")]),
            MultiFieldPanel([FieldPanel("seal_file"), FieldPanel("without_seal")], _("Seal")),
            FieldPanel("automatic"),
        ],
        base_form_class=TemplateForm,
    )

    @cached_property
    def permission_policy(self) -> OfficePolicy:
        return OfficePolicy(self.model)

    def get_queryset(self, request: Any) -> Any:
        own = self.permission_policy.instances_of(request.user)
        return own.select_related("institution")

    def register_chooser_viewset(self) -> None:
        """No page chooses a template, and Wagtail's chooser would show everybody's."""
