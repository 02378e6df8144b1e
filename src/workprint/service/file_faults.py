"""What can be against a file: one that comes in, one that is fetched, one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .faults import FileTooLarge, SessionFull, WireFault


class SendsTooMuch(WireFault):
    code, number, status = "sends_too_much", 4002, 413
    en = "One request may send {limit} MB. Compress or trim the file; send several files one by one."
    zh = "单次请求最多 {limit} MB。请压缩或裁剪文件；多个文件请逐个上传。"


class UserFull(WireFault):
    code, number, status = "user_full", 4002, 413
    en = "All your files would be larger than {limit} MB. Remove what is not needed any more."
    zh = "您的文件总量将超过 {limit} MB。请删除不再需要的文件。"


class TooManyUploads(WireFault):
    code, number, status = "too_many_uploads", 429, 429
    en = "{most} files are on their way already. Wait until one of them has come, or give one up."
    zh = "已有 {most} 个文件正在上传。请等待其中之一完成，或放弃一个。"


class DiskIsFull(WireFault):
    code, number, status = "server_disk_full", 507, 507
    en = "The server has no room for this file now. Nothing of it was kept; try again later."
    zh = "服务器目前没有空间存放该文件。未保留任何内容，请稍后重试。"


class WrongOffset(WireFault):
    code, number, status = "wrong_offset", 409, 409
    en = "The upload is at byte {offset}. Go on from there."
    zh = "上传已到第 {offset} 字节，请从该处继续。"


class UploadBusy(WireFault):
    code, number, status = "upload_busy", 423, 423
    en = "This upload is being written by another request. Wait until that has ended."
    zh = "另一个请求正在写入该上传。请等待其结束。"


class RangeNotThere(WireFault):
    code, number, status = "range_not_there", 416, 416
    en = "The file has {size} bytes; there is nothing in the range asked for."
    zh = "文件共 {size} 字节，所请求的范围内没有内容。"


class LinkExpired(WireFault):
    code, number, status = "link_expired", 403, 403
    en = "This link has expired. Ask for the state of the session or of the export to get a new one."
    zh = "该链接已过期。请查询会话或导出的状态以获取新链接。"


class LinkWrong(WireFault):
    code, number, status = "link_wrong", 403, 403
    en = "This link is not valid. It may have been cut off when it was copied."
    zh = "该链接无效，可能在复制时被截断。"


class UrlRefused(WireFault):
    code, number, status = "url_refused", 400, 400
    en = "Nothing is fetched from “{url}”: {because[en]}."
    zh = "不会从“{url}”获取文件：{because[zh]}。"


class NotFetched(WireFault):
    code, number, status = "not_fetched", 400, 400
    en = "“{url}” could not be fetched: {because[en]}."
    zh = "无法获取“{url}”：{because[zh]}。"


class NotTaken(WireFault):
    """What a job said of a file that it could not take in, as it was kept."""

    code = "not_taken"
    en = "{said[en]}"
    zh = "{said[zh]}"

    def __init__(self, name: str, said: Mapping[str, Any]) -> None:
        super().__init__(name=name, said=said)
        self.number, self.status = _KEPT.get(str(said.get("code")), (400, 400))  # type: ignore[misc]


_KEPT = {
    FileTooLarge.code: (FileTooLarge.number, FileTooLarge.status),
    SessionFull.code: (SessionFull.number, SessionFull.status),
    UserFull.code: (UserFull.number, UserFull.status),
    DiskIsFull.code: (DiskIsFull.number, DiskIsFull.status),
    "internal": (500, 500),
}
"""Code on the wire and HTTP status of what is kept as the reason of a file that was not taken in."""
