"""Requests that no editor should carry out, and what there is nothing to do with."""

from __future__ import annotations

import re

from ..bench import Bench, decline, empty
from ..clause import Clause
from .rule import Rule

_SECRETS = (
    r"\b(?:print|show|reveal|give|tell|leak|dump|display|expose|output|send|what(?:'s| is))\b.{0,40}\b(?:tokens?|api ?keys?|passwords?|secrets?|credentials?|system prompt|your (?:prompt|instructions|rules)|env(?:ironment)? variables?|raw json|bearer|cookies?|source code)\b|"
    r"\b(?:ignore|forget|disregard|bypass|override)\b.{0,30}\b(?:rules|instructions|prompts?|guidelines|restrictions|limits)\b|\bjailbreak|developer mode|pretend (?:to be|you)|act as (?:a|an)\b(?!.{0,10}(?:title|intro))|"
    r"(?:令牌|密钥|密码|系统提示|提示词|凭证|token|源代码|环境变量).{0,12}(?:发|给|打印|显示(?!出来了)|输出|告诉|是什么|看(?![得不见到]))|(?:打印|显示|输出|告诉我|泄露|发).{0,12}(?:令牌|密钥|密码|系统提示|提示词|凭证|token|环境变量)|(?:忽略|无视|忘掉|绕过).{0,10}(?:规则|指令|限制|要求|提示)"
)
_FOREIGN = (
    r"(?<!about the )\bweather\b|\bpoem\b|\b(?:tell|write) (?:me )?(?:a )?(?:joke|essay|story|poem)\b|\bstock price|\bwho made you\b|\b(?:book|order) (?:a|me)\b|\bhomework\b|\bsend an? e?mail\b|\btranslate (?:this|the) (?:document|sentence)\b|\bdelete my account\b|\bhack\b|"
    r"天气|写(?:一)?首诗|讲(?:个|一个)?笑话|作文|股价|订(?:票|餐)|删除(?:我的)?账[号户]|写(?:一)?封(?:邮件|信)"
)
_URL = r"https?://|www\.|youtu\.be/|tiktok\.com|bilibili\.com|youtube\.com"


def _secrets(c: Clause, bench: Bench) -> bool:
    if not c.has(_SECRETS):
        return False
    return decline(
        "not_allowed",
        "I edit video; I don't show tokens, keys or internal data, and I don't drop my rules. Tell me what to change in the film.",
        "我只负责剪辑视频，不会显示令牌、密钥或内部数据，也不会绕过规则。请告诉我要怎么改视频。",
    )


def _foreign(c: Clause, bench: Bench) -> bool:
    if not c.has(_FOREIGN) or c.quotes:
        return False
    return decline(
        "not_editing",
        "That is not something a video editor does. I can cut, arrange, title, colour, mix and export your footage.",
        "这不是剪辑能做的事。我可以剪切、排列、加字、调色、配乐和导出你的素材。",
    )


def _address(c: Clause, bench: Bench) -> bool:
    if not c.has(_URL):
        return False
    return decline(
        "no_download",
        "Fetching video from a web address is not in this release: Workprint works on files it is given. Download it where you are allowed to and upload the file (mp4, mov, webm, mkv …), then I'll cut it.",
        "当前版本不能从网址下载视频：Workprint 只处理交给它的文件。请在允许的情况下自行下载后上传（mp4、mov、webm、mkv 等），我再来剪。",
    )


_ABOUT = re.compile(
    r"^(?:who|what) are you\b|^what is (?:this|workprint)\b|\bhow (?:do|can|should) i (?:add|upload|import|open|load)\b|\bfree\b|\bcost\b|你是谁|怎么(?:添加|上传|导入|加)|免费|收费|多少钱"
)
"""What can be asked of the program itself, with or without footage."""


def _nothing_here(c: Clause, bench: Bench) -> bool:
    if bench.timeline.media or bench.timeline.duration:
        return False
    if _ABOUT.search(c.text):
        return False
    if c.asks and c.says("question") and not c.has(r"\b(?:edit|cut|trim|add)\b"):
        return False
    if c.has(
        r"^(?:status|state|credits?|balance|help|undo|redo|history|状态|积分|余额|帮助|撤销)|show (?:me )?(?:the )?(?:tracks|timeline)|余额|积分|credit|balance|上传|upload|how much (?:do i|have i|is)\b|what can you do|你能做什么|会(?:做|干)什么|轨道|slate"
    ):
        return False
    raise empty()


RULES = (
    Rule(_secrets, whole=True),
    Rule(_foreign, whole=True),
    Rule(_address, whole=True),
    Rule(_nothing_here, whole=True),
)
