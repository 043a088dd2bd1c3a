"""The shell and what stands in it can be used by everybody, on a phone and at a desk."""

import pytest

from tests.e2e.conftest import DESK, PHONE

pytestmark = [pytest.mark.e2e]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_sign_in_page_is_accessible(page_for, axe, width):
    page = page_for(None, width)
    page.goto("/accounts/login/")
    axe(page)
