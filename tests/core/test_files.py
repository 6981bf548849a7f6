import os
import subprocess
import time
from pathlib import Path

import pytest

from apps.core import files

MEGABYTE = 1024 * 1024


@pytest.fixture
def small_disk(settings, tmp_path):
    """A file store on a file system of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs more rights than this run has")
    settings.FILE_ROOT = place / "files"
    yield place
    subprocess.run(["umount", str(place)], check=True)


def everything_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def age(path: Path, seconds: int) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_stored_bytes_are_read_back(settings):
    stored = files.store(b"content", suffix=".pdf")
    assert files.read(stored.path) == b"content"
    assert stored.size == 7
    assert stored.path == f"{stored.sha256[:2]}/{stored.sha256}.pdf"


def test_same_content_is_one_file(settings):
    assert files.store(b"a", suffix=".pdf") == files.store(b"a", suffix=".pdf")
    assert len(everything_below(settings.FILE_ROOT)) == 1


def test_storing_leaves_no_unfinished_file(settings):
    files.store(b"a" * MEGABYTE, suffix=".bin")
    assert not [p for p in everything_below(settings.FILE_ROOT) if p.suffix == files.TEMPORARY]


def test_full_disk_is_told_and_leaves_nothing_behind(small_disk):
    with pytest.raises(files.StorageFull, match="存储空间不足"):
        files.store(os.urandom(3 * MEGABYTE), suffix=".jpg")
    assert everything_below(small_disk) == []


def test_store_works_again_once_there_is_room(small_disk):
    kept = files.store(os.urandom(MEGABYTE // 2), suffix=".jpg")
    with pytest.raises(files.StorageFull):
        files.store(os.urandom(MEGABYTE), suffix=".jpg")
    files.absolute(kept.path).unlink()
    assert files.store(os.urandom(MEGABYTE // 2), suffix=".jpg")


def test_failure_while_writing_leaves_nothing_behind(settings, monkeypatch):
    def broken(handle):
        raise OSError(5, "input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="input/output"):
        files.store(b"content", suffix=".pdf")
    assert everything_below(settings.FILE_ROOT) == []


@pytest.mark.parametrize(
    "path", ["../secret", "ab/../../secret", "/etc/passwd", "ab/../../../etc/passwd"]
)
def test_path_out_of_the_store_is_refused(path):
    with pytest.raises(ValueError, match="outside"):
        files.absolute(path)


def test_link_out_of_the_store_is_refused(settings, tmp_path):
    files.store(b"a", suffix=".pdf")
    (settings.FILE_ROOT / "link").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="outside"):
        files.absolute("link/secret")


def test_sweep_takes_old_orphans_and_unfinished_files_only(settings):
    named, orphan, fresh = (files.store(c, suffix=".pdf") for c in (b"named", b"orphan", b"fresh"))
    unfinished = settings.FILE_ROOT / "xx.tmp"
    unfinished.write_bytes(b"half")
    for path in (files.absolute(named.path), files.absolute(orphan.path), unfinished):
        age(path, 7200)
    removed = files.sweep_orphans([named.path], older_than_seconds=3600)
    assert sorted(removed) == sorted([orphan.path, "xx.tmp"])
    assert files.read(named.path) == b"named"
    assert files.read(fresh.path) == b"fresh"


def test_storing_an_old_orphan_again_saves_it_from_the_sweep(settings):
    orphan = files.store(b"again", suffix=".pdf")
    age(files.absolute(orphan.path), 7200)
    files.store(b"again", suffix=".pdf")
    assert files.sweep_orphans([], older_than_seconds=3600) == []
