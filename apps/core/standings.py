"""How a document stands today: the app that makes documents of a kind says it in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.core.models import Document


@dataclass(frozen=True)
class Standing:
    """`sentence` is shown to whoever holds the paper; it must not say more than the paper does."""

    is_current: bool
    sentence: str


UNKNOWN = Standing(True, "这份文件由本系统生成")
_askers: dict[str, Callable[[Document], Standing]] = {}


def standing(kind: str):
    """Register the decorated function as the one that knows documents of `kind`, whatever row
    stands behind a colon after it."""

    def register(ask: Callable[[Document], Standing]):
        _askers[kind] = ask
        return ask

    return register


def standing_of(document: Document) -> Standing:
    ask = _askers.get(document.kind.partition(":")[0])
    return ask(document) if ask else UNKNOWN
