"""Objects of an S3 bucket: read, listed, written at once or on a condition. The one import of obstore.

Where it is and who we are is said by the environment: AWS_ENDPOINT_URL (AWS_ENDPOINT_URL_S3), AWS_REGION, and
AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN), or what a container or a web identity gives. Nothing
here knows a release.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    NotModifiedError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from etl.model.errors import BucketAwayError, BucketError, DeniedError
from etl.model.settings import is_address

if TYPE_CHECKING:
    from obstore.store import S3Config

KEYS = "AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY"
GIVEN_TO_US = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
               "AWS_WEB_IDENTITY_TOKEN_FILE")  # fmt: skip
CONNECT, ANSWER, ATTEMPTS = timedelta(seconds=5), timedelta(seconds=60), 2
RETRIED = timedelta(seconds=15)  # in all


class TakenError(Exception):
    """The object is not as the condition said: somebody else was faster."""


@dataclass(frozen=True)
class S3Object:
    """An object: its content and its tag, which changes with the content."""

    body: bytes
    tag: str


@dataclass(frozen=True)
class S3Entry:
    """An object as a list has it."""

    name: str
    tag: str
    size: int
    modified: datetime


class Bucket:
    """A bucket, or what lies below a prefix of it. address: s3://bucket/prefix. Safe for threads."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.name, _, prefix = address.removeprefix("s3://").partition("/")
        if not (os.environ.get("AWS_ACCESS_KEY_ID") and os.environ.get("AWS_SECRET_ACCESS_KEY")) and not any(
            name in os.environ for name in GIVEN_TO_US
        ):
            raise BucketError(f"No credentials for {address}: accepted are {KEYS}, or {', '.join(GIVEN_TO_US)}.")
        self.endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
        plain = re.fullmatch(r"https?://[^\s/?#]+/?", self.endpoint) and is_address(self.endpoint)
        if self.endpoint and not plain:
            raise BucketError(
                f"AWS_ENDPOINT_URL is {self.endpoint!r}; accepted is the address of an S3 server, such as "
                "https://s3.example.org, and nothing for Amazon's own."
            )
        where: S3Config = {
            "region": os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        }
        if self.endpoint:
            where["endpoint"] = self.endpoint
        try:
            self._store = S3Store(
                self.name, prefix=prefix or None, config=where,
                client_options={"connect_timeout": CONNECT, "timeout": ANSWER,
                                "allow_http": self.endpoint.startswith("http://")},
                retry_config={"max_retries": ATTEMPTS, "retry_timeout": RETRIED},
            )  # fmt: skip
        except (BaseError, ValueError) as e:
            raise BucketError(f"MONITOR_WAREHOUSE is {address!r}: {_first_line(e)}.") from e

    def get(self, name: str, unless: str = "") -> S3Object | None:
        """An object; None where there is none, or where its tag is `unless`."""
        try:
            with self._explained():
                answer = obstore.get(self._store, name, options={"if_none_match": unless} if unless else None)
                return S3Object(bytes(answer.bytes()), answer.meta["e_tag"] or "")
        except (FileNotFoundError, NotModifiedError):
            return None

    def head(self, name: str) -> S3Entry | None:
        """What a list would say of an object; None where there is none."""
        try:
            with self._explained():
                one = obstore.head(self._store, name)
        except FileNotFoundError:
            return None
        return S3Entry(name, one["e_tag"] or "", one["size"], one["last_modified"])

    def put(self, name: str, content: bytes | Path, after: str | None = None) -> str:
        """Write an object in one step; its tag. after: TakenError unless it has this tag now, "" for "is not there"."""
        mode: Literal["create", "overwrite"] | obstore.UpdateVersion = "overwrite"
        if after is not None:
            mode = {"e_tag": after} if after else "create"
        try:
            with self._explained():
                return obstore.put(self._store, name, content, mode=mode)["e_tag"] or ""
        except (AlreadyExistsError, PreconditionError) as e:
            raise TakenError(name) from e
        except FileNotFoundError as e:  # of an object that was to be replaced, and is gone
            raise TakenError(name) from e

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; those that are not there count as deleted."""
        with self._explained():
            for name in names:
                obstore.delete(self._store, name)

    def move(self, name: str, new: str) -> None:
        """Give an object another name: it is copied, then deleted."""
        with self._explained():
            obstore.rename(self._store, name, new)

    def objects(self, folder: str) -> Iterator[S3Entry]:
        """All objects below a folder, in no order; BucketError where there is no such bucket."""
        with self._explained():
            for several in obstore.list(self._store, folder):
                for one in several:
                    yield S3Entry(one["path"], one["e_tag"] or "", one["size"], one["last_modified"])

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Errors of the library as ours: one sentence that names the setting."""
        try:
            yield
        except (AlreadyExistsError, PreconditionError, NotModifiedError):
            raise
        except (PermissionDeniedError, UnauthenticatedError) as e:
            raise self._refused(str(e)) from e
        except (FileNotFoundError, BaseError) as e:
            said = str(e)
            if "NoSuchBucket" in said:
                raise BucketError(
                    f"There is no bucket {self.name!r} at {self._where()}: MONITOR_WAREHOUSE is {self.address!r}; "
                    "accepted: s3:// with the name of a bucket that is there, and a prefix."
                ) from e
            if isinstance(e, FileNotFoundError):
                raise
            if "403 Forbidden" in said:  # not the digits of how long it took
                raise self._refused(said) from e
            raise BucketAwayError(
                f"{self._where()} does not answer for {self.address} ({_first_line(e)}): accepted in AWS_ENDPOINT_URL "
                "is the address of an S3 server, such as https://s3.example.org, and nothing for Amazon's own."
            ) from e

    def _where(self) -> str:
        return self.endpoint or "Amazon S3"

    def _refused(self, said: str) -> DeniedError:
        known = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken")
        if code := next((k for k in known if k in said), None):
            return DeniedError(f"{self._where()} does not know us ({code}): accepted are {KEYS} that it has given out.")
        doing = "written" if any(verb in said for verb in ("PUT", "POST", "DELETE")) else "read"
        return DeniedError(
            f"{self.address} may not be {doing} with the key in AWS_ACCESS_KEY_ID: accepted is one that may list and "
            "read, and for commands that change releases also write and delete."
        )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rpartition(" - ")[2].rstrip(".")
