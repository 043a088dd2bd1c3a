"""Loading what is shipped, and knowing whether it is loaded."""

from assessments.reference_data.domain.loading import Loaded, load_reference_data
from assessments.reference_data.domain.shipped import loaded_as_shipped, shipped_fingerprint

__all__ = ["Loaded", "load_reference_data", "loaded_as_shipped", "shipped_fingerprint"]
