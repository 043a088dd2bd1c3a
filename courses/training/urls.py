"""Addresses of rotation training."""

from django.urls import path

from courses.training.views import (
    coverage,
    mine,
    nominations,
    programmes,
    quotas,
    rules,
    running,
    sessions,
)

app_name = "training"
urlpatterns = [
    path("", sessions.session_list, name="sessions"),
    path("mine/", mine.mine, name="mine"),
    path("coverage/", coverage.coverage_page, name="coverage"),
    path("away/", coverage.away, name="away"),
    path("coverage/export/", coverage.coverage_export, name="coverage_export"),
    path("programmes/", programmes.programme_list, name="programmes"),
    path("programmes/new/", programmes.programme_add, name="programme_add"),
    path("programmes/<uuid:public_id>/", programmes.programme_edit, name="programme_edit"),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/<slug:name>/new/", rules.rule_add, name="rule_add"),
    path("rules/<slug:name>/withdraw/", rules.rule_withdraw, name="rule_withdraw"),
    path("new/", sessions.session_add, name="session_add"),
    path("nominations/<uuid:public_id>/decide/", nominations.decide, name="decide"),
    path(
        "nominations/<uuid:public_id>/withdraw/", nominations.withdraw_nomination, name="withdraw"
    ),
    path("<uuid:public_id>/", sessions.session_detail, name="session"),
    path("<uuid:public_id>/edit/", sessions.session_edit, name="session_edit"),
    path("<uuid:public_id>/act/", sessions.session_act, name="session_act"),
    path("<uuid:public_id>/cancel/", sessions.session_cancel, name="session_cancel"),
    path("<uuid:public_id>/quotas/", quotas.quotas, name="quotas"),
    path("<uuid:public_id>/nominate/", nominations.nominate_people, name="nominate"),
    path("<uuid:public_id>/apply/", mine.apply, name="apply"),
    path("<uuid:public_id>/roll/", running.roll, name="roll"),
    path("<uuid:public_id>/results/", running.results, name="results"),
]
