"""Signatures of PDFs: made with the right key, and broken by any change."""

import datetime
import io
import stat

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from assessments.certificates.domain import certificate_document, issue_certificates
from assessments.certificates.domain.errors import SigningRefused
from assessments.certificates.domain.signing import INSTALLATION, all_keys, key_for
from tests.factories.certificates import ISSUED_ON, CertificateFactory, locked_class
from tests.factories.signing import signing_key

pytestmark = pytest.mark.django_db
LATER = datetime.datetime(2026, 12, 30, 8, tzinfo=datetime.UTC)


def judged(pdf, key):
    """What pyHanko's validator says of the only signature, trusting the key's certificate."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    root = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    return signature, validate_pdf_signature(
        signature, ValidationContext(trust_roots=[root], allow_fetching=False)
    )


def test_single_certificate_is_certified_by_the_key(key):
    signature, status = judged(certificate_document(CertificateFactory()), key)
    assert status.bottom_line
    assert status.trusted
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert status.docmdp_ok
    assert signature.docmdp_level.name == "NO_CHANGES"


def test_document_of_a_batch_is_signed_once(key, institution):
    batch = issue_certificates(
        locked_class(institution, names=["王小明", "李华"]), issued_on=ISSUED_ON, by=None
    )
    with batch.document.file.open("rb") as file:
        _signature, status = judged(file.read(), key)
    assert status.bottom_line


def test_changed_byte_breaks_the_signature(key):
    pdf = bytearray(certificate_document(CertificateFactory()))
    at = pdf.index(b"/Author")
    pdf[at + 1] ^= 1
    _signature, status = judged(bytes(pdf), key)
    assert not status.intact
    assert not status.bottom_line


def test_addition_after_the_signature_is_noticed(key):
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(certificate_document(CertificateFactory())))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pdf_name("/Rotate")] = writer.root["/Pages"]["/Count"]
    writer.mark_update(page.container_ref)
    changed = io.BytesIO()
    writer.write(changed)
    _signature, status = judged(changed.getvalue(), key)
    assert not status.bottom_line


def test_signature_of_a_strangers_key_is_not_trusted(key, settings, tmp_path):
    pdf = certificate_document(CertificateFactory())
    settings.QIHANG_SIGNING_DIR = tmp_path / "other"
    _signature, status = judged(pdf, signing_key(name="别校"))
    assert status.intact
    assert not status.trusted


def test_without_a_key_nothing_is_signed():
    pdf = certificate_document(CertificateFactory())
    assert not PdfFileReader(io.BytesIO(pdf)).embedded_signatures


def test_institution_s_own_key_goes_before_the_installation_s(key, institution):
    own = signing_key(owner=institution.code, name=institution.name)
    assert key_for(institution, at=LATER) == own
    other = CertificateFactory().institution
    assert key_for(other, at=LATER) == key


def test_key_of_a_demonstration_signs_nothing_in_production(settings, tmp_path, institution):
    settings.QIHANG_SIGNING_DIR = tmp_path
    signing_key(demo=True)
    assert key_for(institution, at=LATER) is not None
    settings.QIHANG_DEMO_ALLOWED = False
    with pytest.raises(SigningRefused, match="演示"):
        certificate_document(CertificateFactory())


def test_expired_key_signs_nothing(key, institution):
    much_later = datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC)
    with pytest.raises(SigningRefused, match="过期"):
        key_for(institution, at=much_later)


def test_key_that_can_not_be_opened_is_said(key, settings):
    settings.QIHANG_SIGNING_PASSPHRASE = "not its passphrase"
    with pytest.raises(SigningRefused, match=key.key_id):
        certificate_document(CertificateFactory())


def test_command_makes_a_key_that_only_its_user_reads(settings, tmp_path, institution, capsys):
    settings.QIHANG_SIGNING_DIR = tmp_path
    settings.QIHANG_SIGNING_PASSPHRASE = "a passphrase"
    call_command("make_signing_key", institution=institution.code)
    call_command("make_signing_key", institution=institution.code, if_missing=True)
    (key,) = all_keys()
    secret = key.folder / "key.pem"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in secret.read_bytes()
    assert (key.owner, key.is_demo) == (institution.code, False)
    assert key.private_key.public_key() == key.certificate.public_key()
    assert str(key.folder) in capsys.readouterr().out


def test_command_makes_no_key_for_demonstrations_in_production(settings, tmp_path):
    settings.QIHANG_SIGNING_DIR = tmp_path
    settings.QIHANG_DEMO_ALLOWED = False
    with pytest.raises(CommandError):
        call_command("make_signing_key", demo=True)
    assert not all_keys()


def test_new_key_signs_and_the_old_one_stays(key, institution, settings):
    newer = key.folder.with_name("20260601-080000-abcdef01")
    key.folder.rename(newer)
    signing_key()
    assert [one.owner for one in all_keys()] == [INSTALLATION, INSTALLATION]
    assert key_for(institution, at=LATER).folder == newer
