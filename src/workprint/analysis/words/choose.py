"""Which speech engine listens: as the environment says it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from .faults import UnknownRecogniser
from .recogniser import Recogniser
from .sphinx import Draft

SETTING = "WORKPRINT_RECOGNISER"


def chosen(environment: Mapping[str, str] | None = None) -> Recogniser:
    """The engine that is set up; without any setting the embedded one. Raises `UnknownRecogniser`."""
    told = (os.environ if environment is None else environment).get(SETTING, "").strip()
    if told in ("", "draft"):
        return Draft()
    raise UnknownRecogniser(given=told)
