"""CPU of a secretary's and a leader's pages over that of a bare page: `python -m bench.pages`."""

from statistics import median

from bench.databases import LONG, City, ready, say
from bench.server import Server, serving
from bench.targets import Targets, targets_of

WARM_UPS, ROUNDS = 24, 60
FLOOR = "floor"
# The pages whose numbers are kept while nothing changes, opened after each change.
AFTER_A_CHANGE = ("lead", "zone")
CHANGES = 15


def costs(servers: list[tuple[Server, Targets]]) -> list[dict[str, float]]:
    """The median CPU milliseconds of each page on each server; all take turns."""
    taken = [{page: [] for page in targets.paths} for _, targets in servers]
    for turn in range(WARM_UPS + ROUNDS):
        for (server, targets), notes in zip(servers, taken, strict=True):
            for page, path in targets.paths.items():
                cost = server.cost(path, targets.cookies[page])
                if turn >= WARM_UPS:
                    notes[page].append(cost)
    return [{page: median(all_) for page, all_ in notes.items()} for notes in taken]


def _cost_after_a_change(server: Server, targets: Targets, page: str) -> float:
    path, cookie = targets.paths[page], targets.cookies[page]
    return median(server.cost(path, cookie, is_changed=True) for _ in range(CHANGES))


def figures(city: City) -> dict[str, float]:
    targets = targets_of(city.database)
    say("measuring pages …")
    with serving(city.database) as server:
        cost = costs([(server, targets)])[0]
        anew = {page: _cost_after_a_change(server, targets, page) for page in AFTER_A_CHANGE}
    pages = {name: value for name, value in cost.items() if name != FLOOR}
    asked_for = {
        "leader_page_vs_floor": pages["lead"] / cost[FLOOR],
        "zone_page_vs_floor": pages["zone"] / cost[FLOOR],
    }
    return (
        asked_for
        | {f"page_{name}_vs_floor": value / cost[FLOOR] for name, value in pages.items()}
        | {f"page_{name}_ms": value for name, value in cost.items()}
        | {f"page_{name}_after_a_change_ms": value for name, value in anew.items()}
        | {name: value for name, value in targets.queries.items() if FLOOR not in name}
    )


def main() -> None:
    from bench.run import announce

    announce(figures(ready(LONG)))


if __name__ == "__main__":
    import django

    django.setup()
    main()
