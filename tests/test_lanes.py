"""Where an export is rendered: on a machine with encoders in hardware, if one is at work and it is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from served import Served
from workprint.service import BadRequest


def lane(served: Served, name: str, **output: Any) -> str:
    exports = served.service.exports
    film = served.service.studio.head(served.session).timeline
    begun = exports.begin(served.caller.user, name, served.session, film, output, output)
    return str(begun.job.lane)


@pytest.mark.parametrize("encoder", ["software", "auto", "nvenc"])
@pytest.mark.parametrize("by", ["request", "configuration"])
@pytest.mark.parametrize("there", [True, False])
def test_what_is_encoded_in_hardware_goes_where_there_is_some(
    tmp_path: Path, encoder: str, by: str, there: bool
) -> None:
    served = Served(tmp_path, **({"encoder": encoder} if by == "configuration" else {}))
    served.service.queue.present("one", {"cpu": 1})
    if there:
        served.service.queue.present("two", {"gpu": 1})
    asked = {"encoder": encoder} if by == "request" else {}
    assert lane(served, "a", **asked) == ("gpu" if there and encoder != "software" else "cpu")
    assert served.service.exports._options(asked).encoder == encoder


def test_a_request_has_its_own_way(tmp_path: Path) -> None:
    served = Served(tmp_path, encoder="nvenc")
    served.service.queue.present("two", {"gpu": 1})
    assert lane(served, "a", encoder="software") == "cpu"
    with pytest.raises(BadRequest, match="nvenc"):
        lane(served, "b", encoder="magic")
