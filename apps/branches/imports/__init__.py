"""The sheets of units, organisations, people, posts and offices."""

from apps.branches.imports.appointments import AppointmentSheet
from apps.branches.imports.offices import OfficeSheet
from apps.branches.imports.organisations import OrganisationSheet
from apps.branches.imports.people import PersonSheet
from apps.branches.imports.units import UnitSheet

__all__ = ["AppointmentSheet", "OfficeSheet", "OrganisationSheet", "PersonSheet", "UnitSheet"]
