"""Drawing and encoding the demonstration's video: slides by Pillow, VP9 and Opus by PyAV."""

from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cms.demo.video_words import SLIDES, Slide, seconds_of

SIZE = (640, 360)
# Slides stand still: few frames a second are enough, and keep the file small.
RATE = 4
SAMPLES = 48_000
GROUND, INK, ACCENT, SOFT = "#f6f4ee", "#1d2733", "#0b6e5f", "#5b6673"


def draw(slide: Slide, number: int, fonts: Path) -> Image.Image:
    """One slide: heading, lines, and a bar that shows how far the video is."""
    bold = fonts / "700Bold" / "NotoSansSC_700Bold.ttf"
    regular = fonts / "400Regular" / "NotoSansSC_400Regular.ttf"
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 12, SIZE[1]), fill=ACCENT)
    pen.text((48, 56), slide.heading, font=ImageFont.truetype(str(bold), 38), fill=ACCENT)
    for line, text in enumerate(slide.lines):
        pen.text((48, 146 + 56 * line), text, font=ImageFont.truetype(str(regular), 27), fill=INK)
    pen.text(
        (48, 310),
        "启航 · 大学生职业发展与就业指导",
        font=ImageFont.truetype(str(regular), 15),
        fill=SOFT,
    )
    width = SIZE[0] - 96
    pen.rectangle((48, 340, 48 + width, 344), fill="#d9d6cc")
    pen.rectangle((48, 340, 48 + width * (number + 1) // len(SLIDES), 344), fill=ACCENT)
    return picture


def encode(target: Path, *, poster: Path, fonts: Path) -> None:
    """Write the video and its poster."""
    pictures = [draw(slide, number, fonts) for number, slide in enumerate(SLIDES)]
    pictures[0].save(poster, optimize=True)
    with av.open(str(target), "w", format="webm") as file:
        video = file.add_stream("libvpx-vp9", rate=RATE)
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        video.options = {"crf": "34", "b:v": "0", "cpu-used": "4", "row-mt": "1", "g": "40"}
        audio = file.add_stream("libopus", rate=SAMPLES)
        audio.bit_rate = 16_000
        at = 0
        for slide, picture in zip(SLIDES, pictures, strict=True):
            for _tick in range(round(seconds_of(slide) * RATE)):
                frame = av.VideoFrame.from_image(picture)
                frame.pts = at
                at += 1
                file.mux(video.encode(frame))
        file.mux(video.encode(None))
        for frame in _sound():
            file.mux(audio.encode(frame))
        file.mux(audio.encode(None))


def _sound() -> list[av.AudioFrame]:
    """Silence, but for a soft tone where a slide begins."""
    lengths = [round(seconds_of(slide) * SAMPLES) for slide in SLIDES]
    samples = np.zeros(sum(lengths), dtype=np.float64)
    time = np.arange(SAMPLES * 6 // 10) / SAMPLES
    tone = 0.05 * np.sin(2 * np.pi * 440 * time) * np.exp(-6 * time) * np.minimum(1, time * 50)
    for start in np.cumsum([0, *lengths[:-1]]):
        samples[start : start + len(tone)] += tone
    frames = []
    for start in range(0, len(samples), 960):
        part = (samples[start : start + 960] * 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(part.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = SAMPLES, start
        frames.append(frame)
    return frames


if __name__ == "__main__":
    recordings = Path(__file__).parent / "recordings"
    modules = Path(__file__).parents[2] / "node_modules"
    encode(
        recordings / "interview.webm",
        poster=recordings / "interview.png",
        fonts=modules / "@expo-google-fonts" / "noto-sans-sc",
    )
