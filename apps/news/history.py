"""What belongs to an article, a submission and a class when their history is told."""

from apps.core.snapshots import Part, belongs
from apps.news.models import Attachment, ClassAudience, InfoAdoption, InfoFile, Picture

belongs(
    "news.Article",
    Part(Picture, "article", known_by=("name", "sha256"), told=("caption", "alt")),
    Part(Attachment, "article", known_by=("name",)),
)
belongs(
    "news.InfoSubmission",
    Part(
        InfoAdoption,
        "submission",
        known_by=("medium", "starts_on"),
        told=("level", "issue", "address", "ends_on"),
        may_be_reworded=True,
    ),
    Part(InfoFile, "submission", known_by=("name",)),
)
belongs("news.TrainingClass", Part(ClassAudience, "training_class", known_by=("audience",)))
