"""What stands for each item of a rating, and what the whole comes to."""

from dataclasses import dataclass
from fractions import Fraction

from apps.grades.choices import RatingStatus
from apps.grades.models import Rating, RatingLine
from apps.grades.scoring import Found, Mark, Outcome, Rules, outcome, proposed


@dataclass(frozen=True)
class Stage:
    """Who writes in a state: the columns of the lines that are his, and the right he needs."""

    name: str
    label: str
    permission: str
    states: tuple[RatingStatus, ...]
    words: str = ""

    @property
    def points(self) -> str:
        return f"{self.name}_points"

    @property
    def remark(self) -> str:
        return f"{self.name}_remark"


SELF = Stage(
    "self",
    "自评",
    "grades.rate_rating",
    (RatingStatus.SELF_RATING, RatingStatus.RETURNED),
    "self_words",
)
COMMITTEE = Stage(
    "committee", "初评", "grades.endorse_rating", (RatingStatus.COMMITTEE,), "committee_words"
)
STAFF = Stage("staff", "评定", "grades.review_rating", (RatingStatus.STAFF,))
STAGES = (SELF, COMMITTEE, STAFF)


def stage_of(rating: Rating) -> Stage | None:
    """Whose turn it is; None from the notice on."""
    return next((stage for stage in STAGES if rating.status in stage.states), None)


def points_known(line: RatingLine) -> Fraction | None:
    """What the portal's number gives, exactly."""
    return proposed(line.item.feed, line.item.most, line.number, line.target)


def points_before(line: RatingLine, stage: Stage) -> Fraction | None:
    """What stood before `stage` said anything."""
    found = points_known(line)
    for earlier in STAGES[: STAGES.index(stage)]:
        stated = getattr(line, earlier.points)
        found = Fraction(stated) if stated is not None else found
    return found


def points_of(line: RatingLine) -> Fraction | None:
    """What stands now: the last who departed from what was said before him."""
    if line.staff_points is not None:
        return Fraction(line.staff_points)
    return points_before(line, STAFF)


def outcome_of(rating: Rating, rules: Rules) -> Outcome:
    """Prefetch `lines__item` and `found_vetoes__veto` where several are asked for."""
    marks = [Mark(line.item_id, points_of(line), line.is_applicable) for line in rating.lines.all()]
    found = [Found(one.veto_id, one.number, one.reason) for one in rating.found_vetoes.all()]
    return outcome(rules, marks, found)
