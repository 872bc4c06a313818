"""Files that a variable of the environment names, looked at before a library reads them without end."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def check_file(path: Path, max_bytes: int) -> None:
    """Pass on a plain file, or a link to one, that is no larger than so many bytes.

    Args:
        path: The file.
        max_bytes: Most bytes that an honest one has.

    Raises:
        OSError: When it is something else, such as a pipe that nobody fills, or is not there.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "no plain file")
    if found.st_size > max_bytes:
        raise OSError(errno.EFBIG, f"{found.st_size:,} bytes, more than {max_bytes:,}")
