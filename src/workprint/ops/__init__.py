"""The vocabulary: one file per operation, and the registry that finds them."""

from .broll import MARK as BROLL
from .broll import TAGS, is_broll
from .broll import Over as OverWhat
from .broll import Wishes as BrollWishes
from .broll import candidates as broll_candidates
from .broll import chosen as broll_chosen
from .broll import described as media_described
from .broll import pieces as broll_pieces
from .edits.best_parts import part_marks
from .edits.cut_fillers import CutFillers
from .edits.cut_retakes import CutRetakes
from .edits.cut_texts import cut_texts
from .edits.cut_words import CutWords
from .edits.spoken import written
from .edits.standing_out import settled
from .operation import (
    RGB,
    AudioEffect,
    AudioGenerator,
    BadParameter,
    Context,
    EditOp,
    Operation,
    Param,
    TextGenerator,
    TransitionOp,
    UnknownOperation,
    VideoEffect,
    VideoGenerator,
    WrongFamily,
    language,
)
from .registry import bind, operation, registry
from .screen import (
    MARK_NEAR,
    SCREEN_KINDS,
    SURE_CLICK,
    Mark,
    happenings,
    mark_groups,
    marks,
    nested,
    taken_away,
    unsure_clicks,
)
from .validate import check
from .words.correcting import corrected, corrections, holds
from .words.fillers import plain, said_fillers
from .words.finding import Found
from .words.passes import Pass, passes
from .words.phrases import all_places
from .words.said import Heard, Sentence, around, heard, sentences

__all__ = [
    "BROLL",
    "MARK_NEAR",
    "RGB",
    "SCREEN_KINDS",
    "SURE_CLICK",
    "TAGS",
    "AudioEffect",
    "AudioGenerator",
    "BadParameter",
    "BrollWishes",
    "Context",
    "CutFillers",
    "CutRetakes",
    "CutWords",
    "EditOp",
    "Found",
    "Heard",
    "Mark",
    "Operation",
    "OverWhat",
    "Param",
    "Pass",
    "Sentence",
    "TextGenerator",
    "TransitionOp",
    "UnknownOperation",
    "VideoEffect",
    "VideoGenerator",
    "WrongFamily",
    "all_places",
    "around",
    "bind",
    "broll_candidates",
    "broll_chosen",
    "broll_pieces",
    "check",
    "corrected",
    "corrections",
    "cut_texts",
    "happenings",
    "heard",
    "holds",
    "is_broll",
    "language",
    "mark_groups",
    "marks",
    "media_described",
    "nested",
    "operation",
    "part_marks",
    "passes",
    "plain",
    "registry",
    "said_fillers",
    "sentences",
    "settled",
    "taken_away",
    "unsure_clicks",
    "written",
]
