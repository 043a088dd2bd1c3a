"""Blocks that show stored files. What a file is, who made it and under which licence stands with
the file (media.library), not with the block."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, StructBlock, StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock


class ImageBlock(StructBlock):
    image = ImageChooserBlock(label=_("image"))
    caption = CharBlock(
        label=_("caption"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the caption of the file is shown."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms/content/blocks/image.html"


class VideoBlock(StructBlock):
    video = VideoChooserBlock(label=_("video"))
    counts = BooleanBlock(
        label=_("counts towards online hours"),
        required=False,
        default=True,
        help_text=_("The watched share is credited to the online hours of the unit."),
    )

    def clean(self, value: Any) -> Any:
        """A video without captions shuts out who can't hear it, or sits in a train."""
        cleaned = super().clean(value)
        video = cleaned["video"]
        if video is not None and not video.tracks.exists():
            error = ValidationError(
                gettext("“%(title)s” has no captions yet: add them to the video first.")
                % {"title": video.title}
            )
            raise StructBlockValidationError(block_errors={"video": error})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        template = "cms/content/blocks/video.html"


class AudioBlock(StructBlock):
    audio = AudioChooserBlock(label=_("audio"))

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "cms/content/blocks/audio.html"


class DocumentBlock(StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    note = CharBlock(label=_("what it is for"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Attached document")
        template = "cms/content/blocks/document.html"
