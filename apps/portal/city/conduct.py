"""How conscientious an organisation is: spreads the city over all grades."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Conduct:
    """Chances in a single period, and the average share of absentees."""

    missing: float
    irregular: float
    late: float
    absent: float
    panel: float


#                    share  missing irregular late absent panel
CONDUCTS = (
    (0.34, Conduct(0.006, 0.01, 0.03, 0.04, 95)),
    (0.38, Conduct(0.05, 0.04, 0.08, 0.07, 90)),
    (0.20, Conduct(0.17, 0.08, 0.20, 0.11, 83)),
    (0.08, Conduct(0.45, 0.12, 0.40, 0.17, 71)),
)


def draw(rng: random.Random) -> Conduct:
    return rng.choices([c for _, c in CONDUCTS], [share for share, _ in CONDUCTS])[0]
