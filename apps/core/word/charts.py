"""Charts in Word as Word draws them itself: sharp at every size, in the faces of the reader.

The XML of a chart is the same in Word and in a workbook, so the library of workbooks writes it. The
numbers stand in the chart; no workbook is embedded.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumVal,
    StrData,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.xml.functions import tostring

from apps.core.word.page import FANG

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
WIDTH, COLUMNS_HEIGHT, BAR_HEIGHT, BARS_MARGIN = 150, 50, 7, 6  # millimetres
BAR, TARGET = "0B5CAD", "D0D7DE"
TEXT_SIZE = 1050  # hundredths of a point
INLINE = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="chart{number}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


class Bar(NamedTuple):
    """`target` stands behind the bar, in a lighter colour."""

    label: str
    value: Decimal
    target: Decimal | None = None

    @property
    def caption(self) -> str:
        """Where a target stands behind it, no number has room at the end of the bar."""
        return self.label if self.target is None else f"{self.label}　{self.value} / {self.target}"


def add_chart(document: Document, title: str, bars: Sequence[Bar], *, is_columns: bool) -> None:
    """A paragraph with the chart; `title` is what a screen reader says of it."""
    package = document.part.package
    number = sum(part.content_type == CONTENT_TYPE for part in package.iter_parts()) + 1
    content = tostring(_chart(bars, is_columns=is_columns)._write())
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE, content, package)
    height = COLUMNS_HEIGHT if is_columns else BARS_MARGIN + BAR_HEIGHT * len(bars)
    drawing = parse_xml(
        INLINE.format(
            width=Mm(WIDTH),
            height=Mm(height),
            number=number,
            relation=document.part.relate_to(part, RELATION),
        )
    )
    drawing.xpath(".//wp:docPr")[0].set("descr", title)
    paragraph = document.add_paragraph(style="图")
    paragraph.add_run()._r.append(drawing)


def _chart(bars: Sequence[Bar], *, is_columns: bool) -> BarChart:
    chart = BarChart(gapWidth=60, overlap=100)
    chart.type = "col" if is_columns else "bar"
    chart.legend, chart.roundedCorners = None, False
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.txPr = _text()
    chart.y_axis.majorGridlines, chart.y_axis.scaling.min = None, 0
    # The first bar stands at the top, as in a list.
    chart.x_axis.scaling.orientation = "minMax" if is_columns else "maxMin"
    labels = [bar.caption for bar in bars]
    has_targets = any(bar.target is not None for bar in bars)
    if has_targets:
        chart.series.append(_series(labels, [bar.target or Decimal(0) for bar in bars], TARGET))
    chart.series.append(_series(labels, [bar.value for bar in bars], BAR))
    if not has_targets:
        chart.series[-1].dLbls = _numbers()
    return chart


def _series(labels: Sequence[str], values: Sequence[Decimal], colour: str) -> Series:
    names = [StrVal(idx=n, v=label) for n, label in enumerate(labels)]
    numbers = [NumVal(idx=n, v=str(value)) for n, value in enumerate(values)]
    series = Series(
        cat=AxDataSource(strLit=StrData(ptCount=len(names), pt=names)),
        val=NumDataSource(numLit=NumData(ptCount=len(numbers), pt=numbers)),
        tx=SeriesLabel(v=" "),
    )
    series.graphicalProperties = GraphicalProperties(solidFill=colour)
    return series


def _numbers() -> DataLabelList:
    shown = DataLabelList(showVal=True, dLblPos="outEnd", txPr=_text())
    shown.showSerName = shown.showCatName = shown.showLegendKey = shown.showPercent = False
    return shown


def _text() -> RichText:
    look = CharacterProperties(sz=TEXT_SIZE, latin=Font(typeface=FANG), ea=Font(typeface=FANG))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
