"""What belongs to a brand, a plan or a batch when its history is told."""

from apps.brands.models import BrandEffect, BrandLogo, PlanStage, Recheck
from apps.core.snapshots import Part, belongs

belongs(
    "brands.Brand",
    Part(BrandEffect, "brand", known_by=("name", "starts_on"), told=("value", "unit")),
    Part(BrandLogo, "brand", known_by=("sha256",), told=("name",)),
    Part(Recheck, "brand", known_by=("due_on",), told=("outcome", "held_on", "findings")),
)
belongs(
    "brands.BrandPlan",
    Part(PlanStage, "plan", known_by=("order",), told=("name", "starts_on", "ends_on")),
)
