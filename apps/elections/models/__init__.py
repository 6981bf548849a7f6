"""换届: the way from one term to the next, its papers, elections and extensions."""

from apps.elections.models.elections import Election, ElectionCandidate, ElectionSeat
from apps.elections.models.extensions import TermExtension
from apps.elections.models.renewals import Renewal, RenewalPaper

__all__ = [
    "Election",
    "ElectionCandidate",
    "ElectionSeat",
    "Renewal",
    "RenewalPaper",
    "TermExtension",
]
