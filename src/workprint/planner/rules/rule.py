"""What a rule is: a question put to a clause, which it either takes or leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..bench import Bench
from ..clause import Clause


@dataclass(frozen=True)
class Rule:
    """`run` answers whether it took the clause; it edits through the bench, or raises a fault that is
    told to the user. `whole`: it is asked about the entire request first.
    `sparing`: its edits leave out what the clause names. `counts`: numbers in the clause count scenes or
    markers, and the rule reads them all."""

    run: Callable[[Clause, Bench], bool]
    whole: bool = False
    sparing: bool = False
    counts: bool = False
