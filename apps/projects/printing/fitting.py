"""A sheet stays on one page: long texts are cut to the room that the short ones leave."""

from apps.projects.documents import ProjectSheet, TextLine

# Millimetres of the columns: heading and text, twice. A text has the last three to itself.
HEAD, HALF = 24, 54
WIDE = HALF + HEAD + HALF
# Points that the table may take: the page of templates/pdf/projects.css without its title, its
# verification and the note about what was cut.
ROOM = 560


def fitted(sheet: ProjectSheet) -> dict:
    """The sheet with its texts cut to one page, and whether anything was cut."""
    # Faces are read to measure text: only the process that prints pays for them.
    from apps.core.pdf import fitting

    texts = sheet["texts"]
    room = ROOM - sum(map(fitting.row_height, _fact_lines(sheet)))
    spare = room - len(texts) * fitting.row_height(0)
    per_line = fitting.row_height(1) - fitting.row_height(0)
    wanted = [fitting.lines_in(line["text"], WIDE) for line in texts]
    given = fitting.shares(wanted, max(int(spare / per_line), len(texts)))
    cut: list[TextLine] = [
        {"heading": line["heading"], "text": fitting.cut_to(line["text"], WIDE, lines)}
        for line, lines in zip(texts, given, strict=True)
    ]
    return {**sheet, "texts": cut, "is_cut": given != wanted}


def facts_of(sheet: ProjectSheet) -> list[tuple[str, str, str, str]]:
    """The rows of two facts each, as the paper shows them."""
    return [
        ("承担党组织", sheet["organisation"], "所在单位", sheet["unit"]),
        ("领题书记", sheet["secretary"], "联系人", sheet["contact"]),
        ("项目类别", sheet["kind"], "起止时间", sheet["span"]),
        ("目前状态", sheet["status"], "立项评审", sheet["light"]),
    ]


def _fact_lines(sheet: ProjectSheet) -> list[int]:
    from apps.core.pdf import fitting

    rows = [
        max(fitting.lines_in(text, HALF) for text in (first, second))
        for _, first, _, second in facts_of(sheet)
    ]
    wide = [text for text in (sheet["title"], sheet["titles"]) if text]
    return [*rows, *(fitting.lines_in(text, WIDE) for text in wide)]
