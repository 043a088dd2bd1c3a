"""Give a person a role; how the first administrator of an institution is named."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.institutions.domain.roles import RoleRefused, grant_role
from courses.institutions.enums import RoleKind
from courses.institutions.models import Department, Institution


class Command(BaseCommand):
    help = "Give a person a role in an institution, or in a province."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("kind", choices=RoleKind.values)
        parser.add_argument("--institution", help="its ten-digit identifier")
        parser.add_argument("--department", help="its name")
        parser.add_argument("--province", default="", help="two digits, such as 41")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        institution = self._institution(options["institution"])
        try:
            role = grant_role(
                user,
                kind=options["kind"],
                institution=institution,
                department=self._department(institution, options["department"]),
                province=options["province"],
                by=None,
            )
        except RoleRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        place = role.institution or role.province
        self.stdout.write(f"{user.get_username()}: {role.get_kind_display()} · {place}")

    def _institution(self, code: str | None) -> Institution | None:
        if not code:
            return None
        institution = Institution.objects.filter(code=code).first()
        if institution is None:
            raise CommandError(f"There is no institution {code}.")
        return institution

    def _department(self, institution: Institution | None, name: str | None) -> Department | None:
        if not name:
            return None
        department = Department.objects.filter(institution=institution, name=name).first()
        if department is None:
            raise CommandError(f"There is no department {name} in this institution.")
        return department
