"""Boards, lists and registers over 2,000 projects and 2,000 brands, in CPU over that of a bare page, and what
each of 100 project sheets takes: `python -m bench.registers`."""

from bench.databases import SHORT, City, ready, say
from bench.pages import FLOOR, costs
from bench.server import serving
from bench.targets import targets_of

OF_EACH = 2000


def figures(city: City) -> dict[str, float]:
    targets = targets_of(city.database, "bench.register_targets")
    say("measuring registers …")
    with serving(city.database) as server:
        cost = costs([(server, targets)])[0]
    return {
        f"page_{name}_vs_floor": value / cost[FLOOR]
        for name, value in cost.items()
        if name != FLOOR
    } | {name: value for name, value in targets.queries.items() if FLOOR not in name}


def main() -> None:
    from bench.run import announce

    announce(figures(ready(SHORT, of_each_register=OF_EACH)))


if __name__ == "__main__":
    import django

    django.setup()
    main()
