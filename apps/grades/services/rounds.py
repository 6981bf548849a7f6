"""One step for all ratings of a round that are ready for it; the others stay and are told why."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from apps.core.lifecycle import advance
from apps.grades.models import Rating


@dataclass
class Settled:
    done: list[Rating] = field(default_factory=list)
    stayed: list[tuple[Rating, str]] = field(default_factory=list)


def settle(*, ratings: Iterable[Rating], step: str, by) -> Settled:
    """Each by itself: what is refused of one does not keep the others."""
    settled = Settled()
    for rating in ratings:
        try:
            settled.done.append(advance(rating, step, by=by))
        except ValidationError as refusal:
            settled.stayed.append((rating, " ".join(refusal.messages)))
    return settled
