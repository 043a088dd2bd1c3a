"""For the templates of recordings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.crypto import salted_hmac

from media.library.cues import Cue, read_cues
from media.library.models import CaptionTrack, LibraryMedia
from media.watching.domain import duration_ms

register = template.Library()


@dataclass(frozen=True)
class Player:
    """What the template and cms/player.js need of a recording; the same for every reader, because
    rendered blocks are kept for all of them."""

    tracks: list[CaptionTrack]
    cues: list[Cue]
    cues_language: str
    duration_ms: int

    @property
    def seconds(self) -> int:
        return round(self.duration_ms / 1000)


def viewer_of(user: Any) -> str:
    """A name for this person that means nothing elsewhere: what a browser keeps for one person is
    not sent for the next one at the same machine."""
    if not getattr(user, "is_authenticated", False):
        return ""
    return salted_hmac("cms.player", str(user.pk)).hexdigest()[:16]


@register.simple_tag
def player_of(media: LibraryMedia) -> Player:
    """One query: the captions. The position comes when the player asks for it."""
    tracks = sorted(media.tracks.all(), key=lambda track: track.language != "zh")
    return Player(
        tracks=tracks,
        cues=read_cues(tracks[0].webvtt) if tracks else [],
        cues_language=tracks[0].language.replace("zh", "zh-Hans") if tracks else "",
        duration_ms=duration_ms(media),
    )


@register.simple_tag(takes_context=True)
def viewer(context: Mapping[str, Any]) -> str:
    """For the script that reports: who watches. Empty for whoever isn't signed in, and then
    nothing is reported."""
    return viewer_of(getattr(context.get("request"), "user", None))
