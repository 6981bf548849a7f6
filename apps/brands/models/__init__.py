"""Brands, their layers, the plans and batches behind these, rechecks and who copied what."""

from apps.brands.models.adoptions import Adoption
from apps.brands.models.brands import Brand, BrandEffect, BrandLogo, LayerSpan
from apps.brands.models.candidacies import BrandCandidacy
from apps.brands.models.plans import Batch, BrandPlan, PlanStage
from apps.brands.models.rechecks import Recheck

__all__ = [
    "Adoption",
    "Batch",
    "Brand",
    "BrandCandidacy",
    "BrandEffect",
    "BrandLogo",
    "BrandPlan",
    "LayerSpan",
    "PlanStage",
    "Recheck",
]
