"""Changing the releases of a bucket: one at a time, the bucket first, then the copy here.

bucket/LOCK   who is writing. It is made on condition that it is not there, and made anew every minute; one of LEASE
              seconds ago was left by a killed process, and is taken over. Clocks may differ by a minute or two.

Should two write all the same, CURRENT decides: it is replaced only where it still is what was read at first.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from etl.model.errors import BucketError, BusyError, DamagedError
from etl.model.places import Places
from etl.model.settings import setting
from etl.release import contacts, mirror, serving, whole
from etl.release.bucket import Bucket, TakenError

LOCK, LEASE, RENEWED = "LOCK", 300.0, 60.0  # seconds
POLL = 10.0  # seconds between two looks of a site at the bucket
LOOKS = 3  # so many looks ahead is a change of what is served announced, that all sites make it at one moment
sleep: Callable[[float], None] = time.sleep


@dataclass
class Session:
    """What a command knows of the bucket that it may write to."""

    bucket: Bucket
    lock: str
    state: mirror.State
    objects: mirror.Objects
    unsaid: bool = False  # whether something was changed that CURRENT does not tell of yet
    lost: threading.Event = field(default_factory=threading.Event)

    def serve(self, release_id: str, held: str | None = None) -> None:
        """Let CURRENT name a release, from one moment on for all sites; returns when that has come."""
        if self.lost.is_set():
            raise BusyError(f"Another build has taken over {self.bucket.address}: nothing was changed by this one.")
        other = bool(self.state.release) and release_id != self.state.release
        start = datetime.now(UTC) + timedelta(seconds=poll() * LOOKS if other else 0.0)
        now = mirror.State(release_id, self.state.held if held is None else held, start)
        try:
            tag = self.bucket.put(serving.CURRENT, now.text().encode(), after=self.state.tag)
        except TakenError as e:
            raise BusyError(
                f"Another build has changed which release {self.bucket.address} serves; this one has not: try again."
            ) from e
        self.state, self.unsaid = replace(now, tag=tag), False
        sleep(max(0.0, (start - datetime.now(UTC)).total_seconds()))


_sessions: dict[Path, Session] = {}


def poll() -> float:
    """Seconds between two looks of a site at the bucket."""
    return setting("BUCKET_SECONDS", POLL)


@contextmanager
def writing(where: Places) -> Iterator[None]:
    """Nobody else changes the bucket, and the copy here is as it is; nothing where the warehouse is a folder."""
    if not where.bucket:
        yield
        return
    bucket, root = Bucket(where.bucket), where.warehouse
    bucket.get(serving.CURRENT)  # before anything is written: some servers make a bucket that is not there
    lock = _taken(bucket)
    session = Session(bucket, lock, mirror.State(""), {})
    ended = threading.Event()
    threading.Thread(target=_renew, args=(session, ended), daemon=True).start()
    try:
        with mirror.copying(root, mirror.PATIENCE):
            session.state = _state(bucket)
            session.objects = mirror.update(root, bucket, session.state)
            contacts.receive(root, bucket)
            _sweep(session)
            _sessions[root] = session
            yield
            if session.unsaid and session.state.release:
                session.serve(session.state.release)
    finally:
        _sessions.pop(root, None)
        ended.set()
        if not session.lost.is_set():
            with suppress(BucketError):
                bucket.delete([LOCK])


def _state(bucket: Bucket) -> mirror.State:
    """What CURRENT says; nothing where it is broken, and then the next build writes it anew."""
    content = bucket.get(serving.CURRENT)
    try:
        return mirror.state(content)
    except DamagedError as e:
        serving.log.error("%s: %s", bucket.address, e)
        return mirror.State("", tag=content.tag if content else "")


def session_of(root: Path) -> Session | None:
    """The session in which a command changes what lies below `root`; None for a warehouse that is a folder."""
    return _sessions.get(root)


def add(release_id: str, folder: Path, root: Path) -> None:
    """Send a release that was written aside, release.json last; what the site does not read goes from the copy."""
    session = session_of(root)
    if session is None:
        return
    names = [*whole.hashes(folder), whole.FACTS]
    tag = ""
    for name in names:
        tag = session.bucket.put(f"releases/{release_id}/{name}", folder / name)
    mirror.note_tag(root, release_id, tag)
    session.unsaid = True
    for name in whole.NOT_READ:
        (folder / name).unlink(missing_ok=True)


def serve(release_id: str, root: Path, held: str | None = None) -> None:
    """Let the bucket serve a release. held: what HELD is to say; None: what it says now."""
    if session := session_of(root):
        session.serve(release_id, held)


def remove(release_id: str, root: Path) -> None:
    """Delete a release from the bucket, release.json first."""
    if session := session_of(root):
        session.bucket.delete(_names(session, release_id))
        session.unsaid = True


def take_out(release_id: str, place: str, root: Path) -> None:
    """Move a release of the bucket to `place`, below the same prefix."""
    if session := session_of(root):
        for name in _names(session, release_id):
            session.bucket.move(name, f"{place}/{name.split('/', 2)[2]}")
        session.unsaid = True


def _names(session: Session, release_id: str) -> list[str]:
    names = [one.name for one in session.bucket.objects(f"releases/{release_id}")]
    return sorted(names, key=lambda name: not name.endswith(f"/{whole.FACTS}"))


def faults(bucket: Bucket) -> tuple[DamagedError, ...]:
    """All that is damaged in the bucket: every file of every release is read."""
    objects = mirror.listed(bucket)
    damage = [f for i in sorted(objects) for f in _faults(bucket, i, objects)]
    try:
        now = mirror.state(bucket.get(serving.CURRENT))
    except DamagedError as e:
        return (e, *damage)
    if now.release and whole.FACTS not in objects.get(now.release, {}):
        damage.insert(0, DamagedError(now.release, "", "missing"))
    return tuple(damage)


def _faults(bucket: Bucket, release_id: str, objects: mirror.Objects) -> Iterator[DamagedError]:
    content = bucket.get(f"releases/{release_id}/{whole.FACTS}")
    if content is None:
        return  # one that is being written, or was never finished
    try:
        known = whole.read_facts(release_id, content.body).get(whole.FILES, {})
    except DamagedError as e:
        yield e
        return
    for name, digest in known.items():
        one = bucket.get(f"releases/{release_id}/{name}") if name in objects[release_id] else None
        if one is None or sha256(one.body).hexdigest() != digest:
            yield DamagedError(release_id, name, "changed" if one else "missing")


def mended(where: Places) -> Sequence[str]:
    """Write again what is damaged in the bucket and whole here, and move away the rest; a sentence for each."""
    session = session_of(where.warehouse)
    if session is None:
        return ()
    sentences, lost = [], dict[str, DamagedError]()
    for fault in (f for f in faults(session.bucket) if f.release):
        path = where.warehouse / "releases" / fault.release / fault.file
        if fault.file and _is_whole(path, fault):
            session.bucket.put(f"releases/{fault.release}/{fault.file}", path)
            session.unsaid = True
            sentences.append(f"{session.bucket.address}: {fault.file} of release {fault.release} was written again.")
        else:
            lost[fault.release] = fault
    for release_id, fault in lost.items():
        place = f"damaged/{release_id}.{datetime.now(UTC):%Y%m%dT%H%M%S}"
        take_out(release_id, place, where.warehouse)
        folder = where.warehouse / "releases" / release_id
        if folder.exists():
            mirror.away(folder)
        why = DamagedError.WHY[fault.why].removesuffix(" on disk")
        sentences.append(
            f"Release {release_id}: {fault.file or 'its folder'} {why} in the bucket, and no whole copy is here: "
            f"moved to {place}."
        )
    return sentences


def _is_whole(path: Path, fault: DamagedError) -> bool:
    if not path.exists():
        return False
    if fault.file == whole.FACTS:
        return not whole.faults(path.parent)
    return whole.digest(path) == whole.files(path.parents[len(Path(fault.file).parts) - 1]).known.get(fault.file)


def _taken(bucket: Bucket) -> str:
    """Take the lock; its tag. BusyError where another has it."""
    ours = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4()}\n".encode()
    try:
        return bucket.put(LOCK, ours, after="")
    except TakenError:
        held = bucket.head(LOCK)
    busy = (
        f"Another build is writing to {bucket.address}: try again when it has ended, or in 5 minutes if it was killed."
    )
    if held is None or datetime.now(UTC) - held.modified < timedelta(seconds=LEASE):
        raise BusyError(busy)
    try:
        return bucket.put(LOCK, ours, after=held.tag)
    except TakenError as e:
        raise BusyError(busy) from e


def _renew(session: Session, ended: threading.Event) -> None:
    while not ended.wait(RENEWED):
        ours = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4()}\n".encode()
        try:
            session.lock = session.bucket.put(LOCK, ours, after=session.lock)
        except TakenError:
            session.lost.set()
            return
        except BucketError:
            continue  # it may be back in a minute


def _sweep(session: Session) -> None:
    """Delete what killed builds left unfinished."""
    for files in session.objects.values():
        if whole.FACTS not in files:
            session.bucket.delete([one.name for one in files.values()])
