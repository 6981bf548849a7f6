"""Points and remarks at each stage; what nobody departs from stays what it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.exact import half_up, shown
from apps.core.lifecycle import advance
from apps.core.text import clean_text
from apps.grades.marks import SELF, Stage, points_before
from apps.grades.models import Rating, RatingLine
from apps.grades.services.outcomes import locked_for, state_outcome
from apps.grades.services.reading import fill

# What hands a rating on from each stage.
ONWARD = {"self": "submit", "committee": "endorse"}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a line; `points` None agrees with what stood before."""

    line: RatingLine
    points: Decimal | None = None
    remark: str = ""


@transaction.atomic
def save_marks(
    *,
    rating: Rating,
    stage: Stage,
    said: Iterable[Said],
    expected_version: int,
    by,
    words: str = "",
    hand_on: bool = False,
) -> Rating:
    """Points above the most or below nothing are refused by the name of their line."""
    stored = locked_for(rating, stage, by, expected_version=expected_version)
    lines = {line.pk: line for line in stored.lines.select_related("item")}
    for one in said:
        _write(lines[one.line.pk], stage, one)
    if stage.words:
        setattr(stored, stage.words, clean_text(words))
        stored.save(update_fields=[stage.words])
    state_outcome(stored)
    return advance(stored, ONWARD[stage.name], by=by) if hand_on else stored


def _write(line: RatingLine, stage: Stage, said: Said) -> None:
    most = line.item.most
    if said.points is not None and not 0 <= said.points <= most:
        raise ValidationError(
            f"“{line.item}”满分 {shown(most)} 分，不能填 {shown(said.points)} 分，"
            f"请填 0 到 {shown(most)} 之间的分数"
        )
    setattr(line, stage.points, departure(line, stage, said.points))
    setattr(line, stage.remark, clean_text(said.remark))
    line.save(update_fields=[stage.points, stage.remark])


def departure(line: RatingLine, stage: Stage, points: Decimal | None) -> Decimal | None:
    """Points that say the same as what stood before are none of one's own."""
    before = points_before(line, stage)
    if points is not None and before is not None and half_up(before, 2) == points:
        return None
    return points


@transaction.atomic
def read_again(*, rating: Rating, by) -> Rating:
    """Take today's numbers of the portal, while the body still writes."""
    stored = locked_for(rating, SELF, by)
    fill(stored.scheme, stored.year, [stored])
    state_outcome(stored)
    return stored
