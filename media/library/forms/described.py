"""What every file of the library must be given before it is kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _

HELP = {
    "alt_text": _("What the picture shows, for whoever doesn't see it."),
    "caption": _("Stands below the file on the page."),
    "source": _("Who made it and where it comes from, such as “Career centre, photo: Li Ming”."),
    "licence": _("Such as “own work”, “CC BY 4.0” or “with written permission of 2026-09-01”."),
}


class DescribedFields:
    """Caption, source, licence and (images) alternative text are required. Files of the first
    release lack them and are asked for them at their next edit."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, help_text in HELP.items():
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].help_text = help_text
