"""Applying the rules to an institution."""

import datetime
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.compliance.domain.presentation import title_of
from assessments.compliance.domain.rules import rules_in_force
from assessments.compliance.metrics import metric_of
from assessments.compliance.models import AuditRun, Finding
from courses.institutions.models import Institution

logger = logging.getLogger("qihang.audit")


def run_audit(
    institution: Institution,
    *,
    on: datetime.date,
    by: Any,
    progress: Callable[[int, object], None] | None = None,
    public_id: uuid.UUID | None = None,
) -> AuditRun:
    """Apply every rule in force on `on` and keep the answers; `by` is None for the command line.

    Each call makes a new run: runs are never changed, so a filed report opens as it was signed.
    With `public_id` the call may be repeated: the run of that id is returned once it exists.
    """
    with transaction.atomic():
        if public_id is not None:
            done: AuditRun | None = AuditRun.objects.filter(public_id=public_id).first()
            if done is not None:
                return done
        rules = rules_in_force(institution, on)
        findings = []
        for position, rule in enumerate(rules, start=1):
            if progress is not None:
                progress(100 * (position - 1) // len(rules), _("Checking: %s") % title_of(rule))
            answer = metric_of(rule.metric).measure(rule.parameters, institution, on)
            findings.append(
                Finding(
                    rule=rule,
                    position=position,
                    state=answer.state,
                    value=answer.value,
                    threshold=answer.threshold,
                    figures=answer.figures,
                    evidence=answer.evidence,
                )
            )
        run = AuditRun.objects.create(
            institution=institution, on=on, made_by=by, public_id=public_id or uuid.uuid4()
        )
        for finding in findings:
            finding.run = run
        Finding.objects.bulk_create(findings)
    logger.info(
        "audit %s of institution %s as of %s run by user %s",
        run.public_id,
        institution.code,
        on,
        by.pk if by else "-",
    )
    return run
