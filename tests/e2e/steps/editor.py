"""Typing into Wagtail's editor as an author does."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


def write(page: Page, name: str, text: str) -> None:
    """Rich text in place of what stands there: click into the field of that name and type."""
    value = page.locator(f"[name='{name}']")
    field = value.locator("xpath=..").locator("[contenteditable='true']")
    field.scroll_into_view_if_needed()
    field.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    # What is typed reaches the form a quarter of a second later; people are slower than that.
    expect(value).to_have_value(re.compile(re.escape(text)))


def fill(page: Page, **fields: Any) -> None:
    """Inputs by their names, with `__` for `-`."""
    for name, value in fields.items():
        field = page.locator(f"[name='{name.replace('__', '-')}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=str(value))
        else:
            field.fill(str(value))


def add_row(page: Page, relation: str) -> None:
    """One more row of a list below the page, such as units."""
    page.locator(f"#id_{relation}-ADD").click()


def add_block(page: Page, stream: str, label: str) -> str:
    """A block at the end of a body, found by typing its name; gives the prefix of its fields."""
    count = page.locator(f"[name='{stream}-count']")
    number = int(count.input_value())
    place = count.locator("xpath=..")
    place.get_by_role("button", name="插入块").last.click()
    search = page.get_by_role("combobox", name="搜索").last
    search.fill(label)
    page.get_by_role("option", name=label, exact=True).first.click()
    expect(count).to_have_value(str(number + 1))
    return f"{stream}-{number}-value"


def upload_video(page: Page, block: str, *, title: str, video: bytes, captions: str) -> None:
    """Choose a video for a block: in the dialog, from a file that isn't in the library yet."""
    chooser: Locator = page.locator(f"[name='{block}-video']").locator("xpath=..")
    chooser.get_by_role("button", name="选择").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_role("tab", name="上传视频").click()
    # Sent too early, the dialog stays, and the editor behind it too.
    dialog.get_by_role("button", name="上传", exact=True).click()
    expect(dialog.locator("[name='media-chooser-upload-title']")).to_be_focused()
    form = "media-chooser-upload"
    dialog.locator(f"[name='{form}-file']").set_input_files(
        {"name": "认识自我.webm", "mimeType": "video/webm", "buffer": video}
    )
    fields = {
        "title": title,
        "caption": "六分钟的讲解",
        "source": "就业指导中心",
        "licence": "自有版权",
    }
    for name, value in fields.items():
        dialog.locator(f"[name='{form}-{name}']").fill(value)
    dialog.locator(f"[name='{form}-captions_file']").set_input_files(
        {"name": "认识自我.vtt", "mimeType": "text/vtt", "buffer": captions.encode()}
    )
    dialog.get_by_role("button", name="上传", exact=True).click()
    expect(chooser).to_contain_text(title)
