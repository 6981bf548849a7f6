"""Taking up what another unit showed."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Unit
from apps.zones.models import Practice, PracticeAdoption


@transaction.atomic
def adopt_practice(
    *, practice: Practice, unit: Unit, since: date, by, result: str = ""
) -> PracticeAdoption:
    adoption = PracticeAdoption(practice=practice, unit=unit, since=since, result=result)
    if practice.unit_id == unit.pk:
        raise ValidationError({"unit": f"“{practice}”就是“{unit}”的做法，不用登记学用"})
    if since > timezone.localdate():
        raise ValidationError({"since": "开始学用的日期还没有到，请在学用后登记"})
    if since < practice.activity.starts_on:
        raise ValidationError(
            {"since": f"这项做法在{practice.activity.starts_on}的活动上展示，学用日期不能更早"}
        )
    adoption.full_clean()
    adoption.save()
    if by is not None and not by.has_perm("zones.add_practiceadoption", adoption):
        raise PermissionDenied(f"您不能替“{unit}”登记")
    return adoption
