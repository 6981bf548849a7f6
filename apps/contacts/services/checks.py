"""R-CP-03: opening the sheet of the branch is the monthly check; nobody fills in a form."""

from datetime import date

from django.db import transaction

from apps.contacts.models import ContactPoint, MonthlyCheck


def note_check(*, point: ContactPoint, on: date) -> MonthlyCheck:
    """The leader looked at the state of the branch in the month of `on`; later looks add nothing."""
    month = on.replace(day=1)
    check, _ = MonthlyCheck.objects.get_or_create(contact_point=point, month=month)
    return check


@transaction.atomic
def remark_on_check(*, point: ContactPoint, on: date, remark: str) -> MonthlyCheck:
    check = note_check(point=point, on=on)
    check.remark = remark
    check.save(update_fields=["remark"])
    return check
