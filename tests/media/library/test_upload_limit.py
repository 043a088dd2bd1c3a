"""An upload that is too large is answered before a byte of it is read."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

GIGABYTE = 1024**3
MEGABYTE = 1024**2


class Untouchable:
    """A body that fails the test when it is read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def post(client: Client, path: str, size: int, **more: Any) -> Any:
    return client.generic(
        "POST", path, content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(size), "wsgi.input": Untouchable()} | more,
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/admin/media/video/add/", "/admin/documents/add/", "/my/"])
def test_two_gigabytes_are_refused_unread(sign_in: Any, path: str) -> None:
    response = post(sign_in("office"), path, 2 * GIGABYTE)
    assert response.status_code == 413
    assert "没有保存" in response.content.decode()


def test_stranger_may_send_forms_only() -> None:
    assert post(Client(), "/admin/media/video/add/", 20 * MEGABYTE).status_code == 413


def test_number_too_long_to_be_a_length_is_refused(sign_in: Any) -> None:
    assert post(sign_in("office"), "/my/", int("9" * 60)).status_code == 413


def test_only_recordings_may_be_that_large(sign_in: Any) -> None:
    office = sign_in("office")
    assert post(office, "/admin/documents/add/", 400 * MEGABYTE).status_code == 413
    # Let through to the door of the admin, which this office has no key to.
    assert post(office, "/admin/media/video/add/", 400 * MEGABYTE).status_code == 403


def test_body_of_unknown_length_is_refused_unread(sign_in: Any) -> None:
    response = post(
        sign_in("office"), "/my/", 0, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked"
    )
    assert response.status_code == 411
