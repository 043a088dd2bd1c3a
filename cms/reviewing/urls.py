"""Addresses of reviews for people who are signed in."""

from django.urls import path

from cms.reviewing.views import deciding, inviting, lists, times

app_name = "reviews"
urlpatterns = [
    path("", lists.inbox, name="inbox"),
    path("mine/", lists.mine, name="mine"),
    path("times/", times.review_times, name="times"),
    path("page/<int:page_id>/", deciding.page_review, name="page"),
    path("page/<int:page_id>/send/", lists.send, name="send"),
    path("page/<int:page_id>/withdraw/", lists.withdraw, name="withdraw"),
    path("page/<int:page_id>/invite/", inviting.invite, name="invite"),
    path("invitation/<uuid:public_id>/revoke/", inviting.revoke, name="revoke"),
    path("<uuid:public_id>/", deciding.step, name="step"),
    path("<uuid:public_id>/approve/", deciding.approve, name="approve"),
    path("<uuid:public_id>/return/", deciding.send_back, name="return"),
    path("<uuid:public_id>/comment/", deciding.comment, name="comment"),
]
