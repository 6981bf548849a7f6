"""The rules of size (handbook 4.1), each a question about one body.

R-ORG-09 (a project of six months or more) is not told from rows: the portal keeps no register of
building projects. An exception may still be recorded under it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import SetUpRule

# Members of a functional branch are counted where their membership is; a temporary one is for
# a task and stands outside the rules of size.
WITH_MEMBERS = (Kind.BRANCH, Kind.JOINT_BRANCH, Kind.RETIRED_BRANCH)
LIMITS = (
    "set_up_branch_from",
    "set_up_joint_units",
    "set_up_branch_members",
    "set_up_committee_from",
    "set_up_committee_least",
    "set_up_committee_most",
    "set_up_deputies",
    "set_up_general_branch_from",
    "set_up_organ_committee_from",
    "set_up_organ_seats_least",
    "set_up_organ_seats_most",
    "set_up_general_seats_least",
    "set_up_general_seats_most",
    "offices_per_branch",
    "offices_per_branch_slack",
    "members_per_branch",
    "members_per_branch_slack",
)
Limits = dict[str, int]


@dataclass(slots=True)
class Body:
    """An organisation as the rules see it on a day; `members` are those of its whole subtree,
    `own_full` the full members that no branch below holds."""

    kind: str
    is_direct: bool = False
    members: int = 0
    full: int = 0
    own_full: int = 0
    # People with a seat: secretary, deputies and members of the committee.
    seats: int = 0
    has_committee: bool = False
    deputies: int = 0
    offices: int = 0
    units: int = 0


def branch_at_three(body: Body, of: Limits) -> str:
    least = of["set_up_branch_from"]
    if body.kind in WITH_MEMBERS or body.own_full < least:
        return ""
    return (
        f"有正式党员 {least} 名以上的应成立党支部；直接编在这里的正式党员有 {body.own_full} 名，"
        "请成立党支部，或编入下级党支部"
    )


def joint_below_three(body: Body, of: Limits) -> str:
    least, most = of["set_up_branch_from"], of["set_up_joint_units"]
    if body.kind not in WITH_MEMBERS:
        return ""
    if body.full < least:
        return f"正式党员不足 {least} 名的应与邻近、相近的单位成立联合党支部；现有正式党员 {body.full} 名"
    if body.kind == Kind.JOINT_BRANCH and body.units > most:
        return f"联合党支部覆盖的单位一般不超过 {most} 个，现有 {body.units} 个"
    return ""


def branch_size(body: Body, of: Limits) -> str:
    most = of["set_up_branch_members"]
    if body.kind not in WITH_MEMBERS or body.members <= most:
        return ""
    return f"党支部党员一般不超过 {most} 名，现有 {body.members} 名，可考虑分设"


def committee_at_seven(body: Body, of: Limits) -> str:
    least, most = of["set_up_committee_least"], of["set_up_committee_most"]
    threshold = of["set_up_committee_from"]
    if body.kind not in WITH_MEMBERS or body.full < threshold:
        return ""
    said = f"正式党员 {threshold} 名以上的党支部应设支部委员会"
    if not body.has_committee:
        return f"{said}；现有正式党员 {body.full} 名，没有登记委员"
    if least <= body.seats <= most:
        return ""
    return f"{said}，由 {least} 人以上、一般不超过 {most} 人组成；现登记 {body.seats} 人"


def no_committee(body: Body, of: Limits) -> str:
    threshold, deputies = of["set_up_committee_from"], of["set_up_deputies"]
    if body.kind not in WITH_MEMBERS or body.full >= threshold:
        return ""
    said = f"正式党员不足 {threshold} 名的党支部设书记 1 名，必要时设副书记 {deputies} 名"
    if body.has_committee:
        return f"{said}，不设支部委员会；现有正式党员 {body.full} 名，登记有委员"
    return f"{said}；现登记副书记 {body.deputies} 名" if body.deputies > deputies else ""


def general_branch_size(body: Body, of: Limits) -> str:
    least, most = of["set_up_general_branch_from"], of["set_up_organ_committee_from"]
    said = f"党员 {least} 名以上、不足 {most} 名的设党总支"
    if body.kind == Kind.GENERAL_BRANCH and body.members < least:
        return f"{said}，不足 {least} 名的要经批准；现有党员 {body.members} 名"
    if body.kind == Kind.BRANCH and body.is_direct and least <= body.members < most:
        return f"{said}；直属党支部现有党员 {body.members} 名"
    return ""


def committee_size(body: Body, of: Limits) -> str:
    least = of["set_up_organ_committee_from"]
    said = f"党员 {least} 名以上的设党的基层委员会"
    if body.kind == Kind.ORGAN_COMMITTEE and body.members < least:
        return f"{said}，不足 {least} 名的要经批准；现有党员 {body.members} 名"
    is_below = body.kind == Kind.GENERAL_BRANCH or body.kind == Kind.BRANCH and body.is_direct
    return f"{said}；现有党员 {body.members} 名" if is_below and body.members >= least else ""


def seats_above(body: Body, of: Limits) -> str:
    names = {
        Kind.ORGAN_COMMITTEE: ("organ", "机关党委委员"),
        Kind.GENERAL_BRANCH: ("general", "党总支委员"),
    }
    if body.kind not in names:
        return ""
    key, noun = names[Kind(body.kind)]
    least, most = of[f"set_up_{key}_seats_least"], of[f"set_up_{key}_seats_most"]
    if least <= body.seats <= most:
        return ""
    return f"{noun}一般 {least} 至 {most} 人，现登记 {body.seats} 人"


def micro_branch(body: Body, of: Limits) -> str:
    """Only of branches that are told by offices: whoever keeps none does not follow S4's rule."""
    if body.kind not in (Kind.BRANCH, Kind.JOINT_BRANCH) or not body.offices:
        return ""
    offices, members = of["offices_per_branch"], of["members_per_branch"]
    said = f"微支部一般由 {offices} 个科室组成、党员 {members} 人左右"
    if abs(body.offices - offices) > of["offices_per_branch_slack"]:
        return f"{said}；现有 {body.offices} 个科室"
    if abs(body.members - members) > of["members_per_branch_slack"]:
        return f"{said}；现有党员 {body.members} 人"
    return ""


CHECKS: dict[SetUpRule, Callable[[Body, Limits], str]] = {
    SetUpRule.BRANCH_AT_THREE: branch_at_three,
    SetUpRule.JOINT_BELOW_THREE: joint_below_three,
    SetUpRule.BRANCH_SIZE: branch_size,
    SetUpRule.COMMITTEE_AT_SEVEN: committee_at_seven,
    SetUpRule.NO_COMMITTEE: no_committee,
    SetUpRule.GENERAL_BRANCH_SIZE: general_branch_size,
    SetUpRule.COMMITTEE_SIZE: committee_size,
    SetUpRule.SEATS_ABOVE: seats_above,
    SetUpRule.MICRO_BRANCH: micro_branch,
}


def advice_about(body: Body, limits: Limits) -> dict[SetUpRule, str]:
    """The sentence of each rule that the body does not follow."""
    found = {rule: check(body, limits) for rule, check in CHECKS.items()}
    return {rule: sentence for rule, sentence in found.items() if sentence}
