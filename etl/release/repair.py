"""Find what is damaged in the warehouse, take it out of the way, and drop what is old. Making anew is `etl.build`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from etl.model.errors import DamagedError, MonitorError
from etl.release import publish, serving, whole


def release_of(fingerprint: str, root: Path) -> str:
    """The newest release made of these inputs; its id names them too, where its release.json cannot be read."""
    known = [head.id for head in serving.heads(root) if head.fingerprint == fingerprint]
    if known:
        return known[-1]
    read = set(serving.ids_in_order(root))
    broken = [p.name for p in (root / "releases").glob(f"[!.]*-{fingerprint[:6]}") if p.name not in read]
    return max(broken, default="")


def faults(root: Path, every: bool = True) -> tuple[DamagedError, ...]:
    """All that is damaged: CURRENT and files of every release. every: see `etl.release.whole`."""
    damage = [f for folder in _folders(root) for f in whole.faults(folder, every)]
    wrong = serving.named(root) if _folders(root) else ""
    if isinstance(wrong, DamagedError):
        damage.insert(0, wrong)
    elif wrong and not (root / "releases" / wrong).is_dir():
        damage.insert(0, DamagedError(wrong, "", "missing"))
    return tuple(damage)


def taken_out(root: Path, keep: str) -> tuple[str, ...]:
    """Move damaged releases but `keep` out of the way, and let CURRENT name one that is whole; a sentence for each."""
    sentences = []
    wrong = dict.fromkeys(f.name for f in _folders(root) if f.name != keep and whole.faults(f, every=True))
    rest = [i for i in serving.ids_in_order(root) if i not in wrong and not whole.faults(root / "releases" / i)]
    for name in wrong:
        serving.forget(name)
    if serving.held(root) and rest:
        publish.make_current(_served(root) or rest[-1], root)
    for name in wrong:
        place = publish.take_out(name, root).relative_to(root)
        sentences.append(f"Release {name} is damaged and not of today's inputs: moved to {place}.")
    return tuple(sentences)


def _served(root: Path) -> str:
    """What is served; "" where the held release and all before it are damaged."""
    try:
        return serving.served(root).id
    except DamagedError:
        return ""


def known_hashes(damage: Sequence[DamagedError], root: Path) -> Mapping[str, str]:
    """What the files of a damaged release should be, where its release.json still says so."""
    if not damage or any(d.file == whole.FACTS for d in damage):
        return {}
    return whole.files(root / "releases" / damage[0].release).known


def compared(release_id: str, damage: Sequence[DamagedError], known: Mapping[str, str], root: Path) -> tuple[str, ...]:
    """Whether the release that was made again has the bytes that it had; a sentence, or none where none was made."""
    if not damage:
        return ()
    files = {n: h for n, h in whole.files(root / "releases" / release_id).known.items() if n not in whole.NOT_READ}
    same = sum(known.get(name) == digest for name, digest in files.items())
    bytes_ = f": {same} of {len(files)} files have the bytes they had" if known else ""
    return (f"Release {release_id} was made again of the same inputs{bytes_}.",)


def switched(wanted: str, root: Path) -> None:
    """Raise DamagedError where the release that is to be served is not whole."""
    if damage := whole.faults(root / "releases" / wanted, every=True):
        raise damage[0]


def pruned(root: Path, keep: int) -> tuple[str, ...]:
    """Remove all but the `keep` newest releases, the one that is served and a held one; their ids."""
    if keep < 1:
        raise MonitorError(f"--keep: {keep} is too few; accepted: 1 and more.")
    ids = serving.ids_in_order(root)
    stay = {*ids[-keep:], serving.served(root).id, serving.held(root), serving.named(root)}
    gone = tuple(i for i in ids if i not in stay)
    for release_id in gone:
        publish.remove(release_id, root)
    return gone


def _folders(root: Path) -> list[Path]:
    return sorted(p for p in (root / "releases").glob("[!.]*") if p.is_dir())
