"""起草 → 初审 → 复审 → 终审 → 发布; back with a reason at any step, taken down with a reason."""

from apps.core import policy
from apps.core.lifecycle import Lifecycle, StepRefused, Transition, history_of, register
from apps.news.choices import WRITABLE
from apps.news.choices import ArticleStatus as Status
from apps.news.models import Article
from apps.news.telling import tell_returned

WRITE = "news.change_article"
REVIEW, RECHECK, PUBLISH = "news.review_article", "news.recheck_article", "news.publish_article"
# Steps that read the text before it goes on; the same person does not do two in a row.
READINGS = {
    "submit": "起草",
    "pass_first": "初审",
    "pass_second": "复审",
    "pass_final": "终审",
}
REVIEWERS = "news_reviewers"


def by_another(article: Article, by) -> None:
    """Whoever has just passed the article on does not pass it on again (三审)."""
    if by is None:
        return
    last = history_of(article)[: policy.count(REVIEWERS)]
    now, *before = [step for step in last if step.step in READINGS]
    for step in before:
        if step.by_id == by.pk:
            raise StepRefused(
                f"这篇文章的{READINGS[step.step]}是您办的，{READINGS[now.step]}请换一位同志"
            )


def has_just_read(article: Article, user) -> bool:
    """Whether `by_another` would refuse that user the next reading."""
    before = history_of(article)[: max(policy.count(REVIEWERS) - 1, 0)]
    return any(step.step in READINGS and step.by_id == user.pk for step in before)


def release(article: Article, by) -> None:
    """The last review opens the article to visitors, or sets the hour when it opens."""
    by_another(article, by)
    opens = article.publish_at
    if opens and article.published_at and opens > article.published_at:
        article.published_at = opens
        article.save(update_fields=["published_at", "updated_at"])


def _return(step: str, source: Status, permission: str) -> Transition:
    return Transition(
        step,
        "退回",
        (source,),
        Status.RETURNED,
        permission,
        note_required=True,
        effect=tell_returned,
    )


ARTICLE = register(
    Lifecycle(
        "news.Article",
        (
            Transition(
                "submit", "送初审", WRITABLE, Status.FIRST, WRITE, required=("title", "body")
            ),
            Transition("take_back", "撤回修改", (Status.FIRST,), Status.DRAFT, WRITE),
            Transition(
                "pass_first",
                "初审通过",
                (Status.FIRST,),
                Status.SECOND,
                REVIEW,
                effect=by_another,
            ),
            _return("return_first", Status.FIRST, REVIEW),
            Transition(
                "pass_second",
                "复审通过",
                (Status.SECOND,),
                Status.FINAL,
                RECHECK,
                effect=by_another,
            ),
            _return("return_second", Status.SECOND, RECHECK),
            Transition(
                "pass_final",
                "终审通过并发布",
                (Status.FINAL,),
                Status.PUBLISHED,
                PUBLISH,
                stamp="published_at",
                effect=release,
            ),
            _return("return_final", Status.FINAL, PUBLISH),
            Transition(
                "correct",
                "更正",
                (Status.PUBLISHED,),
                Status.PUBLISHED,
                PUBLISH,
                note_required=True,
                by_hand=False,
            ),
            Transition(
                "withdraw",
                "撤下",
                (Status.PUBLISHED,),
                Status.WITHDRAWN,
                PUBLISH,
                note_required=True,
            ),
            Transition("reopen", "重新起草", (Status.WITHDRAWN,), Status.DRAFT, PUBLISH),
            Transition("discard", "作废", WRITABLE, Status.VOID, WRITE, note_required=True),
        ),
    )
)


def steps_for(article: Article, user) -> list[Transition]:
    """The buttons of the article, without the reading that `by_another` would refuse."""
    steps = ARTICLE.open_steps(article, user)
    readings = [step for step in steps if step.step in READINGS and step.step != "submit"]
    if readings and has_just_read(article, user):
        return [step for step in steps if step not in readings]
    return steps
