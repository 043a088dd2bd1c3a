"""Images. Size, format and pixels are checked by Wagtail's field (cms.settings.wagtail)."""

from typing import Any

from PIL.Image import DecompressionBombError, DecompressionBombWarning
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media.library.forms.described import DescribedFields
from media.library.limits import too_many_pixels


class CarefulImageField(WagtailImageField):
    """In Wagtail 7.4 the check of a picture's pixels fails on the worst of them."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except (DecompressionBombError, DecompressionBombWarning) as bomb:
            raise too_many_pixels(self.max_image_pixels) from bomb


class DescribedImageForm(DescribedFields, BaseImageForm):
    """Used for adding, editing, the chooser, and each picture of a multiple upload."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail's form factory names its own class; each form has a copy of the field.
            self.fields["file"].__class__ = CarefulImageField
