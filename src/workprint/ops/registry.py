"""All operations, found by walking this package, and the binding of a document's effects to them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError

from workprint.base import Curve
from workprint.model import Keyframe

from .operation import (
    AudioEffect,
    AudioGenerator,
    BadParameter,
    EditOp,
    Operation,
    TextGenerator,
    TransitionOp,
    UnknownOperation,
    VideoEffect,
    VideoGenerator,
    WrongFamily,
)
from .reasons import reason

_FAMILIES = (AudioEffect, AudioGenerator, EditOp, TextGenerator, TransitionOp, VideoEffect, VideoGenerator)


def _leaves(base: type[Operation]) -> list[type[Operation]]:
    found = []
    for child in base.__subclasses__():
        if child.name:
            found.append(child)
        found += _leaves(child)
    return found


@cache
def registry() -> Mapping[str, type[Operation]]:
    """Every operation by name."""
    package = importlib.import_module("workprint.ops")
    for module in pkgutil.walk_packages(package.__path__, "workprint.ops."):
        importlib.import_module(module.name)
    found: dict[str, type[Operation]] = {}
    for family in _FAMILIES:
        for op in _leaves(family):
            if found.setdefault(op.name, op) is not op:
                raise ValueError(f"two operations are called {op.name}: {op} and {found[op.name]}")
    return dict(sorted(found.items()))


O = TypeVar("O", bound=Operation)  # noqa: E741


def operation(name: str, family: type[O], where: str = "") -> type[O]:
    """The operation of a family by name. Raises `UnknownOperation` or `WrongFamily`."""
    op = registry().get(name)
    if op is None:
        raise UnknownOperation(op=name, where=where or name)
    if not issubclass(op, family):
        raise WrongFamily(op=name, where=where or name, wanted=getattr(family, "family", family.__name__))
    return op


def bind(
    family: type[O],
    name: str,
    params: Mapping[str, Any],
    keyframes: Mapping[str, tuple[Keyframe, ...]] | None = None,
    rate: Fraction = Fraction(30),
    where: str = "",
    zero: Fraction = Fraction(0),
) -> O:
    """The typed form of an operation as the document holds it: parameters checked, keyframes made
    into curves on a clock that shows `zero` seconds when the item starts. Raises `UnknownOperation`, `WrongFamily` or `BadParameter`."""
    op = operation(name, family, where)
    bound = _checked(op, params)
    curves: dict[str, Any] = {}
    for param, keys in (keyframes or {}).items():
        field = op.model_fields.get(param)
        extra = field.json_schema_extra if field else None
        if not isinstance(extra, dict) or not extra.get("animates"):
            steady = {"en": "it does not animate", "zh": "它不能做动画"}
            raise BadParameter(op=name, param=param, value="keyframes", reason=steady)
        if not keys:
            continue
        for key in keys:
            _checked(op, {**params, param: key.value})
        points = tuple(sorted((key.at, key.value, key.ease) for key in keys))
        curves[param] = points[0][1] if len(points) == 1 else Curve(points, rate, zero)
    return bound.model_copy(update=curves) if curves else bound


def _checked(op: type[O], params: Mapping[str, Any]) -> O:
    try:
        return op.model_validate(dict(params))
    except ValidationError as error:
        first = error.errors()[0]
        param = ".".join(map(str, first["loc"])) or op.name
        value = first.get("input")
        raise BadParameter(op=op.name, param=param, value=value, reason=reason(first)) from error
