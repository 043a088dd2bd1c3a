"""Addresses of changes."""

from django.urls import path

from courses.changes.views import asking, group, incidents, notices, repairs, requests, rules

app_name = "changes"
urlpatterns = [
    path("", requests.mine, name="mine"),
    path("requests/", requests.request_list, name="list"),
    path("requests/<uuid:public_id>/", requests.detail, name="detail"),
    path("requests/<uuid:public_id>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<uuid:public_id>/answer/", requests.answer, name="answer"),
    path("requests/<uuid:public_id>/decide/", requests.decision, name="decide"),
    path("ask/<uuid:public_id>/", asking.choose, name="choose"),
    path("ask/<uuid:public_id>/<str:kind>/", asking.ask, name="ask"),
    path("incidents/", incidents.incident_list, name="incidents"),
    path("incidents/<uuid:public_id>/", incidents.incident_add, name="incident_add"),
    path("group/", group.group, name="group"),
    path("repairs/", repairs.repairs, name="repairs"),
    path("repairs/<uuid:public_id>/", repairs.repair, name="repair"),
    path("repairs/<uuid:public_id>/apply/", repairs.repair_apply, name="repair_apply"),
    path("repairs/<uuid:public_id>/end/", repairs.repair_end, name="repair_end"),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/new/", rules.rule_add, name="rule_add"),
    path("rules/withdraw/", rules.rule_withdraw, name="rule_withdraw"),
    path("news/read/", notices.read, name="read"),
    path("publications/<uuid:public_id>/", notices.publication, name="publication"),
]
