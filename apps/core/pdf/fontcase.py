"""The fonts of one document, cut from masters that the process keeps.

For each document the library would copy every face that it uses (3 MB each) before it takes the subset:
a sixth of the cost of a document. A master depends on its face only, never on the documents before.
"""

from copy import copy

from weasyprint.pdf.fonts import Font

from apps.core.pdf.typeset import Sorts


class FontCase(dict[object, Font]):
    """Stands in for `Document.fonts`, which asks for a font by key before it makes one."""

    def __init__(self, sorts: Sorts) -> None:
        super().__init__()
        self._sorts = sorts

    def __contains__(self, key: object) -> bool:
        if not super().__contains__(key):
            master = self._sorts.master(key)
            if master is None:
                return False
            self[key] = cut(master)
        return True


def cut(master: Font) -> Font:
    """A copy that shares the file of its master and has no glyphs of any document."""
    font = copy(master)
    font.widths, font.to_unicode, font.missing = {}, {}, {}
    return font
