"""The names under which drafts of the forms of brands are kept, and how what they change stands."""

from uuid import UUID

from apps.brands.models import Adoption, Brand
from apps.core import drafts

BRAND, RECHECK, ADOPTION = "brands.brand", "brands.recheck", "brands.adoption"


def form_of(brand: Brand | None) -> str:
    return f"{BRAND}:{brand.uuid}" if brand else BRAND


def form_of_recheck(brand: Brand) -> str:
    return f"{RECHECK}:{brand.uuid}"


def form_of_adoption(brand: Brand, adoption: Adoption | None = None) -> str:
    return f"{ADOPTION}:{brand.uuid}:{adoption.uuid if adoption else 'new'}"


def _standing_of_brand(user, rest: str) -> drafts.Standing | None:
    return _standing(Brand.objects.visible_to(user), rest)


def _standing_of_adoption(user, rest: str) -> drafts.Standing | None:
    return _standing(Adoption.objects.visible_to(user), rest.partition(":")[2])


def _standing(rows, key: str) -> drafts.Standing | None:
    """None for a new row, and for one that is not seen."""
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    row = rows.filter(uuid=uuid).first()
    return drafts.Standing(row.version, row.updated_at) if row else None


drafts.register_standing(BRAND, _standing_of_brand)
drafts.register_standing(ADOPTION, _standing_of_adoption)
