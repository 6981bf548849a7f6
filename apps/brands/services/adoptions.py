"""学用: entered by the body that took something up."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Organisation
from apps.brands.models import Adoption, Brand
from apps.core.models.spans import day_in_words
from apps.core.versions import claim_version


@transaction.atomic
def adopt_brand(
    *, brand: Brand, organisation: Organisation, since: date, what: str, by, result: str = ""
) -> Adoption:
    """Refused for the body whose own brand it is, and for what nobody outside may read yet."""
    _check(brand, organisation, since)
    adoption = Adoption(
        brand=brand,
        organisation=organisation,
        since=since,
        what=what,
        result=result,
        created_by=by,
    )
    adoption.full_clean(exclude=["created_by"])
    adoption.save()
    return adoption


@transaction.atomic
def rewrite_adoption(
    *, adoption: Adoption, since: date, what: str, result: str, expected_version: int
) -> Adoption:
    claim_version(adoption, expected=expected_version)
    _check(adoption.brand, adoption.organisation, since)
    adoption.since, adoption.what, adoption.result = since, what, result
    adoption.full_clean(exclude=["created_by"])
    adoption.save()
    return adoption


def _check(brand: Brand, organisation: Organisation, since: date) -> None:
    problems: dict[str, str] = {}
    if organisation == brand.organisation:
        problems["organisation"] = (
            f"“{brand}”就是{organisation}自己的品牌，学用的是别的党组织的做法，请另选"
        )
    elif not brand.is_public:
        problems["brand"] = f"“{brand}”还没有认定，认定以后才能登记学用"
    if since > timezone.localdate():
        problems["since"] = f"开始学用的日期{since}还没有到，请核对"
    elif since < organisation.founded_on:
        problems["since"] = (
            f"{organisation}成立于{day_in_words(organisation.founded_on)}，学用的日期不能更早"
        )
    elif organisation.dissolved_on and since >= organisation.dissolved_on:
        problems["since"] = (
            f"{organisation}已于{day_in_words(organisation.dissolved_on)}撤销，请核对日期"
        )
    if problems:
        raise ValidationError(problems)
