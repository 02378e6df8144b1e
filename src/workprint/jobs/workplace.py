"""The folder in which a file comes into being."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workprint.base import Fault


class DiskFull(Fault):
    code = "disk_full"
    en = "The disk of {path} is full. Nothing was written there; free some space and render again."
    zh = "{path} 所在磁盘已满，未写入任何文件。请清理空间后重试。"


class NotWritable(Fault):
    code = "not_writable"
    en = "Nothing can be written in {path}. Choose another place with -o."
    zh = "无法写入 {path}。请用 -o 指定其他位置。"


def work_folder(out: Path) -> Path:
    """A folder beside the file to be: what is finished there is renamed, not copied."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        return Path(tempfile.mkdtemp(prefix=f".{out.name}.{os.getpid()}-", dir=out.parent))
    except OSError as error:
        raise NotWritable(path=str(out.parent)) from error


@contextmanager
def writing_to(out: Path, work: Path) -> Iterator[None]:
    """Tells what hinders writing `out` in words; the folder `work` is gone afterwards, whatever happened."""
    try:
        yield
    except Fault as fault:
        if "No space left" in str(fault.fields.get("reason", "")):
            raise DiskFull(path=str(out)) from fault
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path=str(out)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise NotWritable(path=str(out.parent)) from error
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what renders to the same file left behind when they were killed."""
    for left in out.parent.glob(f".{glob.escape(out.name)}.*-*"):
        owner = left.name[len(out.name) + 2 :].partition("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
