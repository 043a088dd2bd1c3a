"""Addresses of rotation training."""

from django.urls import path

from courses.training.views import (
    budgets,
    correcting,
    coverage,
    mine,
    nominations,
    programmes,
    quota_files,
    quotas,
    rules,
    running,
    session_changes,
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
    path("budgets/", budgets.budget_list, name="budgets"),
    path("budgets/new/", budgets.budget_add, name="budget_add"),
    path("budgets/<uuid:public_id>/", budgets.budget_edit, name="budget_edit"),
    path("budgets/<uuid:public_id>/remove/", budgets.budget_remove, name="budget_remove"),
    path("completions/<uuid:public_id>/", correcting.completion, name="completion"),
    path("quotas/", quota_files.quota_files, name="quota_files"),
    path("quotas/export/", quota_files.quota_export, name="quota_export"),
    path("new/", session_changes.session_add, name="session_add"),
    path("nominations/<uuid:public_id>/decide/", nominations.decide, name="decide"),
    path(
        "nominations/<uuid:public_id>/withdraw/", nominations.withdraw_nomination, name="withdraw"
    ),
    path("<uuid:public_id>/", sessions.session_detail, name="session"),
    path("<uuid:public_id>/edit/", session_changes.session_edit, name="session_edit"),
    path("<uuid:public_id>/act/", session_changes.session_act, name="session_act"),
    path("<uuid:public_id>/cancel/", session_changes.session_cancel, name="session_cancel"),
    path("<uuid:public_id>/quotas/", quotas.quotas, name="quotas"),
    path("<uuid:public_id>/nominate/", nominations.nominate_people, name="nominate"),
    path("<uuid:public_id>/apply/", mine.apply, name="apply"),
    path("<uuid:public_id>/roll/", running.roll, name="roll"),
    path("<uuid:public_id>/results/", running.results, name="results"),
]
