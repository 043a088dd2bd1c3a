"""A difference as people read it: old master | new master | our text."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.masters.domain import CopyDifference, MergeReport, PageDifference, PageState
from cms.masters.merging import ABSENT, Outcome, Step
from cms.masters.models import MasterEdition
from cms.masters.texts import model_named
from cms.masters.wording import Names, Wording
from cms.masters.words import Run, marked

STATES = {
    PageState.SAME: gettext_lazy("as in the edition"),
    PageState.CHANGED: gettext_lazy("changed in the new edition"),
    PageState.ADDED: gettext_lazy("new in this edition"),
    PageState.MISSING: gettext_lazy("not in your copy"),
    PageState.REMOVED: gettext_lazy("gone from the master"),
}
OUTCOMES = {
    Outcome.TAKEN: gettext_lazy("is taken over"),
    Outcome.KEPT: gettext_lazy("your text stays"),
    Outcome.CONFLICT: gettext_lazy("both changed: choose"),
    Outcome.REPLACED: gettext_lazy("fixed by the province: replaces your text"),
}
ICONS = {
    Outcome.TAKEN: "arrow-down-circle",
    Outcome.KEPT: "house-check",
    Outcome.CONFLICT: "exclamation-triangle",
    Outcome.REPLACED: "lock",
}
TONES = {Outcome.CONFLICT: "warn", Outcome.REPLACED: "warn"}


@dataclass
class ShownStep:
    """One value, block, row or order; each text as runs, empty where there is none."""

    place: str
    heading: str
    outcome: Outcome
    old: list[Run] = field(default_factory=list)
    new: list[Run] = field(default_factory=list)
    ours: list[Run] = field(default_factory=list)
    is_order: bool = False

    @property
    def said(self) -> Any:
        return OUTCOMES[self.outcome]

    @property
    def icon(self) -> str:
        return ICONS[self.outcome]

    @property
    def tone(self) -> str:
        return TONES.get(self.outcome, "good")

    @property
    def is_as_before(self) -> bool:
        """The school's text is the old master's: nobody needs to read it twice."""
        texts = ["".join(run.text for run in runs) for runs in (self.old, self.ours)]
        return bool(self.ours) and texts[0] == texts[1]

    @property
    def is_choice(self) -> bool:
        return self.outcome is Outcome.CONFLICT


class ShownPage:
    """A page of the difference with its words; `page` decides what can be done."""

    def __init__(self, page: PageDifference, names: Names) -> None:
        self.page = page
        self.wording = Wording(model_named(page.kind), names)

    @property
    def kind(self) -> Any:
        return model_named(self.page.kind)._meta.verbose_name

    @property
    def said(self) -> Any:
        return STATES[self.page.state]

    @cached_property
    def steps(self) -> list[ShownStep]:
        """What differs, in the order of the page; nothing for a page that comes or goes whole."""
        if self.page.merge is None:
            return []
        found = (step for step in self.page.merge.steps if step.outcome is not Outcome.SAME)
        return [self._shown(step) for step in found]

    @cached_property
    def text(self) -> list[str]:
        """The new edition's page in plain words, for a page that comes whole."""
        said = [self.wording.words(name, value) for name, value in self.page.theirs.values.items()]
        for name, items in self.page.theirs.lists.items():
            said += [self.wording.words(name, item.value) for item in items]
        return [words for words in said if words]

    def _shown(self, step: Step) -> ShownStep:
        name, _colon, _key = step.place.partition(":")
        if step.place.endswith("#order"):
            heading = self.wording.label(name.removesuffix("#order"))
            return ShownStep(step.place, heading, step.outcome, is_order=True)
        shown = next(value for value in (step.theirs, step.ours, step.base) if value is not ABSENT)
        heading = " · ".join(
            part
            for part in (self.wording.label(name), self.wording.item_label(name, shown))
            if part
        )
        base, ours, theirs = (
            self.wording.words(name, value) for value in (step.base, step.ours, step.theirs)
        )
        old, new = marked(base, theirs)
        _base, mine = marked(base, ours)
        return ShownStep(step.place, heading, step.outcome, old, new, mine)


def shown(difference: CopyDifference) -> list[ShownPage]:
    """The pages about which there is something to decide."""
    names = Names()
    return [ShownPage(page, names) for page in difference.to_decide]


def report_sentence(report: MergeReport, edition: MasterEdition) -> str:
    """What a merge did, and what comes next."""
    published, drafted = len(report.published), len(report.drafted)
    if not any((published, drafted, report.unpublished, report.kept)):
        return _("Your copy is of edition %(number)d now.") % {"number": edition.number}
    if drafted:
        return _(
            "%(published)d pages are live with the province's text; %(drafted)d pages with text of "
            "your own are drafts now: look at them and send them to review."
        ) % {"published": published, "drafted": drafted}
    return _("%(published)d pages are live with the province's text.") % {"published": published}
