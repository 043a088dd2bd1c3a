"""What the demonstration's video shows and says: slides, their seconds, and the captions."""

from typing import NamedTuple

TITLE = "生涯人物访谈的五个步骤"
CAPTION = "一分多钟看完一次访谈怎样从联系走到致谢。"
SOURCE = "启航项目自制"
LICENCE = "CC BY 4.0"


class Slide(NamedTuple):
    """`lines` stand on the slide below its heading; `said` is the captions, each for as many
    seconds."""

    heading: str
    lines: tuple[str, ...]
    said: tuple[tuple[float, str], ...]


SLIDES = (
    Slide(
        TITLE,
        ("第 7 课 · 了解职业（二）",),
        (
            (4.0, "网上的资料告诉你一个职业一般是什么样，"),
            (4.0, "从业者能告诉你，它真的是什么样。"),
        ),
    ),
    Slide(
        "一　选人与联系",
        ("先从身边找：校友、亲友、实习单位", "说清三件事：你是谁、为什么找他、要多久"),
        (
            (4.0, "第一步，选人与联系。先从身边找，不必一开始就找名人。"),
            (4.5, "写邀请时说清三件事：你是谁，为什么找他，需要多长时间。"),
            (4.0, "“想请教三个问题，约二十分钟”，比“想采访您”更容易得到答复。"),
        ),
    ),
    Slide(
        "二　准备",
        ("查公开资料：网上查得到的不问", "写八个左右开放的问题"),
        (
            (4.0, "第二步，准备。先查公开资料，网上查得到的就不再问。"),
            (4.5, "再写八个左右的问题。能用一个词回答的，改成开放的。"),
        ),
    ),
    Slide(
        "把问题问得更好",
        ("不问：您喜欢这份工作吗？", "改问：哪一部分您最愿意做？"),
        (
            (4.0, "比如不问“您喜欢这份工作吗”，"),
            (4.0, "改问“这份工作里，哪一部分您最愿意做”。"),
        ),
    ),
    Slide(
        "三　访谈",
        ("准时到；录音先征得同意", "少插话，抓住一个词往下追问"),
        (
            (4.5, "第三步，访谈。准时到，录音要先征得同意，到时间主动结束。"),
            (4.5, "听的时候少插话，抓住一两个词往下追问。"),
        ),
    ),
    Slide(
        "四　整理",
        ("当天晚上写成文字", "标出没听明白的地方"),
        (
            (4.0, "第四步，整理。趁记得清楚，当天晚上写成文字，"),
            (3.5, "把没听明白的地方标出来。"),
        ),
    ),
    Slide(
        "五　核对与致谢",
        ("请对方看一遍记录", "告诉他哪句话对你有用"),
        (
            (4.0, "第五步，核对与致谢。请对方把记录看一遍，"),
            (4.5, "再写一封感谢信，告诉他哪句话对你有用。"),
        ),
    ),
    Slide(
        "轮到你了",
        ("今天写下一个想见的人", "和三个只能当面问的问题"),
        (
            (4.0, "现在轮到你了：写下一个想见的人，"),
            (4.0, "和三个只有他才能回答的问题。"),
        ),
    ),
)


def seconds_of(slide: Slide) -> float:
    return sum(seconds for seconds, _text in slide.said)


def webvtt() -> str:
    """The captions, timed by the slides."""
    blocks, now = ["WEBVTT"], 0.0
    for slide in SLIDES:
        for seconds, text in slide.said:
            blocks.append(f"{_stamp(now)} --> {_stamp(now + seconds)}\n{text}")
            now += seconds
    return "\n\n".join(blocks) + "\n"


def _stamp(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02}:{rest:06.3f}"
