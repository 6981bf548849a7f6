"""Honours: branches propose their own, the committee checks them."""

from datetime import date

from django.core.exceptions import ValidationError

from apps.branches.models import Organisation, Person
from apps.core.lifecycle import begin
from apps.sixlights.choices import HonourStatus
from apps.sixlights.models import Honour, HonourLevel


def propose_honour(
    *,
    organisation: Organisation,
    name: str,
    level: HonourLevel,
    granted_by: str,
    granted_on: date,
    by,
    person: Person | None = None,
    document_number: str = "",
) -> Honour:
    """Leave an honour at the committee's desk; it counts from the moment it is checked."""
    if person and not person.memberships.filter(organisation__path__startswith=organisation.path):
        raise ValidationError({"person": f"{person}不是{organisation}的党员，请核对"})
    same = Honour.objects.filter(
        organisation=organisation, person=person, name=name, granted_on=granted_on
    ).exclude(status=HonourStatus.DECLINED)
    if same.exists():
        raise ValidationError({"name": "这项荣誉已经登记过，请在列表里核对"})
    honour = Honour(
        organisation=organisation,
        person=person,
        name=name,
        level=level,
        granted_by=granted_by,
        granted_on=granted_on,
        document_number=document_number,
        created_by=by,
    )
    return begin([honour], "propose", by=by)[0]
