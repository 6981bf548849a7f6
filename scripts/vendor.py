#!/usr/bin/env python3
"""Copy the few front-end files that pages use from node_modules to static/vendor.

A whole `dist` folder would break hashed storage: source maps name files that are not there.
"""

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MODULES = PROJECT / "node_modules"
VENDOR = PROJECT / "static" / "vendor"
ICON_NAMES = PROJECT / "scripts" / "icons.txt"

FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css",
    "tom-select/dist/js/tom-select.complete.min.js",
)
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*$)", re.MULTILINE)
SVG = "http://www.w3.org/2000/svg"


def copy_files(folder: Path) -> None:
    for name in FILES:
        text = (MODULES / name).read_text(encoding="utf-8")
        (folder / Path(name).name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")


def symbol(name: str) -> ET.Element:
    """One icon as `<symbol id=name>`, to be shown by `<svg><use href="…#name"/></svg>`."""
    drawing = ET.parse(MODULES / "bootstrap-icons" / "icons" / f"{name}.svg").getroot()
    drawn = ET.Element(f"{{{SVG}}}symbol", id=name, viewBox=drawing.attrib["viewBox"])
    drawn.extend(drawing)
    return drawn


def write_sprite(path: Path) -> None:
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    sprite.extend(symbol(name) for name in ICON_NAMES.read_text().split())
    ET.ElementTree(sprite).write(path, encoding="utf-8", xml_declaration=False)


def main() -> None:
    """Build beside and swap, so that a killed run leaves no half folder."""
    beside = VENDOR.with_name("vendor.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    copy_files(beside)
    write_sprite(beside / "icons.svg")
    shutil.rmtree(VENDOR, ignore_errors=True)
    beside.rename(VENDOR)


if __name__ == "__main__":
    main()
