"""What comes next is made while what came before is used: one thread reads, another writes."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")
THREADS = 2


def ahead(make: Callable[[S], T], of: Iterable[S], threads: int = THREADS) -> Iterator[T]:
    """`make` of each, in order; at most one more than there are threads is held."""
    each = iter(of)
    with ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(make, one) for one in islice(each, threads)]
        try:
            while waiting:
                done = waiting.pop(0).result()
                waiting += [pool.submit(make, one) for one in islice(each, 1)]
                yield done
        finally:
            pool.shutdown(cancel_futures=True)
