"""Templates: fields out of a closed list, kept as they were when something was printed."""

import base64
import datetime
import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from assessments.certificates.domain import certificate_document, issue_certificates
from assessments.certificates.domain.errors import SealRefused
from assessments.certificates.domain.shipped import SHIPPED
from assessments.certificates.domain.templates import seal_picture, template_on
from assessments.certificates.enums import Border, CertificateKind, Orientation
from assessments.certificates.models import CertificateTemplate, TemplateVersion
from assessments.certificates.models.template_version import VersionChanged
from assessments.certificates.rules import FIELDS, filled, unknown_fields, validate_text
from tests.factories.certificates import ISSUED_ON, CertificateTemplateFactory, locked_class

VALUES = {field: f"<{field}>" for field in set(FIELDS.values())}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    "text",
    [
        "{姓名}{0.__class__}",
        "{姓名}{name.__class__.__mro__}",
        "{姓名}{name!r}",
        "{姓名}{name:>10000000}",
        "{姓名}{name[0]}",
        "{姓名}{certificate}",
        "{姓名}{}",
        "{姓名}{{name}}",
        "{姓名}{",
        "}{姓名}",
    ],
)
def test_placeholder_that_is_no_field_is_refused(text):
    with pytest.raises(ValidationError, match="没有"):
        validate_text(text)


def test_text_has_to_name_the_holder():
    with pytest.raises(ValidationError):
        validate_text("完成《{课程}》课程")


@pytest.mark.parametrize("content", SHIPPED.values(), ids=list(SHIPPED))
def test_shipped_text_is_a_valid_one_and_leaves_no_brace(content):
    validate_text(content["text"])
    text = filled(content["text"], VALUES)
    assert "<name>" in text
    assert not set("{}") & set(text)


def test_braces_in_a_name_are_printed_as_they_are():
    values = {**VALUES, "name": "{what}{name.__class__}"}
    assert filled("{姓名}：{课程}", values) == "{what}{name.__class__}：<what>"


@given(st.text(alphabet="{}姓名name_.[]!:0 ", max_size=30))
def test_accepted_text_is_filled_without_an_error(text):
    if not unknown_fields(text):
        assert "{姓名}" not in filled(text, VALUES)


@pytest.mark.django_db
def test_template_is_used_from_its_day_on_and_only_in_use(institution):
    kind = CertificateKind.COURSE_COMPLETION
    first = CertificateTemplateFactory(institution=institution, valid_from="2026-09-01")
    second = CertificateTemplateFactory(institution=institution, valid_from="2026-12-01")
    CertificateTemplateFactory(institution=institution, valid_from="2026-12-02", in_use=False)
    CertificateTemplateFactory(valid_from="2026-12-03")

    def on(month, day):
        return template_on(institution, kind=kind, day=datetime.date(2026, month, day))

    assert on(8, 31) is None
    assert on(11, 30) == first
    assert on(12, 31) == second


@pytest.mark.django_db
def test_issued_certificate_keeps_the_template_it_was_printed_with(institution):
    template = CertificateTemplateFactory(
        institution=institution, heading="合格证书", text="{姓名}学完{课程}，{学时}学时。"
    )
    batch = issue_certificates(
        locked_class(institution, names=["王小明"]), issued_on=ISSUED_ON, by=None
    )
    before = text_of(certificate_document(batch.certificates.get()))
    assert "合格证书" in before
    assert "王小明学完大学生职业发展与就业指导，38学时。" in before
    template.heading = "另一标题"
    template.save()
    assert text_of(certificate_document(batch.certificates.get())) == before
    later = issue_certificates(
        locked_class(institution, names=["李华"]), issued_on=ISSUED_ON, by=None
    )
    assert "另一标题" in text_of(certificate_document(later.certificates.get()))
    assert TemplateVersion.objects.count() == 2


@pytest.mark.django_db
def test_same_template_used_again_is_the_same_version(institution):
    for name in ("王小明", "李华"):
        issue_certificates(locked_class(institution, names=[name]), issued_on=ISSUED_ON, by=None)
    version = TemplateVersion.objects.get()
    assert version.template is None
    assert version.content == SHIPPED[CertificateKind.COURSE_COMPLETION]


@pytest.mark.django_db
def test_version_can_neither_be_changed_nor_deleted(institution):
    version = TemplateVersion.objects.create(institution=institution, content={}, sha256="0" * 64)
    version.content = {"heading": "x"}
    with pytest.raises(VersionChanged):
        version.save()
    with pytest.raises(VersionChanged):
        version.delete()
    with pytest.raises(VersionChanged):
        TemplateVersion.objects.update(content={})
    with pytest.raises(VersionChanged):
        TemplateVersion.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("orientation", Orientation.values)
@pytest.mark.parametrize("border", Border.values)
def test_every_layout_is_one_page_with_all_its_words(sign_in, institution, orientation, border):
    client = sign_in("office")
    template = CertificateTemplateFactory(
        institution=institution,
        orientation=orientation,
        border=border,
        left_signatory="校长",
        right_signatory="教务处长",
        text="{姓名}（学号 {学号}）\n于{学期}学完《{课程}》，\n共 {学时} 学时。",
    )
    response = client.get(f"/my/certificates/templates/{template.public_id}/preview/")
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (box.width > box.height) == (orientation == "landscape")
    text = text_of(response.content)
    for part in ("王小明", "校长：", "教务处长：", "38学时", institution.name):
        assert part in text


@pytest.mark.django_db
def test_preview_of_another_institution_s_template_is_not_found(sign_in):
    template = CertificateTemplateFactory()
    response = sign_in("office").get(f"/my/certificates/templates/{template.public_id}/preview/")
    assert response.status_code == 404


def test_seal_is_kept_as_small_png_without_anything_else():
    picture = io.BytesIO()
    Image.new("RGB", (3000, 3000), "red").save(picture, "JPEG", comment=b"secret of the camera")
    kept = Image.open(io.BytesIO(seal_picture(picture.getvalue())))
    assert (kept.format, kept.size) == ("PNG", (500, 500))
    assert "comment" not in kept.info


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", PNG[:30], b"\x89PNG" + b"x" * 99])
def test_seal_that_is_no_picture_is_refused(content):
    with pytest.raises(SealRefused):
        seal_picture(content)


def test_seal_of_too_many_pixels_or_bytes_is_refused():
    picture = io.BytesIO()
    Image.new("1", (9000, 9000)).save(picture, "PNG")
    with pytest.raises(SealRefused, match="4000"):
        seal_picture(picture.getvalue())
    with pytest.raises(SealRefused, match="2 MB"):
        seal_picture(b"x" * 3_000_000)


def test_seal_that_would_unfold_to_gigabytes_is_refused_by_its_header():
    def chunk(name, content):
        checked = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + checked

    size = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    with pytest.raises(SealRefused, match="4000"):
        seal_picture(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b""))


# --- /admin ----------------------------------------------------------------------------------
LIST = "/admin/snippets/assessments/certificatetemplate/"


@pytest.fixture
def author(sign_in):
    """`author("office")` → a client of a person who may enter Wagtail's admin."""
    from cms.publishing.groups import sync_groups

    def make(kind, **role):
        client = sign_in(kind, **role)
        sync_groups(client.user)
        return client

    return make


def written(**changes):
    return {
        "name": "2026 版",
        "kind": "course_completion",
        "valid_from": "2026-09-01",
        "in_use": "on",
        "heading": "结业证书",
        "text": "{姓名}学完《{课程}》。",
        "left_signatory": "校长",
        "right_signatory": "",
        "orientation": "portrait",
        "border": "single",
        **changes,
    }


@pytest.mark.django_db
def test_office_writes_a_template_with_a_seal_for_its_own_institution(author, institution):
    client = author("office")
    seal = SimpleUploadedFile("公章.png", PNG, content_type="image/png")
    response = client.post(f"{LIST}add/", written(seal_file=seal))
    assert response.status_code == 302, response.context["form"].errors
    template = CertificateTemplate.objects.get()
    assert template.institution == institution
    assert template.seal.content_type == "image/png"
    assert template.name in client.get(LIST).text
    page = client.get(f"{LIST}edit/{template.pk}/").text
    assert f"/my/certificates/templates/{template.public_id}/preview/" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"text": "{姓名}{0.__class__}"},
        {"heading": "{姓名}"},
        {"automatic": "on"},
        {"valid_from": "9999-12-31"},
        {"heading": "证\U000f0001书"},
        {"seal_file": SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")},
    ],
    ids=["field", "heading", "automatic", "day", "glyph", "seal"],
)
def test_template_that_can_not_be_printed_is_not_kept(author, changes):
    response = author("office").post(f"{LIST}add/", written(**changes))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not CertificateTemplate.objects.exists()


@pytest.mark.django_db
def test_institution_in_the_form_is_ignored(author, institution):
    other = CertificateTemplateFactory().institution
    author("admin").post(f"{LIST}add/", written(institution=other.pk))
    assert CertificateTemplate.objects.get(name="2026 版").institution == institution


@pytest.mark.django_db
def test_template_of_another_institution_does_not_exist_in_the_admin(author, institution):
    foreign = CertificateTemplateFactory(name="北辰外校模板")
    client = author("office")
    for address in (
        f"{LIST}edit/{foreign.pk}/",
        f"{LIST}history/{foreign.pk}/",
        f"{LIST}usage/{foreign.pk}/",
    ):
        response = client.get(address)
        assert response.status_code == 404, address
    assert client.post(f"{LIST}edit/{foreign.pk}/", written()).status_code == 404
    for address in (LIST, f"{LIST}?q=北辰", f"{LIST}results/", "/admin/reports/site-history/"):
        assert "外校模板" not in client.get(address).text
    foreign.refresh_from_db()
    assert foreign.name == "北辰外校模板"


@pytest.mark.django_db
def test_nobody_deletes_a_template(author, institution):
    template = CertificateTemplateFactory(institution=institution)
    client = author("office")
    client.post(f"{LIST}delete/{template.pk}/")
    client.post(f"/admin/bulk/assessments/certificatetemplate/delete/?id={template.pk}")
    assert CertificateTemplate.objects.filter(pk=template.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["instructor", "department"])
def test_authors_who_are_no_office_find_no_templates(author, institution, kind):
    template = CertificateTemplateFactory(institution=institution, name="本校模板")
    client = author(kind)
    for address in (LIST, f"{LIST}edit/{template.pk}/", f"{LIST}add/"):
        response = client.get(address)
        assert "本校模板" not in response.text
        assert response.status_code in {302, 403, 404}


def text_of(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())
