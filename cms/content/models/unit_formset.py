"""The rows of units in the editor of a syllabus."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel

SAID = ("title", "content", "theory_hours", "practice_hours", "online_hours")


class UnitFormSet(BaseChildFormSet):
    """Units that a province fixed stay as they are in a school's copy; the school may put units of
    its own between them. `is_master`: the page is a province's, which says what is fixed."""

    is_master = False

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.is_master:
            return
        form.fields.pop("is_fixed", None)
        if self._is_held(form.instance):
            for name in SAID:
                form.fields[name].widget.attrs["readonly"] = True
            form.fields["title"].help_text = _("Fixed by the province: it can't be changed here.")

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """Rows are known by their key: a row of a draft has no number yet."""
        super().clean(*args, **kwargs)
        held = self._held_units()
        seen = set()
        for form in self.forms:
            if form in self.deleted_forms or not form.cleaned_data.get("key"):
                continue
            key = form.cleaned_data["key"]
            if key in seen:
                form.add_error(None, _("This unit stands here twice."))
            seen.add(key)
            if self.is_master:
                continue
            form.instance.is_fixed = key in held
            if key in held:
                self._refuse_changes(form, held[key])
        for key, unit in held.items():
            if key not in seen:
                raise ValidationError(
                    _("“%(title)s” is fixed by the province and can't be removed.")
                    % {"title": unit.title}
                )

    def _refuse_changes(self, form: Any, unit: Any) -> None:
        for name in SAID:
            if name not in form.cleaned_data:
                continue
            if _as_posted(form.cleaned_data[name]) != _as_posted(getattr(unit, name)):
                form.add_error(name, _("Fixed by the province: it can't be changed here."))

    def _held_units(self) -> dict[Any, Any]:
        """As in the latest draft: the form may show an older one that is to be brought back."""
        page = type(self.instance).objects.filter(pk=self.instance.pk).first()
        if self.is_master or page is None:
            return {}
        units = page.get_latest_revision_as_object().units.all()
        return {unit.key: unit for unit in units if self._is_held(unit)}

    def _is_held(self, unit: Any) -> bool:
        return not self.is_master and unit.is_fixed and self.instance.is_copy


def _as_posted(value: Any) -> str:
    """Browsers send other line ends, and forms strip what is around a text."""
    return str(value).replace("\r\n", "\n").strip()


class UnitsPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = UnitFormSet
        return options
