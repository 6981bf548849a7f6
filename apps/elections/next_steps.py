"""What comes next in a renewal: one sentence for each state."""

from datetime import date

from apps.core.lifecycle import Transition
from apps.core.models.spans import day_in_words
from apps.elections.choices import PaperKind
from apps.elections.choices import RenewalStatus as Status
from apps.elections.models import Renewal, RenewalPaper

SENTENCES = {
    Status.DUE: "上级党组织发提醒函；本组织也可以直接报送换届请示",
    Status.NOTIFIED: "本组织报送换届请示，写明拟召开日期、大会形式和委员名额",
    Status.REQUESTED: "等上级党组织批复",
    Status.APPROVED: "酝酿、推荐候选人预备人选，登记名单，报上级批准",
    Status.LIST_APPROVED: "召开大会选举，会后登记选举结果",
    Status.HELD: "登记选举结果报告，等上级党组织批复",
    Status.CONFIRMED: "换届已完成，新一届的任期和职务已登记",
    Status.CANCELLED: "这次换届已撤销",
}


def next_step(renewal: Renewal, today: date) -> str:
    sentence = SENTENCES[Status(renewal.status)]
    if renewal.is_overdue(today):
        return f"本届已于{day_in_words(renewal.term.ends_on)}届满，请抓紧：{sentence}"
    return sentence


def offered(steps: list[Transition], papers: list[RenewalPaper]) -> list[Transition]:
    """The list of candidates is approved once it has come."""
    has_list = any(paper.kind == PaperKind.CANDIDATES for paper in papers)
    return [step for step in steps if has_list or step.step != "approve_list"]
