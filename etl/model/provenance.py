"""Where a figure comes from: the one rule, for the build's SQL, the index, targets, files and pictures alike.

How a figure came to us is the provenance of its input: original, derived, transcribed or quoted (data/catalogue/
provenances.csv says what each means). Of several inputs the weakest counts. A figure that is computed here (a ratio,
sum, share, change, rescaling or index) is `computed`, whatever its inputs are, and has the weakest of theirs beside it;
it stays so in whatever is computed from it. Only a publisher's row that is passed on as it stands has its input's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

COMPUTED = "computed"
WEAKEST_LAST = ("original", "derived", "transcribed", "quoted")


@dataclass(frozen=True)
class Provenance:
    """inputs: the weakest provenance among the inputs. computed: whether the figure was computed here from them."""

    inputs: str = WEAKEST_LAST[0]
    computed: bool = False

    @property
    def figure(self) -> str:
        """computed, or that of the input: the provenance of the figure itself."""
        return COMPUTED if self.computed else self.inputs

    @property
    def plain(self) -> bool:
        """Whether the figure is the publisher's own, as it published it."""
        return self == ORIGINAL


ORIGINAL = Provenance()


def of_inputs(inputs: Iterable[str], computed: bool) -> Provenance:
    """The provenance of a figure from those of its inputs; ValueError where one is none of WEAKEST_LAST."""
    return Provenance(max(inputs, key=WEAKEST_LAST.index, default=WEAKEST_LAST[0]), computed)


def of_computed(parts: Iterable[Provenance]) -> Provenance:
    """The provenance of a figure that is computed here from others."""
    return of_inputs((part.inputs for part in parts), computed=True)
