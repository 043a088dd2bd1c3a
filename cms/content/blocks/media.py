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


def refuse_without_words(recording: Any, *, field: str) -> None:
    """A recording without captions, of which the transcript is made, shuts out who can't hear it,
    or sits in a train."""
    if recording is not None and not recording.tracks.exists():
        error = ValidationError(
            gettext("“%(title)s” has no captions yet: add them in the library first.")
            % {"title": recording.title}
        )
        raise StructBlockValidationError(block_errors={field: error})


class VideoBlock(StructBlock):
    video = VideoChooserBlock(label=_("video"))
    counts = BooleanBlock(
        label=_("counts towards online hours"),
        required=False,
        default=True,
        help_text=_("The watched share is credited to the online hours of the unit."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        refuse_without_words(cleaned["video"], field="video")
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        template = "cms/content/blocks/video.html"


class AudioBlock(StructBlock):
    audio = AudioChooserBlock(
        label=_("audio"),
        help_text=_("Its words as captions (WebVTT) are needed: the transcript is made of them."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        refuse_without_words(cleaned["audio"], field="audio")
        return cleaned

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
