import base64
import io

import pypdfium2
import pytest
from PIL import Image

from media.pdf import qr_data_uri, render_html


def test_qr_is_a_square_png_with_a_quiet_zone():
    kind, _, payload = qr_data_uri("https://qihang.example.edu.cn/verify/abc/").partition(",")
    assert kind == "data:image/png;base64"
    image = Image.open(io.BytesIO(base64.b64decode(payload))).convert("L")
    assert image.width == image.height
    quiet = image.crop((0, 0, image.width, 16))
    assert quiet.getextrema() == (255, 255)


def test_qr_differs_by_text():
    assert qr_data_uri("a") != qr_data_uri("b")


def test_qr_refuses_what_does_not_fit():
    with pytest.raises(ValueError):
        qr_data_uri("x" * 3000)


def test_qr_is_drawn_at_the_size_of_its_style():
    pdf = render_html(
        f'<img src="{qr_data_uri("https://qihang.example.edu.cn/")}" '
        'style="width: 3cm; height: 3cm">'
    )
    page = pypdfium2.PdfDocument(pdf)[0]
    (image,) = [
        item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    ]
    left, bottom, right, top = image.get_bounds()
    assert right - left == pytest.approx(85.04, abs=0.5)
    assert top - bottom == pytest.approx(85.04, abs=0.5)
