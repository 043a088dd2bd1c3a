"""A key that signs certificates, with a certificate that it signs itself."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.certificates.domain.signing import INSTALLATION, all_keys, make_key
from courses.institutions.models import Institution


class Command(BaseCommand):
    help = (
        "Make a key that signs certificates from now on. Older keys stay: what they signed is "
        "still verified with them. A certificate authority's certificate for the key may replace "
        "certificate.pem, followed by its chain."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--institution", help="code of the institution; without it for all without a key"
        )
        parser.add_argument("--name", help="who signs, as readers of the PDF see it")
        parser.add_argument("--days", type=int, default=3 * 366, help="how long it may sign")
        parser.add_argument(
            "--demo", action="store_true", help="for demonstrations; refused in production"
        )
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing when the owner has a key"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and not settings.QIHANG_DEMO_ALLOWED:
            raise CommandError("No keys for demonstrations in production.")
        if options["days"] < 1:
            raise CommandError("--days is at least 1.")
        owner, name = INSTALLATION, "启航 Qihang"
        if options["institution"]:
            institution = Institution.objects.filter(code=options["institution"]).first()
            if institution is None:
                raise CommandError(f"There is no institution {options['institution']}.")
            owner, name = institution.code, institution.name
        if options["if_missing"] and any(key.owner == owner for key in all_keys()):
            return
        key = make_key(
            owner=owner,
            name=options["name"] or name,
            days=options["days"],
            now=timezone.now(),
            demo=options["demo"],
        )
        self.stdout.write(
            f"{key.folder} signs until {key.certificate.not_valid_after_utc:%Y-%m-%d}"
        )
