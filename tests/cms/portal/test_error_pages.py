"""What went wrong is said in words, in the shell where there is one."""

import pytest
from django.test import RequestFactory

from cms.portal.error_views import server_error
from courses.institutions.enums import RoleKind

pytestmark = pytest.mark.django_db


def test_missing_page_keeps_the_menu_of_a_signed_in_person(sign_in):
    response = sign_in(RoleKind.STUDENT).get("/my/nothing-here/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "页面不存在" in text
    assert "主菜单" in text


def test_forbidden_page_says_whom_to_ask(sign_in):
    response = sign_in(RoleKind.STUDENT).get("/my/audit/")
    assert response.status_code == 403
    assert "请联系本校管理员" in response.content.decode()


def test_error_page_asks_no_database(client, sign_in, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = sign_in(RoleKind.STUDENT).user
    with django_assert_num_queries(0):
        response = server_error(request)
    assert response.status_code == 500
    assert "系统出现错误" in response.content.decode()


def test_error_page_speaks_english_to_those_who_chose_it(settings):
    from django.utils import translation

    with translation.override("en"):
        response = server_error(RequestFactory().get("/"))
    assert "Something went wrong" in response.content.decode()
