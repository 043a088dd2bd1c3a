"""For the templates of recordings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.crypto import salted_hmac

from media.library.cues import Cue, read_cues
from media.library.models import CaptionTrack, LibraryMedia
from media.watching.domain import duration_ms

register = template.Library()


@dataclass(frozen=True)
class Player:
    """What the template and cms/player.js need. `viewer` is empty for whoever isn't signed in:
    then nothing is reported."""

    tracks: list[CaptionTrack]
    cues: list[Cue]
    cues_language: str
    duration_ms: int
    viewer: str
    report_url: str

    @property
    def seconds(self) -> int:
        return round(self.duration_ms / 1000)


def viewer_of(user: Any) -> str:
    """A name for this person that means nothing elsewhere: what a browser keeps for one person is
    not sent for the next one at the same machine."""
    if not getattr(user, "is_authenticated", False):
        return ""
    return salted_hmac("cms.player", str(user.pk)).hexdigest()[:16]


@register.simple_tag(takes_context=True)
def player_of(context: Mapping[str, Any], media: LibraryMedia) -> Player:
    """One query: the captions. The position comes when the player asks for it."""
    request = context.get("request")
    viewer = viewer_of(getattr(request, "user", None))
    tracks = sorted(media.tracks.all(), key=lambda track: track.language != "zh")
    return Player(
        tracks=tracks,
        cues=read_cues(tracks[0].webvtt) if tracks else [],
        cues_language={"zh": "zh-Hans"}.get(tracks[0].language, tracks[0].language)
        if tracks
        else "",
        duration_ms=duration_ms(media),
        viewer=viewer,
        report_url=reverse("watching:report", args=[media.public_id]) if viewer else "",
    )


@register.simple_tag(takes_context=True)
def viewer(context: Mapping[str, Any]) -> str:
    """For pages without a player that send what waits on this machine."""
    return viewer_of(getattr(context.get("request"), "user", None))
