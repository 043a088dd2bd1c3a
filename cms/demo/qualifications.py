"""Who holds what: mostly in order, with the cases an office has to deal with."""

import datetime
import io
from typing import Any

from PIL import Image, ImageDraw

from courses.institutions.enums import FULL_TIME
from courses.institutions.models import StaffMember, StaffPeriod
from courses.qualifications.domain.certificates import (
    submit_certificate,
    verify_certificate,
)
from courses.qualifications.domain.evidence import Evidence
from courses.qualifications.domain.waivers import grant_waiver
from courses.qualifications.models import CredentialLevel


def create_certificates(
    staff: list[StaffMember], *, holder_of: dict[str, Any], first_day: datetime.date
) -> None:
    """Certificates for everybody but a few.

    Of the full-time staff, the second's expires this winter and the last holds a level whose
    reading is undecided and teaches on a waiver. Of the part-time staff every fifth holds nothing,
    and two certificates wait for verification.
    """
    full_time = set(
        StaffPeriod.objects.filter(staff__in=staff, kind__in=FULL_TIME).values_list(
            "staff_id", flat=True
        )
    )
    level = {
        key: CredentialLevel.objects.get(credential_type__code="vocational-guidance-old", code=key)
        for key in ("2", "3")
    }
    office, admin = holder_of["office"], holder_of["admin"]
    last_full_time = max(n for n, person in enumerate(staff) if person.pk in full_time)
    for n, person in enumerate(staff):
        if person.pk not in full_time and n % 5 == 0:
            continue
        undecided = n == last_full_time
        certificate = submit_certificate(
            person,
            level=level["3" if undecided else "2"],
            number=f"18{n:02d}0000000{n:05d}",
            issued_on=datetime.date(2018 + n % 6, 1 + n % 12, 1 + n % 28),
            expires_on=datetime.date(2027, 1, 15) if n == 1 else None,
            issuer="河南省职业技能鉴定指导中心",
            evidence=Evidence(scan(n), f"职业资格证书{n:02d}.png", "image/png"),
            by=office,
        )
        waiting = person.pk not in full_time and n >= len(staff) - 2
        if not waiting:
            verify_certificate(certificate, by=admin)
    grant_waiver(
        staff[last_full_time],
        reason="三级证书的认定口径待省厅明确，暂由教务处批准任课",
        valid_from=first_day,
        valid_to=datetime.date(first_day.year + 1, 2, 1),
        by=admin,
    )


def scan(n: int) -> bytes:
    """A small made-up scan, different for each holder."""
    image = Image.new("RGB", (420, 300), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((12, 12, 408, 288), outline=(160, 30, 30), width=3)
    draw.text((60, 60), "DEMO - NOT A REAL CERTIFICATE", fill=(90, 90, 90))
    draw.text((60, 120), f"No. {n:05d}", fill=(20, 20, 20))
    stored = io.BytesIO()
    image.save(stored, "PNG")
    return stored.getvalue()
