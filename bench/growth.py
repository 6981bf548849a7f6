"""What four more years of records cost a page: `python -m bench.growth`."""

from bench.databases import LONG, SHORT, ready, say
from bench.pages import FLOOR, costs
from bench.server import serving
from bench.targets import targets_of


def figures(long: str, short: str) -> dict[str, float]:
    say("measuring growth …")
    with serving(long) as of_long, serving(short) as of_short:
        after, before = costs([(of_long, targets_of(long)), (of_short, targets_of(short))])
    growth = {page: after[page] / before[page] for page in after if page != FLOOR}
    return {f"growth_5y_vs_1y_{page}": value for page, value in growth.items()} | {
        "growth_5y_vs_1y_max": max(growth.values())
    }


def main() -> None:
    from bench.run import announce

    announce(figures(ready(LONG).database, ready(SHORT).database))


if __name__ == "__main__":
    import django

    django.setup()
    main()
