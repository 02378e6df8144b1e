"""What can go wrong between the client and a service, as a person is told it."""

from __future__ import annotations

from workprint.base import Fault


class NotReachable(Fault):
    code = "not_reachable"
    en = (
        "There is no answer from {base} ({reason}). Is the server running? “workprint serve” starts one here."
    )
    zh = "{base} 没有响应（{reason}）。服务器在运行吗？可用“workprint serve”在本机启动。"


class Unreadable(Fault):
    code = "unreadable_answer"
    en = "The answer of {base} cannot be read: {reason}."
    zh = "无法读取 {base} 的应答：{reason}。"


class Refused(Fault):
    """A refusal of the service, in its own sentence; `number` is the code on the wire."""

    code = "refused"
    en = "{said}"
    zh = "{said}"


class BadToken(Refused):
    code = "bad_token"
    en = "The service does not accept the token, nor a new one. {said}"
    zh = "服务不接受现有令牌，也不接受新令牌。{said}"


class SessionGone(Refused):
    code = "session_gone"
    en = "The session is no longer there. Begin a new one."
    zh = "会话已不存在，请新建会话。"


class OutOfCredits(Refused):
    code = "out_of_credits"
    en = "The credits are used up. Register or top up{link}."
    zh = "积分已用完。请注册或充值{link}。"


class BadFile(Refused):
    code = "bad_file"
    en = "{said} Accepted: {accepted}."
    zh = "{said} 支持的格式：{accepted}。"


class FileTooLarge(Refused):
    code = "file_too_large"
    en = "{said} Compress or trim the file."
    zh = "{said} 请压缩或裁剪文件。"


class ExportBlocked(Refused):
    code = "export_blocked"
    en = "The export is blocked by the plan, which is no matter of credits. {said}"
    zh = "当前方案不允许导出，与积分无关。{said}"


class TooManyRequests(Refused):
    code = "too_many_requests"
    en = "The service still refuses after a wait of {seconds} seconds. {said}"
    zh = "等待 {seconds} 秒后仍被拒绝。{said}"


class NothingToExport(Fault):
    code = "nothing_to_export"
    en = "There is nothing on the timeline yet. Send a file, or say what to make."
    zh = "时间线上还没有内容。请上传文件，或说明要做什么。"


class ExportFailed(Fault):
    code = "export_failed"
    en = "The export {id} failed: {reason}"
    zh = "导出 {id} 失败：{reason}"


class StillRendering(Fault):
    code = "still_rendering"
    en = "The export {id} is not ready yet ({progress}%). It goes on; fetch it later by this id."
    zh = "导出 {id} 尚未完成（{progress}%）。它会继续进行，稍后可用此编号取回。"


class NotWhole(Fault):
    code = "not_whole"
    en = "The download of {name} broke off: {have} of {size} bytes are there. Nothing was written."
    zh = "{name} 下载中断：{size} 字节中只收到 {have} 字节。未写入任何文件。"


class NoSuchFile(Fault):
    code = "no_such_file"
    en = "There is no file {name}."
    zh = "没有文件 {name}。"


class TurnUnknown(Fault):
    code = "turn_unknown"
    en = "The connection broke off and the film has not changed since. The message was not sent again; look at the status later."
    zh = "连接中断，影片之后没有变化。消息未重发，请稍后查看状态。"
