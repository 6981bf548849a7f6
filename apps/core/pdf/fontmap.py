"""The fonts that the library may use: the faces of faces.py, read where they are, and no others."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from apps.core.pdf.errors import PdfError
from apps.core.pdf.faces import FACES, face_path

SCHEME = "sixlights"
NO_FONTS = Path(__file__).with_name("fonts.conf")
# The name in the file is put after ours, so that a licensed face can play any role.
NAMED = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<match target="scan"><test name="file" compare="eq"><string>{path}</string></test>
<edit name="family" mode="prepend"><string>{family}</string></edit></match></fontconfig>"""


class FaceMap(FontConfiguration):
    """Takes `@font-face { src: url("sixlights:face/fang") }` for the file of that face.

    The library would copy every file (46 MB) into a temporary folder of each process, and leave it there
    when a worker is killed. Read in place, the files are shared by all workers.
    """

    def __init__(self) -> None:
        with only_our_fonts():
            super().__init__()

    def add_font_face(self, rule_descriptors: Mapping[str, Any], url_fetcher: URLFetcher) -> None:
        family = rule_descriptors["font_family"]
        addresses = [address for _, address in rule_descriptors["src"]]
        if family not in FACES or addresses != [f"{SCHEME}:face/{family}"]:
            raise PdfError(f"@font-face {family}: not one of the faces of the portal")
        path = str(face_path(family))
        rule = NAMED.format(path=escape(path), family=escape(family)).encode()
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, rule, True)
        if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(path)):
            raise PdfError(f"{path} is not a font file")
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))


@contextmanager
def only_our_fonts() -> Iterator[None]:
    """No font of the machine: a document must not depend on what happens to be installed."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(NO_FONTS)
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


def font_face_rules() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{name}"; src: url("{SCHEME}:face/{name}") }}'
        for name in FACES
    )
