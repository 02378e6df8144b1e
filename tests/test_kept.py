"""Facts and voices are tidied by age and size, and never what a film uses."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from workprint.analysis import DETECTORS, FactCache
from workprint.model import MediaFile, Timeline
from workprint.store import FACTS, SPOKEN, Database, Kept, Sessions
from workprint.store.kept import ABANDONED, GRACE, LIMIT, UNUSED

DAY = 86400.0


def sha(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def old(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def film(database: Database, *hashes: str) -> None:
    """A session one of whose revisions uses these files, and whose last does not."""
    sessions = Sessions(database)
    media = tuple(MediaFile(id=f"m{n}", name="a", uri="/a", hash=each) for n, each in enumerate(hashes))
    first = sessions.add("film", Timeline(media=media), parent=None)
    sessions.add("film", Timeline(name="later"), parent=first.number)


AGES = st.sampled_from([GRACE / 2, DAY, UNUSED / 2, UNUSED + DAY, 3 * UNUSED])


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(AGES, st.booleans(), st.integers(1, 900)), max_size=8),
    st.sampled_from([0, 1500, LIMIT]),
)
def test_what_goes_is_old_or_too_much_and_used_by_nobody(
    rows: list[tuple[float, bool, int]], limit: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, database = Path(name), Database(Path(name) / "workprint.db")
        film(database, *(sha(n) for n, (_, needed, _) in enumerate(rows) if needed))
        places = []
        for number, (age, _, size) in enumerate(rows):
            place = FactCache(folder / FACTS).path(sha(number), DETECTORS[0])
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(bytes(size))
            old(place, age)
            places.append(place)
        freed = Kept(database, folder, limit=limit).tidy()
        stays = [place.exists() for place in places]
        assert freed == sum(size for (_, _, size), kept in zip(rows, stays, strict=True) if not kept)
        for (age, needed, _), kept in zip(rows, stays, strict=True):
            assert kept or (not needed and age > GRACE)
            assert not kept or needed or age <= UNUSED
        total = sum(size for (_, _, size), kept in zip(rows, stays, strict=True) if kept)
        free = [
            kept and not needed and age > GRACE for (age, needed, _), kept in zip(rows, stays, strict=True)
        ]
        assert total <= limit or not any(free)
        assert not Kept(database, folder, limit=limit).old()


def test_a_voice_stays_with_its_text_and_what_was_left_half_written_goes(tmp_path: Path) -> None:
    spoken, facts = tmp_path / SPOKEN, tmp_path / FACTS / "ab"
    database = Database(tmp_path / "workprint.db")
    film(database, sha(1))
    for folder in (spoken, facts):
        folder.mkdir(parents=True)
    entries = {}
    for number, age in ((1, 2 * UNUSED), (2, DAY), (3, 2 * UNUSED)):
        entries[number] = spoken / f"{sha(100 + number)}.json"
        entries[number].write_text(json.dumps({"hash": sha(number)}))
        (spoken / f"{sha(number)}.wav").write_bytes(b"sound")
        # A sound is never written again: its text says when it was used.
        old(spoken / f"{sha(number)}.wav", 3 * UNUSED)
        old(entries[number], age)
    (spoken / "tmpabc.wav").write_bytes(b"half")
    (facts / ".x.json.lock").write_bytes(b"")
    (facts / ".y.json.part").write_bytes(b"")
    for path in (spoken / "tmpabc.wav", facts / ".x.json.lock"):
        old(path, 2 * ABANDONED)
    Kept(database, tmp_path).tidy_at_times()
    left = {path.name for path in (*spoken.iterdir(), *facts.iterdir())}
    sounds = {f"{sha(number)}.wav" for number in (1, 2)}
    assert left == {entries[1].name, entries[2].name, ".y.json.part", *sounds}
    old(facts / ".y.json.part", 2 * ABANDONED)
    Kept(database, tmp_path).tidy_at_times()
    assert (facts / ".y.json.part").exists(), "looked again within the hour"


def test_facts_that_are_asked_for_count_as_used(tmp_path: Path) -> None:
    cache, kept = FactCache(tmp_path / FACTS), Kept(Database(None), tmp_path)
    cache.put(sha(1), DETECTORS[0], [])
    cache.put(sha(2), DETECTORS[0], [])
    for number in (1, 2):
        old(cache.path(sha(number), DETECTORS[0]), 2 * UNUSED)
    assert cache.get(sha(1), DETECTORS[0]) == ()
    assert [each.of for each in kept.old()] == [sha(2)]
