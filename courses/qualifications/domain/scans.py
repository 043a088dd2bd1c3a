"""A zip of scans, sent as one or packed from files: opened with bounds, each file checked, and
matched by staff number."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from courses.qualifications.domain.evidence import MAX_BYTES, Evidence, read_evidence
from media.imports.errors import ImportRefused
from media.spreadsheets.archive import Archive
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.limits import MEBIBYTE, ReadLimits

# What goes through the upload limit of the house together with the spreadsheet.
ARCHIVE_BYTES = 45 * MEBIBYTE
LIMITS = ReadLimits(
    file_size=ARCHIVE_BYTES,
    unpacked_size=150 * MEBIBYTE,
    # Scans are packed already; a deflate bomb comes near 1000.
    unpacked_ratio=100,
    ratio_checked_from=MEBIBYTE,
    entries=1_000,
)
_CHINESE = re.compile(r"[\x20-\x7e·—\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*")
_TOKENS = re.compile(r"[^0-9A-Za-z]+")
# What systems put beside the files.
_IGNORED = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.I)


@dataclass(frozen=True)
class Scan:
    """A file of the archive by the name that people see; `entry` is the name inside of it."""

    name: str
    entry: str

    @property
    def tokens(self) -> set[str]:
        """Parts of its name and of its folder: `2003001/证书.pdf`, `2003001_职业指导师.pdf`."""
        path = PurePosixPath(self.name)
        words = {word for part in (*path.parts[:-1], path.stem) for word in _TOKENS.split(part)}
        return {word.casefold() for word in words if word}


@dataclass
class ScanArchive:
    """The scans of an archive. Raises ImportRefused for one that isn't a zip, is larger than
    LIMITS allow, or whose headers lie."""

    content: bytes
    scans: list[Scan] = field(init=False)

    def __post_init__(self) -> None:
        if len(self.content) > ARCHIVE_BYTES:
            raise ImportRefused(
                _("The archive of scans is larger than %(limit)d MiB. Upload it in parts.")
                % {"limit": ARCHIVE_BYTES // MEBIBYTE}
            )
        if not zipfile.is_zipfile(io.BytesIO(self.content)):
            raise ImportRefused(_("The archive of scans isn't a zip file."))
        try:
            self._archive = Archive(self.content, LIMITS)
        except SpreadsheetRefused as refusal:
            raise _refused(refusal) from refusal
        self.scans = [
            Scan(name, entry)
            for entry, original in sorted(self._archive.original_names().items())
            if not entry.endswith("/") and not _IGNORED.search(name := _readable(original))
        ]

    def read(self, scan: Scan) -> Evidence:
        """The checked picture or PDF. Raises ValidationError for anything else."""
        content = bytearray()
        try:
            for chunk in self._archive.chunks(scan.entry):
                content += chunk
                if len(content) > MAX_BYTES:
                    break
        except SpreadsheetRefused as refusal:
            raise _refused(refusal) from refusal
        return read_evidence(SimpleUploadedFile(PurePosixPath(scan.name).name, bytes(content)))


@dataclass(frozen=True)
class ScanTarget:
    """A certificate that waits for its scan. `names_it`: whether a file name means its level."""

    key: int
    staff_number: str
    number: str
    names_it: Callable[[str], bool]


@dataclass
class MatchedScans:
    """`by_key`: the scan of each certificate; `unused`: (name of the file, why it isn't used)."""

    by_key: dict[int, Scan] = field(default_factory=dict)
    unused: list[tuple[str, str]] = field(default_factory=list)


def match_scans(scans: Iterable[Scan], targets: Iterable[ScanTarget]) -> MatchedScans:
    """Give each scan to the one certificate that it can only mean. Nothing is guessed: a scan that
    fits several certificates, or one that has a scan already, is listed instead."""
    by_person: dict[str, list[ScanTarget]] = defaultdict(list)
    for one in targets:
        by_person[one.staff_number.casefold()].append(one)
    found = MatchedScans()
    for scan in scans:
        target, reason = _meant_by(scan, by_person)
        if target is not None and target.key in found.by_key:
            used = found.by_key[target.key].name
            reason = _("%(name)s is used for the same certificate") % {"name": used}
        elif target is not None:
            found.by_key[target.key] = scan
            continue
        found.unused.append((scan.name, reason))
    return found


def _meant_by(scan: Scan, by_person: dict[str, list[ScanTarget]]) -> tuple[ScanTarget | None, str]:
    people = [number for number in by_person if number in scan.tokens]
    if not people:
        return None, _("no staff number of the spreadsheet stands in its name")
    if len(people) > 1:
        return None, _("several staff numbers stand in its name")
    fitting = by_person[people[0]]
    if len(fitting) > 1:
        by_number = [one for one in fitting if one.number.casefold() in scan.tokens]
        fitting = by_number or [one for one in fitting if one.names_it(scan.name)]
    if len(fitting) != 1:
        return None, _("the person has several certificates, and its name doesn't say which")
    return fitting[0], ""


def _readable(entry: str) -> str:
    """Old Windows programmes write GBK without saying so; zipfile then reads code page 437."""
    try:
        raw = entry.encode("cp437")
    except UnicodeEncodeError:
        return entry
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Some words in GBK are valid UTF-8 of other scripts.
        if _CHINESE.fullmatch(name):
            return name
    return entry


def _refused(refusal: SpreadsheetRefused) -> ImportRefused:
    return ImportRefused(_("Archive of scans: %(reason)s") % {"reason": refusal})
