"""What is odd about a certificate, in sentences; nothing of it prevents filing."""

from django.utils.translation import gettext as _

from courses.qualifications.domain.certificates import number_advice
from courses.qualifications.domain.validity import usual_last_day
from courses.qualifications.models import StaffCertificate


def advice_on(certificate: StaffCertificate, *, names: bool) -> list[str]:
    """Sentences about an odd number; who else has it is said only to the office."""
    advice = number_advice(certificate.staff, level=certificate.level, number=certificate.number)
    sentences = []
    if advice.expected:
        sentences.append(
            _("The number doesn't look as usual (%(expected)s). Compare it with the scan.")
            % {"expected": advice.expected}
        )
    if advice.others:
        holders = "、".join(sorted({other.staff.name for other in advice.others}))
        sentences.append(
            _("%(names)s has filed the same number. One of the two must be wrong.")
            % {"names": holders}
            if names
            else _("Somebody else has filed the same number. Check it.")
        )
    if advice.elsewhere and names:
        sentences.append(
            _(
                "Somebody of another institution has filed the same number; it may be the same "
                "person. Compare it with the scan."
            )
        )
    usual = usual_last_day(certificate.level.credential_type, certificate.issued_on)
    if usual is not None and certificate.expires_on is None:
        sentences.append(
            _("Such certificates usually end, this one would on %(day)s. No end is given.")
            % {"day": usual.isoformat()}
        )
    return sentences
