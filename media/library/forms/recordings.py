"""Videos and audio: the file is looked into, its captions stand beside it."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtailmedia.forms import BaseMediaForm

from media.library.cues import read_cues
from media.library.domain.captions import set_captions
from media.library.domain.recordings import inspect, note_what_was_found
from media.library.errors import MediaRefused
from media.library.forms.described import DescribedFields
from media.library.limits import CAPTIONS, poster_limit, refuse_larger
from media.library.posters import check_poster

LANGUAGES = ("zh", "en")
TITLE_FROM_FILE = {
    "data-controller": "w-sync",
    "data-action": "change->w-sync#apply",
    "data-w-sync-normalize-value": "true",
    "data-w-sync-name-value": "wagtail:media-upload",
    "data-w-sync-target-value": "#id_title",
}


class RecordingForm(DescribedFields, BaseMediaForm):
    """Used for adding and editing and in the dialog of the chooser. Captions come as text or as a
    .vtt file; a file, when there is one, takes the place of the text."""

    class Meta(BaseMediaForm.Meta):
        # The usual field would show the poster's stored name, which is random.
        widgets = BaseMediaForm.Meta.widgets | {"thumbnail": forms.FileInput}

    captions_file = forms.FileField(
        label=_("captions as a file"),
        required=False,
        help_text=_("A WebVTT file (.vtt) in Chinese; it takes the place of the text below."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )
    captions_zh = forms.CharField(
        label=_("Chinese captions"),
        required=False,
        strip=False,
        help_text=_(
            "What is said, as WebVTT. Without captions a video or a recording can't be put on a "
            "page; the transcript for reading is made of them."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    captions_en = forms.CharField(
        label=_("English captions"),
        required=False,
        strip=False,
        help_text=_("Only if there are any."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for track in self.instance.tracks.all():
                self.initial[f"captions_{track.language}"] = track.webvtt
        self.fields["thumbnail"].help_text = _("The picture shown before the video starts.")
        if not self.prefix:
            # The file's name is offered as the title, without an inline script; the dialog of the
            # chooser, where forms have a prefix, does that itself.
            self.fields["file"].widget.attrs |= TITLE_FROM_FILE

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            kind = self.instance.type if self.instance.type == "audio" else "video"
            found = inspect(file, kind=kind)
            note_what_was_found(self.instance, found, size=file.size)
        return file

    def clean_thumbnail(self) -> Any:
        picture = self.cleaned_data["thumbnail"]
        if "thumbnail" in self.changed_data and picture:
            refuse_larger(picture.size, poster_limit())
            check_poster(picture)
        return picture

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("captions_file")
        if upload:
            self._check("captions_file", lambda: self._take(upload))
        else:
            self._check("captions_zh")
        self._check("captions_en")
        return cleaned

    def _take(self, upload: Any) -> None:
        refuse_larger(upload.size, CAPTIONS)
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise MediaRefused(_("The captions are not stored as UTF-8.")) from error
        self.cleaned_data["captions_zh"] = text
        read_cues(text, duration=self.instance.duration)

    def _check(self, name: str, take: Any = None) -> None:
        try:
            if take is not None:
                take()
            elif (self.cleaned_data.get(name) or "").strip():
                read_cues(self.cleaned_data[name], duration=self.instance.duration)
        except MediaRefused as refusal:
            self.add_error(name, refusal)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        media = super().save(commit=commit)
        if commit:
            for language in LANGUAGES:
                set_captions(
                    media, language=language, webvtt=self.cleaned_data[f"captions_{language}"]
                )
        return media
