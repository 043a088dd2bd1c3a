"""What a template may say: words, and fields out of a closed list."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What is written between braces → the field. Offices write Chinese.
FIELDS = {
    "name": "name",
    "姓名": "name",
    "number": "number",
    "学号": "number",
    "工号": "number",
    "what": "what",
    "课程": "what",
    "培训": "what",
    "职务": "what",
    "hours": "hours",
    "学时": "hours",
    "term": "term",
    "学期": "term",
    "institution": "institution",
    "学校": "institution",
    "issued_on": "issued_on",
    "发证日期": "issued_on",
    "from": "from",
    "起": "from",
    "until": "until",
    "止": "until",
    "serial": "serial",
    "编号": "serial",
}
_BRACES = re.compile(r"\{([^{}]*)\}")
MOST_LINES = 8


def unknown_fields(text: str) -> list[str]:
    """What stands between braces and is no field, and braces without a partner."""
    unknown = [name for name in _BRACES.findall(text) if name.strip() not in FIELDS]
    return unknown + re.findall(r"[{}]", _BRACES.sub("", text))


def validate_text(text: str) -> None:
    """The one rule of model, form and preview: known fields only, the holder's name among them,
    few enough lines for a page."""
    unknown = unknown_fields(text)
    if unknown:
        raise ValidationError(
            _("Unknown field: %(fields)s. The known ones are listed beside the text."),
            params={"fields": _("; ").join(f"{{{name}}}" for name in unknown)},
        )
    used = {FIELDS[name.strip()] for name in _BRACES.findall(text)}
    if "name" not in used:
        raise ValidationError(_("The text has to name the holder: write {name} where."))
    if text.strip().count("\n") >= MOST_LINES:
        raise ValidationError(_("A page holds at most %(most)d lines.") % {"most": MOST_LINES})


def validate_heading(heading: str) -> None:
    """A heading holds no field: it is the same on all."""
    if re.search(r"[{}]", heading):
        raise ValidationError(_("The heading holds no fields; put them into the text."))


def filled(text: str, values: dict[str, str]) -> str:
    """The text with each field replaced by its value. Looked up in `values` and nowhere else, in
    one pass: no attribute is read, and braces in a value stay what they are."""
    return _BRACES.sub(lambda match: values[FIELDS[match[1].strip()]], text)
