"""The published figures of the practices, computed from rows (decision 0025)."""

from apps.portal.figures.chuzhou import FIGURES as CHUZHOU
from apps.portal.figures.definitions import Figure
from apps.portal.figures.hengyang import FIGURES as HENGYANG
from apps.portal.figures.hulunbuir import FIGURES as HULUNBUIR
from apps.portal.figures.ndrc import FIGURES as NDRC
from apps.portal.figures.zhenjiang import FIGURES as ZHENJIANG
from apps.portal.practices.registry import Practice

ALL: tuple[Figure, ...] = (*CHUZHOU, *HULUNBUIR, *NDRC, *ZHENJIANG, *HENGYANG)


def figures_of(practice: Practice) -> list[Figure]:
    return [figure for figure in ALL if figure.seed == practice.seed]


__all__ = ["ALL", "Figure", "figures_of"]
