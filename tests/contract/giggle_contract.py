"""The contract of the API in `docs`, ready for both sides' tests: its calls, what fits them, and made-up values."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "giggle-api.openapi.json").read_text(encoding="utf-8"))
JSON = "application/json"
NOTHING = object()


def _whole(part: Any) -> Any:
    """A part of the document with what its references mean in their place."""
    if isinstance(part, list):
        return [_whole(item) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" not in part:
        return {name: _whole(value) for name, value in part.items()}
    meant = DOCUMENT
    for name in part["$ref"].removeprefix("#/").split("/"):
        meant = meant[name]
    return _whole(meant)


@dataclass(frozen=True)
class Call:
    """One call of the contract, its references resolved."""

    name: str
    method: str
    path: str
    request: dict[str, Any]
    """The schema of the body, or of the query's fields."""
    requests: tuple[Any, ...]
    """Examples of it."""
    success: dict[str, Any]
    failure: dict[str, Any]
    reply: Any
    """The documented reply, with every field there is."""


def _call(path: str, method: str, said: dict[str, Any]) -> Call:
    asked = said["requestBody"]["content"][JSON] if "requestBody" in said else _query_as_body(said["parameters"])
    answered = said["responses"]["200"]["content"][JSON]
    success, failure = answered["schema"]["anyOf"]
    examples = [example["value"] for example in asked.get("examples", {}).values()] or [asked["example"]]
    name, method = said["operationId"], method.upper()
    return Call(name, method, path, asked["schema"], tuple(examples), success, failure, answered["example"])


def _query_as_body(parameters: list[dict[str, Any]]) -> dict[str, Any]:
    properties = {parameter["name"]: parameter["schema"] for parameter in parameters}
    required = [parameter["name"] for parameter in parameters if parameter["required"]]
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"schema": schema, "example": {parameter["name"]: parameter["example"] for parameter in parameters}}


CALLS = tuple(
    _call(path, method, _whole(said))
    for path, methods in DOCUMENT["paths"].items()
    for method, said in methods.items()
    if said["operationId"] != "put_file"  # a bare file to a foreign address: no envelope, no JSON
)
USED = {call.name: call for call in CALLS}
OF_A_SONG = ("presign", "register")
"""Those that bring one's own song; the others are about a project."""


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Everything about a value that does not fit, in words; none if it does."""
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


def fits(schema: dict[str, Any], value: Any) -> bool:
    return not faults(schema, value)


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Anything that fits a schema, as far as this contract's schemas go."""
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "not" in schema:
        return (ANYTHING | CODES).filter(lambda value: fits(schema, value))
    if "properties" in schema:
        made = _objects(schema)
        return made | st.none() if "null" in schema["type"] else made
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return st.one_of([values(part) for part in schema[word]])
    kinds = schema.get("type", ["anything"])
    return st.one_of([_of_type(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
CODES = st.sampled_from(["-1", "E401", -1, 401, "401", 429, "429", 402, 500, True, None])


def _of_type(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    least, most = schema.get("minimum", -(2**53)), 2**53
    match kind:
        case "string" if "pattern" in schema:
            texts = st.from_regex(schema["pattern"], alphabet=st.characters(codec="utf-8"))
        case "string":
            texts = st.text(max_size=min(40, schema.get("maxLength", 40))) | st.sampled_from(
                schema.get("examples", [""])
            )
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(least, most)
        case "number":
            return st.integers(least, most) | st.floats(least, most)
        case "array":
            return st.lists(values(schema["items"]), max_size=4)
        case "null":
            return st.none()
        case _:
            return ANYTHING
    return texts.filter(lambda text: fits(schema, text))


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    properties, required = schema["properties"], set(schema.get("required", ()))
    # The one use of alternatives inside an object: of several fields, exactly one.
    rivals = {part["required"][0] for part in schema.get("oneOf", ())}
    choices = [
        st.fixed_dictionaries(
            {name: values(properties[name]) for name in sorted(required | chosen)},
            optional={name: values(properties[name]) for name in sorted(set(properties) - required - rivals)},
        )
        for chosen in ([{rival} for rival in sorted(rivals)] or [set()])
    ]
    unknown = schema.get("additionalProperties", True)
    made = st.one_of(choices)
    if not unknown:
        return made
    return st.builds(lambda known, extra: extra | known, made, st.dictionaries(st.just("x_new"), ANYTHING, max_size=1))


def lesser(schema: dict[str, Any], value: Any) -> Iterator[tuple[str, Any]]:
    """A value with each part that may be missing taken away and each that may be null or empty so, one at a time."""
    for place, choice in _openings(schema, value, "$"):
        if choice is NOTHING or choice != _at(value, place):
            yield f"{place} {'missing' if choice is NOTHING else json.dumps(choice)}", _with(value, place, choice)


def barest(schema: dict[str, Any], value: Any, choice: Any) -> Any:
    """A value with everything missing (NOTHING), null (None) or empty that may be so; what holds such parts stays."""
    places = [place for place, possible in _openings(schema, value, "$") if possible is choice or possible == choice]
    for place in places:
        if not any(other.startswith(place + ".") for other in places):
            value = _with(value, place, choice)
    return value


def _openings(schema: dict[str, Any], value: Any, place: str) -> Iterator[tuple[str, Any]]:
    for empty in (None, "", 0, []):
        if type(empty) is not type(value) and empty is not None:
            continue
        if fits(schema, empty):
            yield place, empty
    shape = next((part for part in [schema, *schema.get("anyOf", ())] if "properties" in part), {})
    if isinstance(value, dict):
        for name in value:
            part = shape.get("properties", {}).get(name)
            if part is None:
                continue
            if name not in shape.get("required", ()):
                yield f"{place}.{name}", NOTHING
            yield from _openings(part, value[name], f"{place}.{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _openings(schema["items"], item, f"{place}.{number}")


def _at(value: Any, place: str) -> Any:
    for name in place.split(".")[1:]:
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def _with(value: Any, place: str, choice: Any) -> Any:
    """A copy of a value with one place changed or taken away."""
    if "." not in place:
        return choice
    copy = json.loads(json.dumps(value))
    before, _, last = place.rpartition(".")
    part = _at(copy, before)
    if choice is NOTHING:
        del part[last]
    else:
        part[int(last) if isinstance(part, list) else last] = choice
    return copy
