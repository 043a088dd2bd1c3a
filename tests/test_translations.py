"""No text is left without Chinese."""

import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from cms.translations import catalogue_path, messages_of, slices


@pytest.mark.parametrize("name", slices())
def test_slice_has_chinese_for_every_text(name: str) -> None:
    messages = messages_of(name)
    if not messages:
        return
    path = catalogue_path(name)
    assert path.exists(), f"run: manage.py update_messages {name}"
    with path.open("rb") as file:
        catalogue = read_po(file)
    missing = []
    for message in messages:
        found = catalogue.get(message.msgid, message.context)
        if found is None or not any(
            [found.string] if isinstance(found.string, str) else found.string
        ):
            missing.append(message.msgid)
    assert missing == []


@pytest.mark.parametrize("name", slices())
def test_translation_keeps_the_placeholders(name: str) -> None:
    path = catalogue_path(name)
    if not path.exists():
        return
    with path.open("rb") as file:
        for message in read_po(file):
            if not message.id or not message.string:
                continue
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            texts = [message.string] if isinstance(message.string, str) else list(message.string)
            allowed = set().union(*(placeholders(one) for one in ids))
            for text in texts:
                assert placeholders(text) <= allowed, (message.id, text)


def placeholders(text: str) -> set[str]:
    percent = {part.split(")")[0] for part in text.split("%(")[1:]}
    try:
        braces = {name for _lit, name, _spec, _conv in string.Formatter().parse(text) if name}
    except ValueError:
        braces = set()
    return percent | braces


def test_catalogues_are_plain_files_of_the_project() -> None:
    for folder in settings.LOCALE_PATHS:
        assert Path(folder).is_relative_to(settings.BASE_DIR)


def test_one_english_text_has_one_chinese() -> None:
    """Django merges all catalogues: of two translations of one text, the first would win silently.
    Where a word needs two, a context tells them apart."""
    found: dict[tuple[object, object], dict[str, str]] = {}
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / "zh_Hans" / "LC_MESSAGES" / "django.po"
        if not path.exists():
            continue
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id and message.string:
                    first = message.id if isinstance(message.id, str) else message.id[0]
                    text = message.string if isinstance(message.string, str) else message.string[0]
                    where = str(Path(folder).relative_to(settings.BASE_DIR))
                    found.setdefault((message.context, first), {})[where] = text
    assert {key: texts for key, texts in found.items() if len(set(texts.values())) > 1} == {}
