"""The demonstration's video is what its words say."""

from itertools import pairwise
from typing import Any

import pytest

from cms.demo.video import VIDEO, create_demo_video
from cms.demo.video_words import SLIDES, seconds_of, webvtt
from media.library.cues import read_cues
from media.library.domain import transcript
from tests.factories.content import make_home
from tests.factories.institutions import UserFactory


@pytest.mark.django_db
def test_video_is_kept_with_poster_and_captions(institution: Any) -> None:
    make_home(institution)
    by = UserFactory()
    media = create_demo_video(institution, by)
    media.refresh_from_db()
    assert media.content_type == 'video/webm; codecs="vp9, opus"'
    assert (media.width, media.height, media.uploaded_by_user) == (640, 360, by)
    assert media.duration == pytest.approx(sum(map(seconds_of, SLIDES)), abs=0.5)
    assert media.collection.name.startswith(institution.code)
    assert media.thumbnail.size > 1000
    assert "再写一封感谢信，告诉他哪句话对你有用。" in transcript(media)


def test_captions_cover_the_video_from_end_to_end() -> None:
    cues = read_cues(webvtt())
    assert cues[0].start == 0
    assert all(first.end == second.start for first, second in pairwise(cues))
    # Chinese captions are read at up to nine characters a second.
    assert all(len(cue.text) / (cue.end - cue.start) <= 9 for cue in cues)


def test_video_is_small() -> None:
    assert VIDEO.stat().st_size < 1024**2
