"""Enter an institution with its campuses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.institutions.domain.founding import create_institution
from courses.institutions.enums import InstitutionLevel


class Command(BaseCommand):
    help = "Enter an institution by its ten-digit identifier, with its campuses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="学校标识码, ten digits")
        parser.add_argument("name")
        parser.add_argument("--city", default="")
        parser.add_argument(
            "--level", choices=InstitutionLevel.values, default=InstitutionLevel.UNDERGRADUATE
        )
        parser.add_argument(
            "--campus", action="append", default=[], help="name of a campus; may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            institution = create_institution(
                code=options["code"],
                name=options["name"],
                city=options["city"],
                level=options["level"],
                campuses=options["campus"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{institution} ({institution.code})")
