"""The logo of a brand, drawn anew without metadata; the ones before it stay."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.brands.models import Brand, BrandLogo
from apps.core import files
from apps.core.uploads import AcceptedFile, keep, small_copy

# The long edge of the copy for lists and phones, in pixels.
SMALL_EDGE = 320


@files.register_of_paths
def paths_of_logos():
    for paths in BrandLogo.objects.values_list("path", "small_path"):
        yield from paths


@transaction.atomic
def hang_logo(*, brand: Brand, accepted: AcceptedFile) -> BrandLogo:
    """StorageFull when there is no room. The same picture again changes nothing."""
    if not accepted.content_type.startswith("image/"):
        raise ValidationError({"logo": "标识请用图片（JPG、PNG、WEBP）"})
    small, width, height = small_copy(accepted.content, edge=SMALL_EDGE)
    kept = keep(accepted)
    in_use = brand.logos.select_for_update().filter(replaced_at=None).first()
    if in_use and in_use.sha256 == kept.stored.sha256:
        return in_use
    take_down_logo(brand=brand)
    return BrandLogo.objects.create(
        brand=brand,
        **kept.columns,
        small_path=files.store(small, suffix=accepted.suffix).path,
        alt=f"{brand}标识",
        width=width,
        height=height,
    )


def take_down_logo(*, brand: Brand) -> None:
    brand.logos.filter(replaced_at=None).update(replaced_at=timezone.now())
