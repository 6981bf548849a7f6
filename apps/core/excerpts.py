"""Of two long texts the place where they differ."""

EMPTY = "（空）"
# Longer texts are not told whole; so much is shown before and after the change.
LONG, AROUND = 60, 12


def where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Both texts, cut down to what changed with a little around it; short ones whole."""
    if not old or max(len(old), len(new)) <= LONG:
        return old, new
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    room = min(len(old), len(new)) - start
    end = next((i for i in range(room) if old[-1 - i] != new[-1 - i]), room)
    return _around(old, start, end), _around(new, start, end)


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(text), len(text) - end + AROUND)
    shown = text[first:last]
    if len(shown) > 2 * LONG:
        shown = f"{shown[:LONG]}……{shown[-LONG:]}"
    return f"{'……' if first else ''}{shown}{'……' if last < len(text) else ''}" or EMPTY
