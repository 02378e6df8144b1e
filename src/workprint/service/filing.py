"""Files of users, as a server has them come in, get in from elsewhere, and hands them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workprint.base import file_digest
from workprint.model import MediaFile
from workprint.store import BlobMissing, Job, New

from .addresses import place_of
from .config import Caller
from .exports import Export
from .faults import NothingHere
from .file_faults import LinkWrong
from .links import MEDIA, RENDER
from .logs import note
from .state import video_info
from .uploads import Upload, refused, room

if TYPE_CHECKING:
    from .service import Service


class Filing:
    """What can be done with files."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.uploads = service.uploads

    def receive(self, caller: Caller, session: str, name: str, size: int | None = None) -> Upload:
        """Begin to receive a file. Raises `FileTooLarge`, `SessionFull`, `UserFull`, `DiskIsFull` or
        `TooManyUploads`."""
        self.service.projects.get(caller, session)
        return self.uploads.begin(caller.user, session, name, size)

    def take(self, upload: Upload, sha256: str = "") -> Job:
        """A file has come; it is put into its session by a job. Raises `UnsupportedFile`."""
        if not self.uploads.part(upload).is_file():
            # Given up meanwhile.
            raise NothingHere()
        sha256 = sha256 or file_digest(self.uploads.part(upload))
        job = self.uploads.take(upload, sha256)
        note(session=upload.session, job=job.id)
        self.service.worker.wake()
        return job

    def fetch(self, caller: Caller, session: str, urls: Sequence[str]) -> list[Upload]:
        """Begin to fetch files, each by a job; nothing is begun if one of the URLs cannot be. Raises
        `UrlRefused`."""
        self.service.projects.get(caller, session)
        names = [place_of(url).name for url in urls]
        begun = []
        with self.service.database.change():
            for url, name in zip(urls, names, strict=True):
                upload = self.uploads.begin(caller.user, session, name)
                payload = {"upload": upload.id, "url": url}
                job = New("fetch", payload, caller.user, session, "light", id=fetch_of(upload.id))
                self.service.queue.put(job)
                begun.append(upload)
        self.service.worker.wake()
        return begun

    def settled(self, upload: Upload) -> bool:
        """Whether all that is to be done for a file is over."""
        found = self.uploads.find(upload.id)
        return found is None or found.state in ("ready", "failed")

    def of(self, caller: Caller, upload: str) -> Upload:
        """A file of the caller. Raises `NothingHere`."""
        return self.uploads.get(caller.user, upload)

    def told(self, caller: Caller, upload: str) -> dict[str, Any]:
        """A file as the protocol describes it. Raises `UnsupportedFile` for one that cannot be used, and
        whatever else was against it."""
        found = self.of(caller, upload)
        if found.state == "failed":
            raise refused(found)
        if found.state == "ready" and "belongs_to" in found.info:
            info = {key: value for key, value in found.info.items() if key != "blob"}
            return {**info, "hash": found.hash, "cdn_url": self.link(found), **_progress(found)}
        if found.state == "ready":
            media = MediaFile.model_validate(found.info).model_copy(update={"name": found.name})
            return {**video_info(media), "cdn_url": self.link(found), **_progress(found)}
        job = self.service.queue.find(fetch_of(found.id))
        more = {"progress": round(100 * job.progress)} if job is not None else {}
        return {"id": None, "filename": found.name, **_progress(found), **more}

    def give_up(self, caller: Caller, upload: str) -> None:
        """Forget a file that is on its way; one that is in the film stays there."""
        found = self.of(caller, upload)
        for job in (fetch_of(found.id),):
            if self.service.queue.find(job) is not None:
                self.service.queue.cancel(job)
                self.service.worker.cancelled(job)
        self.uploads.drop(found)

    def link(self, upload: Upload) -> str:
        """Where a file can be had, for a while."""
        return self.service.links.sign(
            f"{self.service.config.base_url}/v1/files/{upload.id}", MEDIA, upload.id
        )

    def links(self, session: str) -> dict[str, str]:
        """Where the files of a session can be had, by their hashes."""
        found = self.uploads.of_session(session)
        return {each.hash: self.link(each) for each in found if each.hash and each.state == "ready"}

    def linked(self, upload: str, key: str, expires: str, signature: str) -> Upload:
        """The file that a link opens. Raises `LinkWrong`, `LinkExpired` or `NothingHere`."""
        self.service.links.check(MEDIA, upload, expires, signature)
        found = self.uploads.find(upload) if key == upload else None
        if found is None:
            raise NothingHere()
        return found

    def rendered(self, name: str, key: str, expires: str, signature: str) -> Export:
        """The export that a link opens. Raises `LinkWrong`, `LinkExpired` or `NothingHere`."""
        self.service.links.check(RENDER, key, expires, signature)
        export = self.service.exports.by_job(key)
        if export.id != name:
            raise LinkWrong()
        return export

    def content(self, upload: Upload) -> tuple[Path, str]:
        """A file that came in, and its hash. Raises `NothingHere`."""
        blob = upload.info.get("blob")
        if upload.state != "ready" or not blob or not upload.hash:
            raise NothingHere()
        return self._blob(str(blob), upload.hash)

    def film(self, export: Export) -> tuple[Path, str]:
        """The finished file of an export, and its hash. Raises `NothingHere`."""
        result = export.job.result
        if not result:
            raise NothingHere()
        return self._blob(result["file"], result["sha256"])

    def _blob(self, name: str, sha256: str) -> tuple[Path, str]:
        try:
            with room():
                return self.service.blobs.path(name, sha256), sha256
        except BlobMissing as error:
            raise NothingHere() from error


def fetch_of(upload: str) -> str:
    """The job that gets a file from a URL."""
    return f"fetch_{upload}"


def _progress(upload: Upload) -> dict[str, Any]:
    return {"upload_id": upload.id, "state": upload.state, "received": upload.received}
