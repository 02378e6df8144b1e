"""Which of the words on a command line are files and which one is the request."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from .cli_answer import language, usage

_FILE_NAME = re.compile(r"\S+\.[A-Za-z0-9]{2,4}")


def sort_words(words: Sequence[str], lang: str, json: bool) -> tuple[list[Path], str]:
    """The existing files, and the one word that is none: the request ("-": read from standard
    input). Ends with a usage error where there is none, or more than one."""
    paths = [Path(word) for word in words if word != "-" and Path(word).is_file()]
    others = [word for word in words if word == "-" or not Path(word).is_file()]
    missing = [word for word in others if _FILE_NAME.fullmatch(word)]
    requests = [word for word in others if word not in missing]
    tongue = language(lang, " ".join(requests))
    if missing:
        names = ", ".join(missing)
        raise usage(f"There is no file {names}.", f"没有文件 {names}。", tongue, json)
    if not requests:
        raise usage(
            'Say what to do, in quotes: "trim the silences".',
            "请用引号写出要做的事：“剪掉停顿”。",
            tongue,
            json,
        )
    if len(requests) > 1:
        which = ", ".join(f"“{each}”" for each in requests)
        raise usage(
            f"Is one of these the request and the others files that are not there? {which} Put the request in quotes.",
            f"以下哪一个是请求，其余是不存在的文件吗？{which} 请给请求加上引号。",
            tongue,
            json,
        )
    request = sys.stdin.read() if requests[0] == "-" else requests[0]
    if not request.strip():
        raise usage("The request is empty.", "请求为空。", tongue, json)
    return paths, request.strip()
