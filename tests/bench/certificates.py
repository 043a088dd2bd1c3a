"""How fast certificates are made, signed, and how much memory it takes.

    python -m tests.bench.certificates [--classes 50] [--size 100]

One document of 50, 100 and 200 certificates, then a run over many classes as the background task
does it: a transaction and a signed PDF for each class, and one zip. Both are held against reportlab
drawing the same text and QR codes. The run has a process of its own, so that the memory is its own.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.measuring import Results

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (50, 100, 200)
RUN_CLASSES, RUN_CLASS_SIZE = 50, 100
FLOOR = "bare reportlab, same text and QR"
CARRY_OUT = "--carry-out"


def one_document(results: "Results") -> None:
    """Issue, print and sign for a class of each size."""
    from assessments.certificates.domain.issuing import issue_certificates
    from assessments.certificates.models import Certificate
    from tests.bench.measuring import measured
    from tests.factories.certificates import ISSUED_ON, locked_class
    from tests.factories.institutions import InstitutionFactory
    from tests.factories.signing import signing_key

    signing_key()
    _warm_up()
    school = InstitutionFactory()
    for size in SIZES:
        teaching_class = locked_class(school, names=["王小明"] * size)
        with measured() as took:
            batch = issue_certificates(teaching_class, issued_on=ISSUED_ON, by=None)
        issued = list(Certificate.objects.filter(batch=batch).select_related("institution"))
        assert len(issued) == size
        results.add(
            "certificates, issue and PDF",
            size=size,
            took=took,
            floor=bare_seconds(issued),
            floor_name=FLOOR,
        )


def a_run(
    results: "Results", *, classes: int = RUN_CLASSES, size: int = RUN_CLASS_SIZE
) -> dict[str, Any]:
    """Many classes in one run; what its own process says of it."""
    from django.db import transaction

    from assessments.certificates.domain.runs import start_run
    from assessments.certificates.models import Certificate
    from tests.bench.measuring import Measured
    from tests.factories.certificates import ISSUED_ON, locked_class
    from tests.factories.institutions import InstitutionFactory
    from tests.factories.teaching import TermFactory

    school = InstitutionFactory()
    term = TermFactory(institution=school)
    with transaction.atomic():
        for _class in range(classes):
            locked_class(school, names=["王小明"] * size)
    run = start_run(school, term=term, issued_on=ISSUED_ON, by=None)
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.certificates", CARRY_OUT, str(run.pk)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    issued = list(Certificate.objects.filter(institution=school).select_related("institution"))
    assert len(issued) == classes * size
    results.add(
        f"certificates of {classes} classes in one run",
        size=len(issued),
        took=Measured(found["seconds"], found["cpu_seconds"], found["queries"]),
        floor=bare_seconds(issued),
        floor_name=f"{FLOOR}, one document",
    )
    return found


def carry_out(run: int) -> dict[str, Any]:
    """The background task itself, in this process; memory is the most that it held, in MiB."""
    from assessments.certificates.jobs import issue_for_classes
    from assessments.certificates.models import IssueRun
    from media.jobs.progress import SilentProgress
    from tests.bench.measuring import measured
    from tests.factories.signing import signing_key

    signing_key()  # the folder of a key is the process's own
    _warm_up()
    before = _peak()
    with measured() as took:
        issue_for_classes({"run": run}, SilentProgress())
    archive = IssueRun.objects.select_related("archive").get(pk=run).archive
    assert archive is not None
    return {
        "seconds": took.seconds,
        "cpu_seconds": took.cpu_seconds,
        "queries": took.queries,
        "peak": _peak(),
        "peak_before": before,
        "zip": round(archive.file.size / 2**20, 1),
    }


def bare_seconds(issued: list[Any]) -> float:
    """CPU seconds of reportlab for the same pages."""
    from media.pdf.fonts import families_for
    from tests.bench import bare
    from tests.bench.measuring import repeated

    font = families_for("证书")[0][0].name
    texts = [
        [
            "课程修读合格证书",
            f"编号：{one.serial}",
            f"{one.holder_name}（学号 {one.holder_number}）",
            f"于 {one.term_code} 学期修读《{one.course_name}》，计 {one.hours} 学时，成绩合格。",
            f"{one.institution.name}　{one.issued_on}",
        ]
        for one in issued
    ]
    codes = [f"https://qihang.example.edu.cn/verify/{one.code}/" for one in issued]
    return repeated(lambda: bare.draw_certificates(texts, codes, font), 3).cpu_seconds


def _peak() -> int:
    """The most that the process held so far, in MiB. Not by getrusage: that counts what the process
    held from which this one was made."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _warm_up() -> None:
    """Fonts are read once a process, and a key is opened."""
    from assessments.certificates.domain.document import signed_document
    from assessments.certificates.models import Certificate
    from tests.factories.certificates import CertificateFactory

    # The process of the run finds those that the other one has made.
    found = Certificate.objects.select_related("institution", "version__seal").first()
    signed_document([found or CertificateFactory()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, default=RUN_CLASSES)
    parser.add_argument("--size", type=int, default=RUN_CLASS_SIZE)
    parser.add_argument(CARRY_OUT, type=int)
    asked = parser.parse_args()
    scratch = ROOT / "var" / "bench-certificates.sqlite3"
    if asked.carry_out is None:
        scratch.parent.mkdir(exist_ok=True)
        for leftover in scratch.parent.glob(f"{scratch.name}*"):
            leftover.unlink()
    os.environ["DATABASE_URL"] = f"sqlite:///{scratch}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()
    if asked.carry_out is not None:
        print(json.dumps(carry_out(asked.carry_out)))  # noqa: T201 — read by the other process
        return
    from django.core.management import call_command

    from tests.bench.measuring import Results

    call_command("migrate", verbosity=0)
    results = Results()
    one_document(results)
    found = a_run(results, classes=asked.classes, size=asked.size)
    for row in results.rows:
        rate, of_cpu = row.size / row.seconds, row.size / row.cpu_seconds
        print(  # noqa: T201 — a command
            f"{row.name}, {row.size}: {rate:.0f} a second by the clock, {of_cpu:.0f} a second of "
            f"CPU, x{row.ratio}"
        )
    print(  # noqa: T201 — a command
        f"memory of the run: {found['peak']} MiB at most, {found['peak_before']} before it; "
        f"zip {found['zip']} MiB; {datetime.datetime.now():%Y-%m-%d %H:%M}"
    )


if __name__ == "__main__":
    main()
