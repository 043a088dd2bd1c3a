"""How our forms look: one template for every field."""

from django.forms.renderers import TemplatesSetting


class QihangFormRenderer(TemplatesSetting):
    """Fields with label, hint and error in the order that GOV.UK found readable."""

    field_template_name = "forms/field.html"
    form_template_name = "forms/form.html"
