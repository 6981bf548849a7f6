"""The brands of a body as cards: what comes next, and the buttons for it; one query for all."""

from collections.abc import Iterable
from typing import NamedTuple

from apps.brands.models import Brand, Recheck
from apps.brands.wording import next_step
from apps.core.lifecycle import Transition, lifecycle_of

# The steps of the body itself; the committee takes its own at the desk.
OWN = "brands.submit_brand"


class Card(NamedTuple):
    brand: Brand
    next_step: str
    steps: list[Transition]
    can_report: bool


def cards_of(brands: Iterable[Brand], user) -> list[Card]:
    shown = list(brands)
    opened = {r.brand_id: r for r in Recheck.objects.open().filter(brand__in=shown)}
    return [_card(brand, opened.get(brand.pk), user) for brand in shown]


def _card(brand: Brand, recheck: Recheck | None, user) -> Card:
    may_change = user.has_perm("brands.change_brand", brand)
    steps = own_steps(brand, user)
    told = next_step(brand, recheck, keeps=may_change)
    return Card(brand, told, steps, may_change and recheck is not None)


def own_steps(brand: Brand, user) -> list[Transition]:
    return [t for t in lifecycle_of(brand).open_steps(brand, user) if t.permission == OWN]
