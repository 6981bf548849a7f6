"""Brands by layer, in and out, rechecks and adoptions on hand-made rows (S1, trap 6)."""

from datetime import date

from apps.brands.choices import BrandLayer as Layer
from apps.brands.models import Adoption, Brand, LayerSpan, Recheck
from apps.core.periods import Period
from apps.indicators import counting, tree
from tests import cast

YEAR = Period.year(2019)
IN, BEFORE, AFTER = date(2019, 6, 1), date(2018, 6, 1), date(2020, 6, 1)


def number_of(key: str, organisation, period: Period = YEAR) -> int:
    return int(tree.total(key, period, organisation).value)


def brand_of(organisation, *spans: tuple[Layer, date]) -> Brand:
    """With the layers that it went through, each from its day on."""
    number = Brand.objects.count()
    brand = Brand.objects.create(
        organisation=organisation,
        name=f"品牌{number}",
        status=spans[-1][0],
        certified_on=spans[-1][1],
    )
    ends = [day for _, day in spans[1:]] + [None]
    for (layer, day), end in zip(spans, ends, strict=True):
        LayerSpan.objects.create(brand=brand, layer=layer, starts_on=day, ends_on=end)
    return brand


def test_layers_of_a_day_add_up_to_the_brands_there_are(city):
    """Each brand in the layer of that day, whatever became of it."""
    for layer in Layer:
        brand_of(city.branch, (layer, BEFORE), (Layer.WITHDRAWN, AFTER))
    brand_of(city.branch, (Layer.NURTURING, AFTER))
    gone = cast.make_organisation("已撤销党支部", parent=city.committee, founded_on=BEFORE)
    brand_of(gone, (Layer.CERTIFIED, BEFORE))
    gone.dissolved_on = IN
    gone.save()
    keys = [f"brands_{key}" for key in LAYER_KEYS]
    numbers = [number_of(key, city.root) for key in keys]
    assert numbers == [1] * len(Layer)
    assert sum(numbers) == Brand.objects.with_layer_on(YEAR.last_day).count()
    before = [number_of(key, city.root, Period.year(2018)) for key in keys]
    assert sum(before) == len(Layer) + 1


LAYER_KEYS = (
    *("self_declared", "reported", "shortlisted", "certified"),
    *("demonstration", "under_recheck", "improving", "withdrawn"),
)


def test_reported_and_shown_in_a_year_are_what_began_in_it(city):
    again = (Layer.NURTURING, date(2019, 2, 1)), (Layer.SUBMITTED, date(2019, 9, 1))
    brand_of(city.branch, (Layer.SUBMITTED, date(2019, 1, 1)), *again)
    brand_of(city.sibling, (Layer.SUBMITTED, IN), (Layer.CERTIFIED, IN), (Layer.DEMONSTRATION, IN))
    brand_of(city.sibling, (Layer.CERTIFIED, BEFORE), (Layer.DEMONSTRATION, IN))
    brand_of(city.branch, (Layer.SUBMITTED, AFTER))
    brand_of(city.branch, (Layer.SUBMITTED, BEFORE), (Layer.DEMONSTRATION, AFTER))
    assert number_of("brands_reported_in", city.root) == 2
    assert number_of("brands_shown_in", city.root) == 2
    assert number_of("organisations_shown_in", city.root) == 1


def test_in_and_out_leave_aside_what_a_recheck_kept(city):
    """有进有出: kept is neither; restored after a withdrawal is in, withdrawn again is not out."""
    kept = (Layer.UNDER_RECHECK, IN), (Layer.CERTIFIED, IN)
    brand_of(city.branch, (Layer.SHORTLISTED, BEFORE), (Layer.CERTIFIED, IN))
    brand_of(city.branch, (Layer.CERTIFIED, BEFORE), *kept)
    brand_of(city.branch, (Layer.CERTIFIED, BEFORE), (Layer.WITHDRAWN, IN), *kept)
    brand_of(
        city.branch, (Layer.CERTIFIED, BEFORE), (Layer.UNDER_RECHECK, IN), (Layer.WITHDRAWN, IN)
    )
    still_out = (Layer.UNDER_RECHECK, IN), (Layer.WITHDRAWN, IN)
    brand_of(city.branch, (Layer.WITHDRAWN, BEFORE), *still_out)
    brand_of(city.branch, (Layer.CERTIFIED, BEFORE), (Layer.WITHDRAWN, AFTER))
    assert number_of("brands_certified_in", city.branch) == 2
    assert number_of("brands_withdrawn_in", city.branch) == 2
    assert number_of("brands_certified_in", city.sibling) == 0


def test_rechecks_count_when_held_and_brands_while_they_are_due(city):
    due, other = (brand_of(city.branch, (Layer.CERTIFIED, BEFORE)) for _ in range(2))
    looked_at = brand_of(city.branch, (Layer.UNDER_RECHECK, BEFORE))
    Brand.objects.filter(pk__in=[due.pk, looked_at.pk]).update(next_recheck_on=IN)
    Brand.objects.filter(pk=other.pk).update(next_recheck_on=AFTER)
    for held in (None, AFTER, IN):
        outcome = {"held_on": held, "outcome": "keep"} if held else {}
        Recheck.objects.create(
            brand=brand_of(city.branch, (Layer.CERTIFIED, BEFORE)),
            due_on=IN,
            returns_to=Layer.CERTIFIED,
            **outcome,
        )
    assert number_of("brand_rechecks_due", city.branch) == 1
    assert number_of("brand_rechecks", city.branch) == 1


def test_adoption_counts_for_both_houses_each_in_its_way(city):
    brand = brand_of(city.branch, (Layer.CERTIFIED, BEFORE))
    for organisation, day in ((city.sibling, IN), (city.other_branch, IN), (city.root, AFTER)):
        Adoption.objects.create(brand=brand, organisation=organisation, since=day, what="做法")
    assert number_of("brand_adoptions", city.sibling) == 1
    assert number_of("brand_adoptions", city.branch) == 0
    assert number_of("brands_adopted", city.branch) == 1
    assert counting.rows("brands_adopted", YEAR).count() == 2
