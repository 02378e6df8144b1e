"""Faults that only a server has, each with its code on the wire and its HTTP status."""

from __future__ import annotations

from typing import Any, ClassVar

from workprint.base import Fault, Text

ACCEPTED = ("mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac")
"""Files that may be sent, by what is in them."""


class WireFault(Fault):
    """A fault with a code and a status of the protocol; `data` says what can be done about it."""

    number: ClassVar[int] = 400
    status: ClassVar[int] = 400

    @property
    def data(self) -> dict[str, Any]:
        """The fields, for the client."""
        return dict(self.fields)


class BadToken(WireFault):
    code, number, status = "bad_token", 1001, 401
    en = "The token is missing, wrong or expired. Get a new one from /api/auth/anonymous-token."
    zh = "令牌缺失、无效或已过期。请通过 /api/auth/anonymous-token 获取新令牌。"


class NotForClaims(WireFault):
    code, number, status = "not_for_claims", 1001, 401
    en = "This token only opens a project in the web page."
    zh = "该令牌只能用于在网页中打开项目。"


class NotYourTask(WireFault):
    code, number, status = "task_unknown", 1002, 404
    en = "There is no such project, or the session is not its own."
    zh = "项目不存在，或会话不属于该项目。"


class SessionUnknown(WireFault):
    code, number, status = "session_unknown", 1002, 404
    en = "There is no such session. Begin a new one."
    zh = "会话不存在，请新建会话。"


class NothingHere(WireFault):
    code, number, status = "not_found", 404, 404
    en = "There is nothing here."
    zh = "此处没有内容。"


class OutOfCredits(WireFault):
    code, number, status = "out_of_credits", 2001, 403
    en = "The credits are used up ({available} left, {needed} needed). Register or top up to go on."
    zh = "积分不足（剩余 {available}，需要 {needed}）。请注册或充值后继续。"


class UnsupportedFile(WireFault):
    code, number, status = "unsupported_file", 4001, 415
    en = "“{name}” is not a file that can be edited ({found[en]}). Accepted: {accepted}; along with footage also texts: txt, srt, vtt, ass, json, csv."
    zh = "“{name}”不是可编辑的文件（{found[zh]}）。支持的格式：{accepted}；随素材还可提供文本：txt、srt、vtt、ass、json、csv。"

    def __init__(self, name: str, found: Text) -> None:
        """`found` says what is wrong with the file."""
        super().__init__(name=name, found=found, accepted=", ".join(ACCEPTED))

    @property
    def data(self) -> dict[str, Any]:
        return {**self.fields, "accepted": list(ACCEPTED)}


class FileTooLarge(WireFault):
    code, number, status = "file_too_large", 4002, 413
    en = "“{name}” is larger than {limit} MB. Compress or trim it."
    zh = "“{name}”超过 {limit} MB。请压缩或裁剪。"


class SessionFull(WireFault):
    code, number, status = "session_full", 4002, 413
    en = "The files of this session would be larger than {limit} MB. Begin another session."
    zh = "该会话的文件总量将超过 {limit} MB。请新建会话。"


class UnknownHost(WireFault):
    code, number, status = "unknown_host", 421, 421
    en = "This server does not go by that name. Whoever runs it can allow it: hosts, or base_url."
    zh = "该服务器不使用此名称。服务器管理员可以通过 hosts 或 base_url 设置允许它。"


class NoClientId(WireFault):
    code, number, status = "no_client_id", 400, 400
    en = "The header X-Client-Id is missing (1 to 64 characters). Make one up and keep it."
    zh = "缺少 X-Client-Id 请求头（1 到 64 个字符）。请生成一个并保存。"


class BadRequest(WireFault):
    code, number, status = "bad_request", 400, 400
    en = "The request cannot be read: {reason}"
    zh = "无法读取请求：{reason}"


class NotAttributed(WireFault):
    code, number, status = "not_attributed", 402, 402
    en = "Exports need the headers X-Skill-Source, X-Skill-Version and X-Skill-Platform; missing: {missing}."
    zh = "导出需要请求头 X-Skill-Source、X-Skill-Version 和 X-Skill-Platform；缺少：{missing}。"


class NotInPlan(WireFault):
    code, number, status = "not_in_plan", 402, 402
    en = "The plan “{plan}” does not allow this export."
    zh = "套餐“{plan}”不支持此次导出。"


class TooLongForPlan(NotInPlan):
    en = "The plan “{plan}” allows films of {most:g} minutes; this one has {minutes:g}. Cut it, or change the plan."
    zh = "套餐“{plan}”最多支持 {most:g} 分钟的影片；此影片为 {minutes:g} 分钟。请剪短，或更换套餐。"


class TooLargeForPlan(NotInPlan):
    en = "The plan “{plan}” allows {most}p; this export has {width}×{height}. Ask for a smaller size, or change the plan."
    zh = "套餐“{plan}”最高支持 {most}p；此次导出为 {width}×{height}。请选择较小的尺寸，或更换套餐。"


class FilmTooLong(WireFault):
    code, number, status = "film_too_long", 422, 422
    en = "The film would be {hours:g} hours long; here at most {most:g} are possible. Make it shorter."
    zh = "影片将长达 {hours:g} 小时；此处最多支持 {most:g} 小时。请缩短影片。"


class TooMany(WireFault):
    code, number, status = "too_many", 429, 429
    en = "Too many requests: {most} in {window} s are taken. Wait {seconds} s."
    zh = "请求过于频繁：{window} 秒内最多 {most} 次。请等待 {seconds} 秒。"


class TooManySessions(WireFault):
    code, number, status = "too_many_sessions", 429, 429
    en = "There are {most} sessions already, which is as many as one user can have. Delete one that is done with."
    zh = "已有 {most} 个会话，已达到每位用户的上限。请删除不再需要的会话。"


class SessionBusy(WireFault):
    code, number, status = "session_busy", 429, 429
    en = "{waiting} messages of this session wait already. This one was not taken; send it again when one of them is done."
    zh = "该会话已有 {waiting} 条消息在等待，此消息未被接收；请等其中一条完成后再发送。"


class PreviewBusy(WireFault):
    code, number, status = "preview_busy", 429, 429
    en = "Other previews are being made. Ask again in {seconds} s."
    zh = "正在生成其他预览，请在 {seconds} 秒后重试。"


class TooManyTokens(WireFault):
    code, number, status = "too_many_tokens", 429, 429
    en = "There is a token already: {most} in {days:g} days are given out here. Go on with that one; the next can be had in {hours} h."
    zh = "已有令牌：{days:g} 天内最多发放 {most} 个。请继续使用现有令牌；{hours} 小时后可再次获取。"


class BodyTooLarge(WireFault):
    code, number, status = "body_too_large", 413, 413
    en = "The request is larger than {limit} MB, which is more than any draft needs."
    zh = "请求超过 {limit} MB，任何草稿都不需要这么大。"


class NotJsonBody(WireFault):
    code, number, status = "not_json_body", 415, 415
    en = "This call takes JSON, not {found}. Send it with Content-Type: application/json."
    zh = "该接口接收 JSON，而不是 {found}。请使用 Content-Type: application/json 发送。"


class NotAllowed(WireFault):
    code, number, status = "method_not_allowed", 405, 405
    en = "{method} is not possible here; these are: {allowed}."
    zh = "此处不支持 {method}；支持：{allowed}。"


class NoRevision(WireFault):
    code, number, status = "no_revision", 428, 428
    en = "Say which revision was edited: “revision” in the body, or the header If-Match with the ETag of the draft."
    zh = "请说明编辑的是哪个修订版：在请求体中提供“revision”，或在 If-Match 请求头中提供草稿的 ETag。"


class Unexpected(WireFault):
    code, number, status = "unexpected", 500, 500
    en = "Something went wrong in the server, and nothing is known to have been done. If it stays so, tell who runs it this reference: {reference}."
    zh = "服务器内部出错，无法确认操作是否完成。如果问题持续，请将此参考编号告知管理员：{reference}。"


class Conflict(WireFault):
    code, number, status = "conflict", 409, 409
    en = "{id} exists already, with another content."
    zh = "{id} 已存在，且内容不同。"


class DraftConflict(WireFault):
    code, number, status = "draft_conflict", 409, 409
    en = "The film was changed meanwhile: it is at revision {current}, not {expected}. Nothing was written over."
    zh = "影片在此期间已被修改：当前为修订版 {current}，而不是 {expected}。未覆盖任何内容。"
