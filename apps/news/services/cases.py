"""A case becomes an article: what stands in the register is not typed again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Organisation
from apps.core.versions import claim_version
from apps.news.choices import Section
from apps.news.models import Article, Case
from apps.news.services.articles import ArticleText, draft_article


@transaction.atomic
def publish_case(*, case: Case, by) -> Article:
    """A draft in 案例, to be reviewed like any other article."""
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
    if case.article_id:
        raise ValidationError(f"《{case}》已经写成文章，请打开那篇文章继续")
    if not case.summary:
        raise ValidationError("案例内容还没有填写，请先填写“案例内容”，再写成文章")
    head = Organisation.objects.filter(unit=case.unit).order_by("path").first()
    if head is None:
        raise ValidationError(f"{case.unit}下没有党组织，请先登记党组织，再写成文章")
    text = ArticleText(
        section=Section.CASES, title=case.title[:120], body=case.summary, source=case.unit.name
    )
    case.article = draft_article(organisation=head, text=text, by=by)
    claim_version(case, expected=case.version)
    case.save(update_fields=["article", "version", "updated_at"])
    return case.article
