"""The states of a promise and of a research topic."""

from apps.contacts.choices import PENDING, TopicStatus
from apps.contacts.choices import PromiseStatus as Status
from apps.contacts.models import Promise, ResearchTopic
from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register

FOLLOW = "contacts.follow_promise"
CONDUCT = "contacts.conduct_researchtopic"


def is_of_branch(promise: Promise) -> None:
    if not promise.is_of_branch:
        owner = promise.get_owner_display()
        raise StepRefused(f"这件事由{owner}办，支部不用报告；支部也办了的，请告诉{owner}")


def forget_the_day(promise: Promise, by) -> None:
    promise.settled_at = None
    promise.save(update_fields=["settled_at"])


def has_a_result(topic: ResearchTopic) -> None:
    if not topic.results.exists():
        raise StepRefused("请先登记这个课题的调研成果，再办结课题")


# What a leader says of a promise he says on the page of his visit, which asks whose it is.
PROMISE = register(
    Lifecycle(
        "contacts.Promise",
        (
            Transition(
                "report",
                "报告已办",
                (Status.OPEN,),
                Status.REPORTED,
                "contacts.report_promise",
                guard=is_of_branch,
                offered=lambda promise: promise.is_of_branch,
            ),
            Transition(
                "keep", "兑现", PENDING, Status.KEPT, FOLLOW, stamp="settled_at", by_hand=False
            ),
            Transition("carry_on", "继续办", PENDING, Status.OPEN, FOLLOW, by_hand=False),
            Transition(
                "drop",
                "不再办",
                PENDING,
                Status.DROPPED,
                FOLLOW,
                note_required=True,
                stamp="settled_at",
                by_hand=False,
            ),
            Transition(
                "reopen",
                "重新办",
                (Status.KEPT, Status.DROPPED),
                Status.OPEN,
                FOLLOW,
                note_required=True,
                effect=forget_the_day,
                by_hand=False,
            ),
        ),
    )
)

TOPIC = register(
    Lifecycle(
        "contacts.ResearchTopic",
        (
            Transition("start", "开始调研", (TopicStatus.DRAFT,), TopicStatus.RUNNING, CONDUCT),
            Transition(
                "conclude",
                "办结",
                (TopicStatus.RUNNING,),
                TopicStatus.CONCLUDED,
                CONDUCT,
                guard=has_a_result,
            ),
            Transition(
                "resume",
                "继续调研",
                (TopicStatus.CONCLUDED,),
                TopicStatus.RUNNING,
                CONDUCT,
                note_required=True,
            ),
        ),
    )
)
