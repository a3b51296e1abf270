"""Read the files of data/catalogue into their shapes, and say everything that is wrong with them.

A file with faults still gives a value where it can: what is wrong is left out or stood in for, so that the other
things in it are looked at too. Such a value is for finding faults only; `etl.catalogue.catalogue.read` refuses it.
"""

import copy
import csv
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from etl.catalogue.texts import Declared, Label
from etl.model.errors import Fault

UNFILLED = "<fill in"  # how a value begins that `etl.catalogue.blank` leaves to a person
PATTERNS = {r"^\d{4}": "2025, 2025-Q3, 2025-08 or 2025-08-31", "^[a-z]": "lower snake case", "^p[": "as p4_return_rate"}
GUESSES: tuple[Any, ...] = ("?", "x", "2000", "p1_x", 0, False, (), {}, None)
D = TypeVar("D", bound=Declared)
L = TypeVar("L", bound=Label)
Loc = Sequence[int | str]


def name(path: Path, root: Path) -> str:
    """The file as faults call it."""
    return path.relative_to(root).as_posix()


def toml(path: Path, root: Path) -> tuple[dict[str, Any], list[Fault]]:
    """What the file says; nothing and a fault where it is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8")), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as e:
        return {}, [Fault(name(path, root), "", f"not valid TOML: {e}")]


def declared(path: Path, root: Path, shape: type[D]) -> tuple[D | None, list[Fault]]:
    """The declaration that a whole file is; its id is the file's name."""
    values, faults = toml(path, root)
    if faults:
        return None, faults
    if "id" in values:
        faults = [Fault(name(path, root), "id", "unknown key", "none: the file's name is the id")]
    value, more = shaped(shape, {**values, "id": path.stem}, name(path, root))
    return value, [*faults, *more]


def listed(path: Path, root: Path, key: str, shape: type[D]) -> tuple[list[D], list[Fault]]:
    """The entries of a file that is a list of [[key]] and nothing else."""
    table, faults = toml(path, root)
    file, entries = name(path, root), table.get(key, [])
    if faults:
        return [], faults
    faults = [Fault(file, k, "unknown key", f"a list of [[{key}]] only") for k in table if k != key]
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries) or not entries:
        return [], [*faults, Fault(file, key, "no list of tables", f"a list of [[{key}]]")]
    shaped_ones = []
    for n, entry in enumerate(entries):
        value, more = shaped(shape, entry, file, spelt((key, n), table))
        faults += more
        shaped_ones += [value] if value else []
    return shaped_ones, faults


def ids(path: Path, key: str) -> frozenset[str]:
    """Ids of the entries of such a file, sound or not."""
    entries = toml(path, path.parent)[0].get(key, [])
    return frozenset(str(e["id"]) for e in entries if isinstance(e, dict) and "id" in e)


def text(path: Path, root: Path) -> tuple[str, list[Fault]]:
    """A file as text."""
    try:
        return path.read_text("utf-8"), []
    except (OSError, UnicodeDecodeError) as e:
        return "", [Fault(name(path, root), "", f"cannot be read: {e}")]


def code_list(path: Path, root: Path, shape: type[L]) -> tuple[dict[str, L], list[Fault]]:
    """The codes of a CSV file with their names, each once."""
    read, faults = labels(path, root, shape)
    by_code = dict[str, L]()
    for line, label in read.items():
        if label.code in by_code:
            twice = f"code {label.code!r} stands there twice"
            faults.append(Fault(name(path, root), f"line {line}", twice, "each code once"))
        by_code.setdefault(label.code, label)
    return by_code, faults


def labels(path: Path, root: Path, shape: type[L]) -> tuple[dict[int, L], list[Fault]]:
    """The rows of a CSV file of codes with their names, by line."""
    file = name(path, root)
    try:
        with path.open(encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f, restkey="more"))
    except (OSError, UnicodeDecodeError) as e:
        return {}, [Fault(file, "", f"cannot be read: {e}")]
    by_line, faults = dict[int, L](), list[Fault]()
    for n, row in enumerate(rows, 2):
        label, more = shaped(shape, {k: v for k, v in row.items() if v is not None}, file, f"line {n}")
        faults += more
        by_line |= {n: label} if label else {}
    return by_line, faults


def shaped(shape: type[D], values: dict[str, Any], file: str, key: str = "") -> tuple[D | None, list[Fault]]:
    """The value and all faults of its shape; None where it cannot be stood in for."""
    left = {
        loc: Fault(file, "", "not filled in", _meant(shape, loc)) for loc in _unfilled(values) if not _free(shape, loc)
    }
    try:
        value, errors = shape.model_validate(values), []
    except ValidationError as e:
        value, errors = None, e.errors()
    wrong = {tuple(e["loc"]): _fault(file, shape, e) for e in errors} | left
    order: dict[int | str, int] = {name: n for n, name in enumerate(shape.model_fields)}
    faults = [
        Fault(f.file, within(key, spelt(loc, values)), f.actual, f.accepted)
        for loc, f in sorted(wrong.items(), key=lambda w: order.get(w[0][0], len(order)) if w[0] else 0)
    ]
    return value or _stood_in(shape, values, errors), faults


def spelt(loc: Loc, values: Any) -> str:
    """A place as faults call it: `target[quota].geo`; an entry goes by its id, or else by its number from 1."""
    said = ""
    for part in loc:
        values = _inner(values, part)
        if isinstance(part, int):
            own = values.get("id", values.get("number")) if isinstance(values, dict) else None
            said += f"[{own or part + 1}]"
        else:
            said = within(said, part)
    return said


def within(outer: str, inner: str) -> str:
    """`inner` as a key of `outer`."""
    return f"{outer}.{inner}" if outer and inner else outer or inner


def _inner(values: Any, part: int | str) -> Any:
    try:
        return values[part]
    except (KeyError, IndexError, TypeError):
        return None


def _unfilled(values: Any, loc: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    """Where a value is still the one of a blank file."""
    if isinstance(values, str) and values.startswith(UNFILLED):
        yield loc
    pairs = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for part, value in pairs:
        yield from _unfilled(value, (*loc, part))


def shape_in(annotation: Any) -> type[BaseModel] | None:
    """The shape inside an annotation: that of `tuple[Target, ...]` is Target."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((m for a in get_args(annotation) if (m := shape_in(a))), None)


def _at(shape: type[BaseModel], loc: Loc) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The field at a place, and the shape of what is in it."""
    model: type[BaseModel] | None = shape
    field = None
    for part in loc:
        if model and part in model.model_fields:
            field = model.model_fields[str(part)]
            model = shape_in(field.annotation)
    return model, field


def _free(shape: type[BaseModel], loc: Loc) -> bool:
    """Whether a place lies in a part whose shape is not told here, as a request's is."""
    field = _at(shape, loc)[1]
    return field is not None and field.annotation == dict[str, Any]


def _meant(shape: type[BaseModel], loc: Loc) -> str:
    """What a key is for: the first line of its description; that of the key around it for a text in one language."""
    field = _at(shape, loc[:-1] if loc[-1] in ("en", "nl") and len(loc) > 1 else loc)[1]
    said = (field.description or "" if field else "").split("\n")[0].rstrip(".")
    return said[:1].lower() + said[1:] if said[1:2].islower() else said


def _fault(file: str, shape: type[BaseModel], error: Any) -> Fault:
    """A fault of pydantic in our words; its key is left to the caller."""
    loc, kind, given = error["loc"], error["type"], error["input"]
    shown = repr(given) if len(repr(given)) <= 80 else f"{repr(given)[:77]} …"
    match kind:
        case "missing":
            return Fault(file, "", "missing", _meant(shape, loc))
        case "extra_forbidden":
            inside = _at(shape, loc[:-1])[0]
            return Fault(
                file, "", "unknown key", ", ".join(f for f in inside.model_fields if f != "id") if inside else ""
            )
        case "literal_error":
            return Fault(file, "", shown, error["ctx"]["expected"].replace("'", "").replace(" or ", ", "))
        case "string_pattern_mismatch":
            pattern = error["ctx"]["pattern"]
            accepted = next((w for start, w in PATTERNS.items() if pattern.startswith(start)), pattern)
            return Fault(file, "", shown, accepted)
        case "value_error":
            return Fault(file, "", error["msg"].removeprefix("Value error, "))
    return Fault(file, "", shown, error["msg"][:1].lower() + error["msg"][1:])


def _stood_in(shape: type[D], values: dict[str, Any], errors: Sequence[Any]) -> D | None:
    """The value with something in the place of what is wrong, to look at the rest; None where that fails."""
    values = copy.deepcopy(values)
    for error in errors:
        *way, last = error["loc"] or ("",)
        holder: Any = values
        for part in way:
            holder = _inner(holder, part)
        field = _at(shape, error["loc"])[1]
        if isinstance(holder, list) and isinstance(last, int):
            holder[last] = "?"
        elif isinstance(holder, dict):
            holder.pop(last, None)
            if field and field.is_required() and error["type"] != "extra_forbidden":
                holder[last] = _something(field.annotation, field)
    try:
        return shape.model_validate(values)
    except ValidationError:
        return None


def _something(annotation: Any, field: FieldInfo) -> Any:
    """A value that an annotation accepts."""
    model = annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
    if model:
        return {n: _something(f.annotation, f) for n, f in model.model_fields.items() if f.is_required()}
    choices = get_args(annotation) if get_origin(annotation) is Literal else GUESSES
    adapter = TypeAdapter(Annotated[annotation, *field.metadata] if field.metadata else annotation)
    for guess in choices:
        try:
            adapter.validate_python(guess)
        except ValidationError:
            continue
        return guess
    return None
