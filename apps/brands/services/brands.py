"""A brand is created, written on and applied for by its owner."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Organisation
from apps.brands.layers import first_span
from apps.brands.models import Brand, BrandEffect
from apps.brands.services.logos import hang_logo, take_down_logo
from apps.core.quantities import Qualifier
from apps.core.uploads import AcceptedFile
from apps.core.versions import claim_version

TEXTS = ("name", "meaning", "business_link", "measures", "effects", "copied_from")


@dataclass(frozen=True)
class EffectEntry:
    name: str
    value: Decimal
    unit: str
    value_hedge: Qualifier | str = Qualifier.EXACT
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class BrandEntry:
    """What is typed of a brand. Without a new logo the one in use stays, unless it is removed."""

    name: str
    meaning: str = ""
    business_link: str = ""
    measures: str = ""
    effects: str = ""
    copied_from: str = ""
    effect_rows: tuple[EffectEntry, ...] = ()
    logo: AcceptedFile | None = None
    removes_logo: bool = False


@transaction.atomic
def create_brand(
    *, organisation: Organisation, entry: BrandEntry, by, since: date | None = None
) -> Brand:
    """Self-declared from `since` (None: today) on."""
    day = since or timezone.localdate()
    gone = organisation.dissolved_on
    if day < organisation.founded_on or (gone and day >= gone):
        raise ValidationError({"organisation": f"{organisation}在{day}不存在，请另选党组织"})
    brand = Brand(organisation=organisation, created_by=by)
    _write(brand, entry)
    first_span(brand, day)
    _hang(brand, entry)
    return brand


@transaction.atomic
def rewrite_brand(*, brand: Brand, entry: BrandEntry, expected_version: int) -> Brand:
    """Change what nobody judges just now. StaleVersion where somebody was faster."""
    claim_version(brand, expected=expected_version)
    brand.refresh_from_db(fields=["status"])
    if not brand.is_writable:
        raise ValidationError(
            f"“{brand}”现在是“{brand.get_status_display()}”，不能修改。"
            "申报期间要改的请先撤回申报；认定以后要改的请联系工委"
        )
    _write(brand, entry)
    _hang(brand, entry)
    return brand


def _write(brand: Brand, entry: BrandEntry) -> None:
    for name in TEXTS:
        setattr(brand, name, getattr(entry, name))
    brand.full_clean(exclude=["created_by"])
    brand.save()
    state_effects(brand, entry.effect_rows)


def state_effects(brand: Brand, entries: Iterable[EffectEntry]) -> None:
    """Exactly these figures; one that is stated as it stood is left alone."""
    wanted = list(entries)
    stored = {_key(row): row for row in brand.effect_rows.all()}
    keys = [(entry.name, entry.starts_on) for entry in wanted]
    if repeated := sorted({name for name, day in keys if keys.count((name, day)) > 1}):
        raise ValidationError(
            {"effect_rows": [f"“{name}”同一时段写了两次，请只留一行" for name in repeated]}
        )
    brand.effect_rows.exclude(pk__in=[stored[k].pk for k in keys if k in stored]).delete()
    for entry, key in zip(wanted, keys, strict=True):
        row = stored.get(key) or BrandEffect(brand=brand)
        given = asdict(entry)
        if row.pk and all(getattr(row, name) == value for name, value in given.items()):
            continue
        row.__dict__.update(given)
        row.full_clean()
        row.save()


def _key(row: BrandEffect) -> tuple[str, date | None]:
    return row.name, row.starts_on


def _hang(brand: Brand, entry: BrandEntry) -> None:
    if entry.logo:
        hang_logo(brand=brand, accepted=entry.logo)
    elif entry.removes_logo:
        take_down_logo(brand=brand)
