"""What a reader gives of a file, so that it can be said of which release it is: an id, a digest, or a line of it. Pure.

/en/verify?given=release 2026-11-23-1a2b3c sha256:… monitor.example/en/figure/returned
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from dashboards.query import parameters

GIVEN = parameters.VERIFY[0]
RELEASE_ID = re.compile(r"(?<![\w-])20\d\d-\d\d-\d\d-[0-9a-f]{6}(?![\w-])", re.ASCII)
DIGEST = re.compile(r"(?<![0-9a-fA-F])[0-9a-f]{64}(?![0-9a-fA-F])", re.ASCII)
WHOLE = re.compile(rf"release ({RELEASE_ID.pattern}) sha256:({DIGEST.pattern})", re.ASCII)
OURS = ("en", "nl", "figure", "data", "briefing", "embed")  # first parts of addresses that files print
ADDRESS = re.compile(  # begun at the beginning of a word, and below few folders: so a long text takes no long time
    rf"(?<![\w.-])(?:https?://)?[\w.-]+(?::\d+)?(?:/[\w.-]+){{0,8}}?/(?:{'|'.join(OURS)})/[^\s\"'<>()\\]+", re.ASCII
)
OF_FIGURE = re.compile(r"/(?:figure|data|briefing|embed)/(\w+)(?:$|[./?])")


@dataclass(frozen=True)
class FileMark:
    """What a file says of itself; "" where it says nothing. address: as it stands there."""

    release: str = ""
    digest: str = ""
    address: str = ""

    @property
    def indicator(self) -> str:
        """The figure that its address is of; "" where it is of none, or of several."""
        path = urlsplit(self.address if "://" in self.address else f"//{self.address}").path
        match = OF_FIGURE.search(path)
        return match[1] if match else ""


def file_mark(given: str) -> FileMark:
    """What stands in a text: release and digest side by side, else whichever of them there is; and an address."""
    whole, address = WHOLE.search(given), ADDRESS.search(given)
    digest, release = DIGEST.search(given), RELEASE_ID.search(given)
    return FileMark(
        whole[1] if whole else release[0] if release else "",
        whole[2] if whole else digest[0] if digest else "",
        address[0].rstrip(".,;") if address else "",
    )
