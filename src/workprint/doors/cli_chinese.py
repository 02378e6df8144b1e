"""The help and the usage errors of the command line in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping

EPILOG = "退出码：0 完成，1 出错，2 用法不对，3 被拒绝或需要先回答，4 已渲染但成品检查未通过，130 被中断。"

COMMANDS: Mapping[str, str] = {
    "workprint": "说出要对素材做什么，得到剪好的成片。一切都在本机完成。",
    "edit": "按请求剪辑素材，并渲染成片。\n\n不用 -o 时，成片写在当前文件夹，名为 NAME-cut.mp4，或按请求所说（“导出为 webm”）。",
    "plan": "显示一条请求会做什么，但不执行。",
    "render": "渲染草稿，或按现状渲染会话。",
    "frame": "把会话影片的一帧写成图片，无需渲染整部影片。",
    "inspect": "显示文件里有什么；写出缩略图总览和波形图。",
    "transcribe": "写下所说的话，并给出每个词的时间。\n\n不用 -o 时直接显示。按文件名写成文本（.txt）、字幕（.srt、.vtt）或全部数据（.json）。",
    "ops": "列出可以说的一切：所有操作，或某个操作及其参数。",
    "demo": "生成一段示例素材，并在上面完成主要任务。",
    "doctor": "说明这里有什么、缺什么，以及获取的命令。",
    "undo": "撤销会话的最后一次修改，或指定的那一次。",
    "redo": "恢复刚才撤销的修改。",
    "history": "列出会话的修订版，以及由它渲染的文件。",
    "sessions": "列出保存在这里的会话。",
    "jobs": "查看服务器的任务，并重试失败或被搁置的任务。",
    "account": "查看计费服务器上某个用户的方案与积分，或授予方案、积分。",
    "stock": "在 Pexels 或 Pixabay 上查找素材；需要你自己的密钥。",
    "tidy": "移除服务器不再需要的内容。\n\n服务器每小时会自动执行一次。",
    "backup": "把服务器的数据备份到文件夹，运行时也可以。\n\n再次备份到同一文件夹时只复制新内容。",
    "restore": "用备份建立服务器的数据文件夹。\n\n数据文件夹中不能已有服务器数据。",
    "chat": "与服务器对话：上传素材，说出要做什么，取回影片。\n\n不用 -m 时为交互方式，每行一条请求。",
    "serve": "通过 HTTP 提供编辑器，供智能体和技能使用。\n\n设置依次来自配置文件、环境变量 WORKPRINT_…、这些选项。",
}

_COMMON: Mapping[str, str] = {
    "words": "素材文件，以及请求（“-”：从标准输入读取）。",
    "out": "要写入的文件；同名文件会被覆盖。",
    "session": "会话。",
    "json": "输出 JSON。",
    "lang": "en、zh 或 auto：与请求相同。",
    "format": "mp4、mov、mkv、webm、gif、mp3、wav、m4a；否则按文件名。",
    "size": "如 720p、1080p、4k，或 1280x720；否则与影片相同。",
    "quality": "画质高低，与速度相对。",
    "exact": "未改动的 H.264 画面：凡能复制都复制，或一律重新编码；默认在划算时复制。",
    "encoder": "H.264 编码器：software, auto, nvenc, vaapi, qsv, amf, videotoolbox",
    "help": "显示此说明并退出。",
    "version": "显示版本。",
    "install_completion": "为当前 shell 安装自动补全。",
    "show_completion": "显示当前 shell 的自动补全脚本，以便复制或修改。",
}
_OF_COMMAND: Mapping[tuple[str, str], str] = {
    ("edit", "session"): "以此名称保存工作，之后从这里继续。",
    ("plan", "session"): "以这个会话为基础；不会改动它。",
    ("render", "session"): "渲染会话的现状。",
    ("edit", "render"): "剪辑之后写出影片。",
    ("edit", "draft"): "另写出草稿文件。",
    ("edit", "subtitles"): "另写字幕文件：.srt、.vtt 和 .ass。",
    ("render", "subtitles"): "另写字幕文件：.srt、.vtt 和 .ass。",
    ("plan", "context"): "针对此文件描述的会话做计划（“-”：从标准输入读取）。",
    ("render", "draft"): "草稿（“-”：从标准输入读取）。使用 --session 时不需要。",
    ("render", "explain"): "不渲染：说明每段做法、原因和成本。",
    ("render", "picture"): "与 --explain 一起使用：另画成一个 SVG 文件。",
    ("frame", "at"): "影片的第几秒。",
    ("frame", "size"): "360p、720p 等，或 640x360。",
    ("frame", "out"): "要写入的 .png 或 .jpg 文件；同名文件会被覆盖。",
    ("transcribe", "file"): "视频或声音。",
    ("transcribe", "script"): "其中所说的文字稿（.txt），或其字幕（.srt、.vtt、.ass）。",
    ("inspect", "file"): "视频、声音或图片。",
    ("inspect", "out"): "存放缩略图总览和波形图的文件夹。",
    ("inspect", "scenes"): "总览图按场景：每个场景一帧，带时间和说明。",
    ("inspect", "captions"): "只写出一张图：在自己的画面上画出所有字幕样式。",
    ("inspect", "session"): "与 --captions 一起使用：用这个会话的画面。",
    ("ops", "name"): "某个操作，用名称或标题指定。",
    ("demo", "folder"): "放在哪里。",
    ("undo", "what"): "只撤销这一项修改（“标题”）。",
    ("undo", "steps"): "几个修订版。",
    ("undo", "to"): "回到这个修订版。",
    ("redo", "steps"): "几个修订版。",
    ("sessions", "forget"): "移除一个会话；文件保留。",
    ("jobs", "action"): "list 列出任务，或用 show、retry、cancel 查看、重试、取消某个任务。",
    ("jobs", "job"): "任务的 id。",
    ("jobs", "state"): "只列出这些状态的任务。",
    ("jobs", "config"): "配置文件（TOML）。",
    ("jobs", "data"): "服务器的数据文件夹。",
    ("account", "user"): "用户，用随令牌得到的 id 指定。",
    ("account", "plan"): "把该用户改为此方案。",
    ("account", "grant"): "再给该用户这么多积分。",
    ("account", "config"): "配置文件（TOML）。",
    ("account", "data"): "服务器的数据文件夹。",
    ("stock", "words"): "画面应显示什么。",
    ("stock", "take"): "把这个编号的结果放入会话。",
    ("stock", "session"): "放入哪个会话。",
    ("stock", "photos"): "找照片而不是视频。",
    ("stock", "provider"): "在哪里查找。",
    ("tidy", "dry_run"): "只列出将会移除的内容，不移除。",
    ("tidy", "config"): "配置文件（TOML）。",
    ("tidy", "data"): "存放一切数据的文件夹。",
    ("backup", "folder"): "备份所在的文件夹。",
    ("backup", "config"): "配置文件（TOML）。",
    ("backup", "data"): "存放一切数据的文件夹。",
    ("restore", "folder"): "备份所在的文件夹。",
    ("restore", "config"): "配置文件（TOML）。",
    ("restore", "data"): "存放一切数据的文件夹。",
    ("chat", "files"): "要上传的文件或地址；有文件时会新建会话。",
    ("chat", "message"): "请求；可多次使用，依次执行。",
    ("chat", "export"): "最后导出影片并写入此文件；同名文件会被覆盖。",
    ("chat", "fetch"): "取回之前开始的导出，用其编号指定；与 --export 合用可指定文件。",
    ("chat", "url"): "服务器地址；默认为 NEMO_API_URL，否则为本机服务器。",
    ("chat", "go_on"): "继续上次的会话，或新建会话。",
    ("chat", "session"): "用编号指定会话。",
    ("serve", "config"): "配置文件（TOML）。",
    ("serve", "host"): "监听的地址。",
    ("serve", "port"): "监听的端口；0 表示任选一个空闲端口。",
    ("serve", "role"): "all、api（应答请求）或 worker（执行任务）。",
    ("serve", "data"): "存放一切数据的文件夹。",
    ("serve", "metered"): "计算积分和令牌数。",
    ("serve", "show_config"): "显示每项设置的当前值及其来源，不做其他事。",
    ("serve", "check"): "试用数据库、存储和端口，不做其他事。",
}

FRAME: Mapping[str, str] = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
"""What is around the texts, by the names that Typer has for it."""

_USAGE = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[FILE]", "[素材]"),
    ('MEDIA… "REQUEST"', "素材… “请求”"),
)
_ERRORS = (
    (r"Missing argument '(.*?)'\.?.*", r"缺少参数 \1。"),
    (r"Missing option '(.*?)'\.?.*", r"缺少选项 \1。"),
    (r"No such option: (\S+?)\.? \((?:Possible options|Did you mean)[: ]+(.*?)\??\)", r"没有选项 \1。可能是：\2。"),
    (r"No such option: (\S+?)\.? Did you mean (.*)\?", r"没有选项 \1。是不是 \2？"),
    (r"No such option: (\S+)", r"没有选项 \1。"),
    (r"No such command '(.*?)'\. Did you mean (.*)\?", r"没有命令“\1”。是不是 \2？"),
    (r"No such command '(.*?)'\.", r"没有命令“\1”。"),
    (r"Missing command\.", "缺少命令。"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"多出了参数：\1。"),
    (r"Option '(.*?)' requires (?:an argument|\d+ arguments)\.", r"选项 \1 需要一个值。"),
    (r"Option '(.*?)' does not take a value\.", r"选项 \1 不带值。"),
    (r"Invalid value for '(.*?)': (?:Value error, )?'(.*?)' is not one of (.*?)\.?", r"\1 不能是“\2”，可选：\3。"),
    (r"Invalid value for '(.*?)': Input should be greater than or equal to (.*)", r"\1 不能小于 \2。"),
    (r"Invalid value for '(.*?)': .*valid integer.*", r"\1 需要一个整数。"),
    (r"Invalid value for '(.*?)': .*(?:valid number|valid float).*", r"\1 需要一个数字。"),
    (r"Invalid value for '(.*?)': .*", r"\1 的值不对。"),
)  # fmt: skip


def param(command: str, name: str) -> str:
    """The help of a command's parameter."""
    text = _OF_COMMAND.get((command, name)) or _COMMON.get(name, "")
    # Rich cuts a word off that is longer than its column, and knows words by their spaces.
    return re.sub(r"(?<=[，。；：、）])(?=[^，。；：、）”])", " ", text)


def usage(text: str) -> str:
    """The usage line."""
    for english, chinese in _USAGE:
        text = text.replace(english, chinese)
    return text


def error(message: str) -> str:
    """A usage error."""
    message = usage(message)
    for pattern, chinese in _ERRORS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(chinese)
    return f"用法不对：{message}"
