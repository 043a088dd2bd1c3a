"""Compound files (OLE2), in which xls is kept: only what is needed to reach one stream.

Layout: [MS-CFB]. Runs in the process of ``xls_process`` and imports nothing of Django.
"""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # this and above are no sector numbers


class Damaged(Exception):
    """The structure contradicts itself."""


class CompoundFile:
    """The streams of a compound file, by name."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(SIGNATURE):
            raise Damaged
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", content, 48)
        if shift not in (9, 12) or mini_shift != 6:
            raise Damaged
        self._content = content
        self._size = 1 << shift
        self._fat = self._read_fat()
        self._mini_fat = self._numbers(self._chain(mini_fat))
        self._entries = self._read_directory(self._chain(directory))
        root = next((entry for entry in self._entries if entry[1] == 5), None)
        self._mini = self._chain(root[2])[: root[3]] if root else b""

    def stream(self, *names: str) -> bytes:
        """The content of the first stream with one of these names."""
        for name in names:
            for own, kind, start, size in self._entries:
                if kind == 2 and own.lower() == name.lower():
                    if size < self._cutoff:
                        return self._mini_chain(start)[:size]
                    return self._chain(start)[:size]
        raise Damaged

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _read_fat(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        number, count = struct.unpack_from("<II", self._content, 68)
        limit = len(self._content) // self._size + 1
        while number < _FREE and count and limit:
            more = self._numbers(self._sector(number))
            if not more:
                raise Damaged
            sectors += more[:-1]
            number, count, limit = more[-1], count - 1, limit - 1
        return [n for s in sectors if s < _FREE for n in self._numbers(self._sector(s))]

    def _chain(self, number: int) -> bytes:
        return b"".join(self._sector(n) for n in self._follow(number, self._fat))

    def _mini_chain(self, number: int) -> bytes:
        return b"".join(
            self._mini[n * 64 : n * 64 + 64] for n in self._follow(number, self._mini_fat)
        )

    @staticmethod
    def _follow(number: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while number < _FREE:
            if number >= len(table) or len(chain) > len(table):
                raise Damaged
            chain.append(number)
            number = table[number]
        return chain

    @staticmethod
    def _read_directory(data: bytes) -> list[tuple[str, int, int, int]]:
        entries = []
        for offset in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, offset + 64)
            start, size = struct.unpack_from("<II", data, offset + 116)
            name = data[offset : offset + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "replace"
            )
            entries.append((name, kind, start, size))
        return entries
