"""Masters of a province, their editions, and the copies of schools.

    create_province_home(province, by=…) -> HomePage
    release_edition(master, note=…, by=…) -> MasterEdition
    adopt(master_or_edition, home=…, course=None, by=…) -> Adoption
    differences(adoption, edition=None) -> CopyDifference
    merge_edition(adoption, edition, accept=…, prefer_theirs=(), by=…) -> MergeReport

Whoever is refused gets MasterRefused with a sentence in their language.
"""

from cms.masters.domain.adopting import adopt, hours_of_edition
from cms.masters.domain.differences import CopyDifference, PageDifference, PageState, differences
from cms.masters.domain.editions import release_edition
from cms.masters.domain.homes import create_province_home, province_home_of
from cms.masters.domain.merge import MergeReport, merge_edition
from cms.masters.domain.refusal import MasterRefused

__all__ = [
    "CopyDifference",
    "MasterRefused",
    "MergeReport",
    "PageDifference",
    "PageState",
    "adopt",
    "create_province_home",
    "differences",
    "hours_of_edition",
    "merge_edition",
    "province_home_of",
    "release_edition",
]
