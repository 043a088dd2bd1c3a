"""Images. Size, format and pixels are checked by Wagtail's field (cms.settings.wagtail)."""

from wagtail.images.forms import BaseImageForm

from media.library.forms.described import DescribedFields


class DescribedImageForm(DescribedFields, BaseImageForm):
    """Used for adding, editing, the chooser, and each picture of a multiple upload."""
