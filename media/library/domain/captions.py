"""The words of a recording: captions, and the transcript that is made of them."""

from django.db import transaction

from media.library.cues import Cue, read_cues
from media.library.models import CaptionTrack, LibraryMedia


def set_captions(media: LibraryMedia, *, language: str, webvtt: str) -> CaptionTrack | None:
    """Keep `webvtt` as the captions in that language ("zh" or "en"), in place of earlier ones; an
    empty text removes them and gives None. Raises MediaRefused, which names the line."""
    if not webvtt.strip():
        media.tracks.filter(language=language).delete()
        return None
    read_cues(webvtt, duration=media.duration)
    text = webvtt.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
    with transaction.atomic():
        track, _created = CaptionTrack.objects.update_or_create(
            media=media, language=language, defaults={"webvtt": text}
        )
    return track


def has_captions(media: LibraryMedia) -> bool:
    return media.tracks.exists()


def cues_of(media: LibraryMedia, language: str = "zh") -> list[Cue]:
    """What is said when; empty where there are no captions in that language."""
    track = media.tracks.filter(language=language).first()
    return read_cues(track.webvtt) if track is not None else []


def transcript(media: LibraryMedia, language: str = "zh") -> str:
    """The words of the captions, one caption a line; "" where there are none."""
    return "\n".join(" ".join(cue.text.split()) for cue in cues_of(media, language) if cue.text)
