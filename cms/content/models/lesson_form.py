"""The editor's form of a lesson."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from cms.content.models.adoptable_form import AdoptableForm


class LessonForm(AdoptableForm):
    """The unit is chosen among those of the syllabus above, as last saved there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit_key" in self.fields:
            self._units = self._units_above()
            widget = forms.Select(choices=[("", _("no unit yet")), *self._units.items()])
            self.fields["unit_key"].widget = widget

    def _units_above(self) -> dict[str, str]:
        parent = getattr(self.parent_page, "specific", None)
        if parent is None or not hasattr(parent, "units"):
            return {}
        draft = parent.get_latest_revision_as_object()
        return {
            str(unit.key): f"{number}. {unit.title}"
            for number, unit in enumerate(draft.units.all(), start=1)
        }

    def clean_unit_key(self) -> Any:
        chosen = self.cleaned_data["unit_key"]
        if chosen is not None and str(chosen) not in self._units:
            raise ValidationError(_("The syllabus has no such unit (any more): choose another."))
        return chosen


class PlanMinutesPanel(Panel):
    """Says whether the steps of the plan fill the lesson; a difference is no error."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/content/admin/plan_minutes.html"

        def is_shown(self) -> bool:
            return bool(self.instance.plan) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            planned, given = self.instance.planned_minutes, self.instance.minutes
            return {
                **context,
                "planned": planned,
                "given": given,
                "over": max(planned - given, 0),
                "left": max(given - planned, 0),
            }
