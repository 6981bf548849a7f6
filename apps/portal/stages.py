"""What rests with the user at the end of a term and in a round of grading, for portal.matters."""

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    F,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from apps.elections.choices import RenewalStatus
from apps.elections.models import Election, Renewal, TermExtension
from apps.grades.models import Rating
from apps.indicators.sources import among
from apps.indicators.statements import KEYS

OWN_STEPS = {
    RenewalStatus.DUE: "准备换届，报送请示",
    RenewalStatus.NOTIFIED: "报送换届请示",
    RenewalStatus.APPROVED: "登记候选人预备人选名单",
    RenewalStatus.LIST_APPROVED: "召开大会选举，登记结果",
}
HIGHER_STEPS = {
    RenewalStatus.DUE: "发提醒函",
    RenewalStatus.REQUESTED: "批复换届请示",
    RenewalStatus.HELD: "批复选举结果",
}


def named(rows, of: str, words: str | Concat, day: str, at=None):
    no_moment = Value(None, DateTimeField())
    # Columns of a union have one type each, whatever table they come from.
    text = Cast(words, CharField())
    told = rows.annotate(of=F(of), words=text, day=F(day), at=F(at) if at else no_moment)
    return nobody_s(told)


def nobody_s(rows):
    return rows.annotate(whose=Value(None, BigIntegerField()), as_kind=Value("", CharField()))


def renewals():
    """What the body itself has to do next for the end of its term (R-TERM-03)."""
    rows = Renewal.objects.awaiting_its_body().filter(among("term__organisation", KEYS))
    return _of_term(rows, _wanted(OWN_STEPS))


def renewals_below():
    """What waits for the committee right above: a reminder, or its decision."""
    rows = Renewal.objects.awaiting_higher_body()
    return _of_term(rows.filter(_below()), _wanted(HIGHER_STEPS))


def by_elections_below():
    rows = Election.objects.by_elections().waiting().filter(_below())
    return _of_term(rows, Value("批复补选结果"), "election")


def extensions_below():
    rows = TermExtension.objects.waiting().filter(_below())
    return _of_term(rows, Value("批复延期申请"), "extension")


def _below() -> Q:
    return among("term__organisation__parent", KEYS)


def _of_term(rows, wanted, kind: str = "renewal"):
    words = Concat("term__organisation__name", Value("："), wanted, output_field=CharField())
    rows = named(rows, "uuid", words, "term__ends_on")
    return rows.annotate(as_kind=Value(kind, CharField()))


def _wanted(steps: dict[str, str]) -> Case:
    return Case(
        *(When(status=status, then=Value(words)) for status, words in steps.items()),
        default=Value(""),
        output_field=CharField(),
    )


def self_ratings():
    """Those that the body has to hand in, or to mend."""
    return _rated(Rating.objects.in_self_rating().filter(among("organisation", KEYS)))


def to_look_through():
    """What the bodies directly below handed in."""
    below = Rating.objects.awaiting_committee().filter(among("organisation__parent", KEYS))
    return _rated(below)


def _rated(rows):
    words = Concat(
        Cast("year", CharField()), Value("年"), "scheme__name", Value("："), "organisation__name"
    )
    rows = named(rows, "uuid", words, "handed_in_on")
    return rows.annotate(as_kind=Cast("status", CharField()))
