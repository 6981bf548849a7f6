"""Who is compared with whom (R-ASM-07), from plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

NO_ZONE = "未编入联系片"


@dataclass(frozen=True, slots=True)
class ClassRule:
    """An empty set and an open bound bar nobody; both bounds are inside."""

    name: str
    kinds: frozenset[str] = frozenset()
    unit_kinds: frozenset[str] = frozenset()
    members_from: int | None = None
    members_to: int | None = None
    is_per_zone: bool = False


@dataclass(frozen=True, slots=True)
class Peer:
    """What the classes ask of whoever is assessed; `own_class` where none of them fits."""

    own_class: str
    kind: str
    unit_kind: str
    members: int
    zone: str


def class_of(peer: Peer, classes: Iterable[ClassRule]) -> str:
    rule = next((rule for rule in classes if _fits(rule, peer)), None)
    if rule is None:
        return peer.own_class
    return f"{rule.name}（{peer.zone or NO_ZONE}）" if rule.is_per_zone else rule.name


def _fits(rule: ClassRule, peer: Peer) -> bool:
    return (
        (not rule.kinds or peer.kind in rule.kinds)
        and (not rule.unit_kinds or peer.unit_kind in rule.unit_kinds)
        and (rule.members_from is None or peer.members >= rule.members_from)
        and (rule.members_to is None or peer.members <= rule.members_to)
    )
