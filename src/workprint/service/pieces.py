"""A file that comes in pieces: each goes on where the last one ended, also after a broken connection or a
restart of the server."""

from __future__ import annotations

import fcntl
import os
from typing import IO

from .file_faults import SendsTooMuch, UploadBusy, WrongOffset
from .uploads import Upload, Uploads, megabytes

NOTED = 16 << 20
"""After how many bytes they are made safe and noted: so much a client may have to send again."""


class Piece:
    """One piece on its way into a file. Only one at a time is written."""

    def __init__(self, uploads: Uploads, upload: Upload, offset: int) -> None:
        """Raises `UploadBusy`, or `WrongOffset` for a piece that does not begin where the file ends."""
        self.uploads = uploads
        self.upload = upload
        self.file: IO[bytes] = open(uploads.part(upload), "ab", buffering=0)  # noqa: SIM115 - by close()
        try:
            self._alone()
            # What came after the last note may not have reached the disk.
            here = uploads.offset(uploads.get(upload.user, upload.id))
            if offset != here:
                raise WrongOffset(offset=here, upload_id=upload.id)
            os.truncate(self.file.fileno(), here)
        except BaseException:
            self.file.close()
            raise
        self.many = self.noted = offset

    def _alone(self) -> None:
        try:
            fcntl.flock(self.file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UploadBusy(upload_id=self.upload.id) from error

    def write(self, data: bytes) -> None:
        """Some more bytes. Raises `SendsTooMuch` for more than was promised; what came before stays."""
        promised = self.upload.size or 0
        if self.many + len(data) > promised:
            raise SendsTooMuch(limit=megabytes(promised))
        left = memoryview(data)
        while left:
            many = self.file.write(left)
            self.many += many
            left = left[many:]
        if self.many - self.noted >= NOTED:
            self._note()

    def end(self) -> None:
        """The piece is over, or has broken off: what has come is kept."""
        if self.many > self.noted:
            self._note()

    def close(self) -> None:
        """Let others write to the file."""
        self.file.close()

    def _note(self) -> None:
        os.fdatasync(self.file.fileno())
        self.uploads.received(self.upload, self.many)
        self.noted = self.many
