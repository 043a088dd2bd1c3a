import copy
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.test import override_settings


@pytest.fixture(scope="module", autouse=True)
def sample_templates():
    """The templates beside these tests, in front of the project's own. For a module: each change
    of this setting makes Django read all templates anew."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    with override_settings(TEMPLATES=templates):
        yield


@pytest.fixture
def text_of():
    def text_of(pdf: bytes) -> str:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        # Lines are broken where the paper ends; names are looked for across the break.
        return "".join("".join(page.extract_text().split()) for page in reader.pages)

    return text_of


class Escape(BaseException):
    """Not an Exception: no `except Exception` of a library may swallow it."""


@pytest.fixture
def no_way_out(monkeypatch):
    """Any socket, process or file outside Python's own and the fonts ends the test."""
    opened = []

    def refuse(*args, **kwargs):
        raise Escape(args)

    for module, names in (
        (socket, ("socket", "create_connection", "getaddrinfo")),
        (subprocess, ("Popen", "run", "call", "check_output")),
        (os, ("system", "popen", "fork", "execv", "posix_spawn")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, refuse)

    def watch(event, args):
        if watching and event == "open" and isinstance(args[0], str):
            opened.append(args[0])

    watching = True
    sys.addaudithook(watch)
    yield opened
    watching = False
