"""Captions: what is wrong is said with its line, what is right becomes the transcript."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.library.cues import Cue, read_cues
from media.library.domain import has_captions, set_captions, transcript
from media.library.errors import MediaRefused
from tests.factories.library import WEBVTT, make_recording


def vtt(*blocks: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def test_cues_are_read_in_their_order() -> None:
    text = vtt(
        "NOTE 注释\n第二行",
        "1\n00:01.000 --> 00:02.500 line:80%\n<v 老师>大家<b>好</b>",
        "01:00:02.500 --> 01:00:04.000\n两行\n字幕",
    )
    text = "\ufeff" + text.replace("\n", "\r\n")
    assert read_cues(text) == [Cue(1, 2.5, "大家好"), Cue(3602.5, 3604, "两行\n字幕")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nSRT\n", 1),
        (vtt("00:01.000 -> 00:02.000\n箭头"), 4),
        (vtt("00:01.000 --> 00:02.000\n好", "00:0x.000 --> 00:04.000\n坏"), 6),
        (vtt("00:05.000 --> 00:03.000\n倒着"), 3),
        (vtt("00:05.000 --> 00:06.000\n后", "00:01.000 --> 00:02.000\n前"), 6),
        (vtt("00:61.000 --> 01:62.000\n六十一秒"), 3),
        (vtt("只有文字"), 3),
        (vtt("00:01.000 --> 00:02.000\n好\n00:03.000 --> 00:04.000\n没空行"), 5),
        (vtt("00:01.000 --> 02:00.000\n比录像还长"), 3),
    ],
)
def test_mistake_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(MediaRefused, match=rf"第 ?{line} ?行"):
        read_cues(text, duration=60)


@pytest.mark.parametrize("text", ["WEBVTT\n", vtt("NOTE 空"), vtt("00:01.000 --> 00:02.000\n ")])
def test_captions_without_words_are_refused(text: str) -> None:
    with pytest.raises(MediaRefused):
        read_cues(text)


def test_captions_without_end_are_refused() -> None:
    cue = "00:01.000 --> 00:02.000\n好"
    with pytest.raises(MediaRefused, match="500 KB"):
        read_cues(vtt(cue + "好" * 200_000))
    with pytest.raises(MediaRefused, match="5000"):
        read_cues(vtt(*[cue] * 5001))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for candidate in (text, f"WEBVTT\n\n{text}", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}"):
        try:
            cues = read_cues(candidate)
        except MediaRefused:
            continue
        assert all(cue.end > cue.start >= 0 for cue in cues)


@pytest.mark.django_db
def test_captions_replace_earlier_ones_and_give_the_transcript() -> None:
    media = make_recording(captions="")
    assert not has_captions(media)
    set_captions(media, language="zh", webvtt=vtt("00:01.000 --> 00:02.000\n旧的"))
    set_captions(media, language="zh", webvtt=WEBVTT)
    assert has_captions(media)
    assert transcript(media) == "大家好，今天我们学写简历。\n先看一份真实的例子。"
    assert transcript(media, "en") == ""
    set_captions(media, language="zh", webvtt=" ")
    assert not has_captions(media)


@pytest.mark.django_db
def test_bad_captions_leave_the_earlier_ones() -> None:
    media = make_recording()
    with pytest.raises(MediaRefused):
        set_captions(media, language="zh", webvtt="坏的")
    assert "大家好" in transcript(media)
