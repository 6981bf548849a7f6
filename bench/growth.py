"""What more years of records cost a page, four of them and nine: `python -m bench.growth`."""

from bench.databases import LONG, SHORT, ready, say
from bench.pages import FLOOR, costs
from bench.server import serving
from bench.targets import targets_of

# Ten years of records are ten times the rows of one, over the same organisations.
TENFOLD = 10


def figures(long: str, short: str) -> dict[str, float]:
    growth = _growth(long, short)
    return {f"growth_5y_vs_1y_{page}": value for page, value in growth.items()} | {
        "growth_5y_vs_1y_max": max(growth.values())
    }


def tenfold(long: str, short: str) -> dict[str, float]:
    growth = _growth(long, short)
    return {f"growth_10x_{page}": value for page, value in growth.items()} | {
        "growth_10x_max": max(growth.values())
    }


def _growth(long: str, short: str) -> dict[str, float]:
    say(f"measuring growth from {short} to {long} …")
    with serving(long) as of_long, serving(short) as of_short:
        after, before = costs([(of_long, targets_of(long)), (of_short, targets_of(short))])
    return {page: after[page] / before[page] for page in after if page != FLOOR}


def main() -> None:
    from bench.run import announce

    short = ready(SHORT).database
    announce(figures(ready(LONG).database, short))
    announce(tenfold(ready(TENFOLD).database, short))


if __name__ == "__main__":
    import django

    django.setup()
    main()
