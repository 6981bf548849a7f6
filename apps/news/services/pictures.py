"""The pictures and files of an article."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.core import files
from apps.core.uploads import AcceptedFile, keep, small_copy
from apps.news.models import Article, Attachment, InfoFile, Picture

# The long edge of the copy for lists and phones, in pixels.
SMALL_EDGE = 640


@dataclass(frozen=True)
class Hanging:
    """One picture as the form states it: a new file, or a row that hangs there already."""

    caption: str
    alt: str
    file: AcceptedFile | None = None
    picture: Picture | None = None


@files.register_of_paths
def paths_of_files():
    for model, names in ((Picture, ("path", "small_path")), (Attachment, ("path",))):
        for row in model.objects.values_list(*names):
            yield from row
    yield from InfoFile.objects.values_list("path", flat=True)


def hang(article: Article, hangings: Iterable[Hanging]) -> None:
    """Exactly these pictures in this order; what is not among them is taken down."""
    wanted = list(hangings)
    kept = [h.picture.pk for h in wanted if h.picture]
    article.pictures.exclude(pk__in=kept).delete()
    fresh: list[Picture] = []
    changed: list[Picture] = []
    for order, hanging in enumerate(wanted, start=1):
        row = hanging.picture or _stored(article, hanging.file)
        row.order, row.caption, row.alt = order, hanging.caption, hanging.alt
        (changed if hanging.picture else fresh).append(row)
    Picture.objects.bulk_create(fresh)
    Picture.objects.bulk_update(changed, ["order", "caption", "alt"])


def _stored(article: Article, accepted: AcceptedFile | None) -> Picture:
    if accepted is None:
        raise ValueError("a new picture needs its file")
    small, width, height = small_copy(accepted.content, edge=SMALL_EDGE)
    kept = keep(accepted)
    return Picture(
        article=article,
        **kept.columns,
        small_path=files.store(small, suffix=accepted.suffix).path,
        width=width,
        height=height,
    )


def attach(article: Article, accepted: Iterable[AcceptedFile]) -> None:
    kept = [keep(file) for file in accepted]
    Attachment.objects.bulk_create(
        Attachment(
            article=article,
            **file.columns,
        )
        for file in kept
    )
