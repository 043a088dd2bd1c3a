"""What counts as a qualification, who holds it, who may teach on a date."""

from courses.qualifications.domain.authorisation import (
    Authorisation,
    AuthorisationsOverTime,
    authorisation,
    authorisations,
    first_lapses,
)
from courses.qualifications.domain.catalogue import LoadedCatalogue, load_catalogue
from courses.qualifications.domain.certificates import (
    CertificateRefused,
    number_advice,
    return_certificate,
    revoke_certificate,
    submit_certificate,
    verify_certificate,
)
from courses.qualifications.domain.expiry import (
    expiring,
    send_expiry_reminders,
    to_mind,
    to_mind_asked,
)
from courses.qualifications.domain.holders import (
    Holding,
    intermediate_holders,
    intermediate_holdings,
)
from courses.qualifications.domain.own_readings import record_reading
from courses.qualifications.domain.recognition import RecognitionAnswer, recognition_on
from courses.qualifications.domain.waivers import grant_waiver

__all__ = [
    "Authorisation",
    "AuthorisationsOverTime",
    "CertificateRefused",
    "Holding",
    "LoadedCatalogue",
    "RecognitionAnswer",
    "authorisation",
    "authorisations",
    "expiring",
    "first_lapses",
    "grant_waiver",
    "intermediate_holders",
    "intermediate_holdings",
    "load_catalogue",
    "number_advice",
    "recognition_on",
    "record_reading",
    "return_certificate",
    "revoke_certificate",
    "send_expiry_reminders",
    "submit_certificate",
    "to_mind",
    "to_mind_asked",
    "verify_certificate",
]
