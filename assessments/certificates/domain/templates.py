"""Which template is used on a day, and keeping what it said."""

import datetime
import hashlib
import io
import json
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from assessments.certificates.domain.codes import LENGTH as CODE_LENGTH
from assessments.certificates.domain.errors import SealRefused
from assessments.certificates.domain.shipped import SHIPPED
from assessments.certificates.enums import CertificateKind
from assessments.certificates.models import Certificate, CertificateTemplate, TemplateVersion
from courses.institutions.models import Institution
from media.library.domain import store_private
from media.library.models import PrivateFile

LARGEST_SEAL_BYTES = 2 * 1024 * 1024
MOST_SEAL_PIXELS = 4000 * 4000
# 4.2 cm at 300 dots an inch.
SEAL_SIDE = 500


def template_on(institution: Institution, *, kind: str, day: datetime.date) -> Any:
    """The institution's template of this kind that is used on the day; None: the shipped one."""
    templates = CertificateTemplate.objects.filter(
        institution=institution, kind=kind, in_use=True, valid_from__lte=day
    )
    return templates.order_by("-valid_from", "-pk").first()


def version_for(institution: Institution, *, kind: str, day: datetime.date) -> TemplateVersion:
    """What certificates of the day are printed with, kept as it is now. Call it in the transaction
    that issues."""
    template = template_on(institution, kind=kind, day=day)
    content = SHIPPED[kind] if template is None else template.content
    seal = None if template is None else template.seal
    said = json.dumps([content, seal.sha256 if seal else ""], ensure_ascii=False, sort_keys=True)
    version, _created = TemplateVersion.objects.get_or_create(
        institution=institution,
        sha256=hashlib.sha256(said.encode()).hexdigest(),
        defaults={"template": template, "content": content, "seal": seal},
    )
    return version


def seal_picture(content: bytes) -> bytes:
    """The picture of a seal as a small PNG with nothing but its pixels.

    Raises SealRefused for what is no PNG or JPEG, or too large.
    """
    if len(content) > LARGEST_SEAL_BYTES:
        raise SealRefused(_("The picture is too large: at most 2 MB."))
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_SEAL_PIXELS:
                raise SealRefused(_("The picture is too large: at most 4000 by 4000 pixels."))
            small = picture.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise SealRefused(_("The picture is too large: at most 4000 by 4000 pixels.")) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise SealRefused(_("This is no picture that can be read; use PNG or JPEG.")) from error
    small.thumbnail((SEAL_SIDE, SEAL_SIDE))
    kept = io.BytesIO()
    small.save(kept, format="PNG", optimize=True)
    return kept.getvalue()


def keep_seal(picture: bytes, *, by: Any) -> PrivateFile:
    """A picture as `seal_picture` makes it, in private storage: nobody can fetch it by address."""
    return store_private(picture, name="seal.png", by=by, content_type="image/png")


def sample_of(template: CertificateTemplate) -> Certificate:
    """A certificate that nobody holds and that is never stored, as it would be printed."""
    day = template.valid_from
    return Certificate(
        institution=template.institution,
        kind=template.kind,
        serial=f"{template.institution.code}-{day.year}-000000",
        code="0" * CODE_LENGTH,
        holder_name="王小明",
        holder_number="00000000",
        course_name="大学生职业发展与就业指导"
        if template.kind != CertificateKind.APPOINTMENT
        else "职业咨询师",
        hours=None if template.kind == CertificateKind.APPOINTMENT else 38,
        term_code=f"{day.year}-{day.year + 1}-1",
        begins_on=day,
        ends_on=day + datetime.timedelta(days=364),
        version=TemplateVersion(content=template.content, seal=template.seal),
        issued_on=day,
    )
