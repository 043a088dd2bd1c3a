"""Levels of the catalogue by what people write for them in a spreadsheet."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.qualifications.models import CredentialLevel
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.wording import listed

_NOISE = re.compile(r"[\W_]+")


class LevelNames:
    """`三级职业指导师`, `职业指导师（三级）`, `GCDF 全球职业规划师`: without regard to spaces,
    brackets and width. One query."""

    def __init__(self, levels: Iterable[CredentialLevel] | None = None) -> None:
        rows = CredentialLevel.objects.select_related("credential_type").order_by("pk")
        self._by_name: dict[str, dict[int, CredentialLevel]] = defaultdict(dict)
        for level in rows if levels is None else levels:
            for name in _names_of(level):
                self._by_name[_key(name)][level.pk] = level

    def find(self, written: str, *, number: str = "") -> CredentialLevel:
        """The level; where the name fits several, the one whose numbers look like this one.
        Raises ValueRefused with the names to write instead."""
        found = list(self._by_name.get(_key(written), {}).values())
        if len(found) > 1:
            fitting = [one for one in found if _fits(one, number)]
            found = fitting if len(fitting) == 1 else found
        if not found:
            raise ValueRefused(
                _("“%(name)s” is not in the catalogue of certificates.") % {"name": written}
            )
        if len(found) > 1:
            raise ValueRefused(
                _("“%(name)s” can be one of these: %(names)s. Write it out.")
                % {"name": written, "names": listed(one.name for one in found)}
            )
        return found[0]

    def named_in(self, text: str, level: CredentialLevel) -> bool:
        """Whether a file name such as `2003001_职业指导师` names the level or its credential."""
        words = _key(text)
        own = {*_names_of(level), level.credential_type.name, *level.credential_type.aliases}
        return any(len(_key(name)) > 1 and _key(name) in words for name in own)


def _names_of(level: CredentialLevel) -> set[str]:
    kind = level.credential_type
    kinds = [kind.name, *kind.aliases]
    names = {level.name}
    for alias in level.aliases:
        # 三级 alone says nothing; 职业指导师三级 does.
        names |= {f"{one}{alias}" for one in kinds} | {f"{alias}{one}" for one in kinds}
        if len(alias) > 3 or alias.isascii():
            names.add(alias)
    if len(level.aliases) <= 1 and level.code == "held":
        names |= set(kinds)
        names |= {f"{one}{other}" for one in kinds for other in kinds}
    return names


def _fits(level: CredentialLevel, number: str) -> bool:
    pattern = level.credential_type.number_pattern
    return bool(pattern) and re.fullmatch(pattern, number) is not None


def _key(name: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()
