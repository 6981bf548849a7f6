"""The sheets of units, organisations, people and posts."""

from apps.branches.imports.appointments import AppointmentSheet
from apps.branches.imports.organisations import OrganisationSheet
from apps.branches.imports.people import PersonSheet
from apps.branches.imports.units import UnitSheet

__all__ = ["AppointmentSheet", "OrganisationSheet", "PersonSheet", "UnitSheet"]
