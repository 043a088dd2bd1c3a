"""How many files a request may bring where nothing else is said."""

from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler

MOST = 100


class FewFilesHandler(FileUploadHandler):
    """Every file of a request is a temporary file that stays open until it is answered; where more
    are wanted, the view takes them in another way (`media.imports.packing`) and removes this.

    Raises TooManyFilesSent, which Django answers with 400.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._count += 1
        if self._count > MOST:
            raise TooManyFilesSent(f"more than {MOST} files")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
