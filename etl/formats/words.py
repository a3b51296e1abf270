"""Numbers in a text, many at once: eight bytes are one machine word, and a few operations on words read all of them.

What is read is plain: at most eight digits with or without a decimal point and a sign. Anything else is left to a
slower reader, so that nothing is guessed. A number of at most eight digits and a power of ten are exact, so their
quotient is the nearest double, the same that any correct reader finds.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
WIDTH = 8
_U = np.uint64
ZEROS, HIGH_HALVES, SIXES = _U(0x3030303030303030), _U(0xF0F0F0F0F0F0F0F0), _U(0x0606060606060606)
POINTS, ONES, TOPS = _U(0x2E2E2E2E2E2E2E2E), _U(0x0101010101010101), _U(0x8080808080808080)
KEEP = np.array([(2**64 - 1) & ~(2 ** (64 - 8 * n) - 1) for n in range(WIDTH + 1)], np.uint64)  # the last n bytes
FILL = ZEROS & ~KEEP
POWERS = np.array([float(10**n) for n in range(WIDTH + 1)])


class ByteText:
    """Bytes of a text, and the word that ends before each place of it."""

    def __init__(self, text: bytes) -> None:
        padded = np.zeros(len(text) + WIDTH, np.uint8)
        padded[WIDTH:] = np.frombuffer(text, np.uint8)
        self.bytes: Bytes = padded[WIDTH:]
        self._words: Words = np.ndarray((len(text) + 1,), np.dtype("<u8"), buffer=padded, strides=(1,))

    def before(self, places: Places) -> Words:
        """The eight bytes before each place as one number; the byte before the place is its highest."""
        taken: Words = self._words[places]
        return taken


def numbers(text: ByteText, starts: Places, ends: Places) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """The numbers that stand there, and whether they are of the plain kind; others are 0."""
    negative = text.bytes[np.minimum(starts, len(text.bytes) - 1)] == ord("-")
    length = ends - starts - negative
    fits = (length > 0) & (length <= WIDTH)
    length = np.where(fits, length, 0)
    word = text.before(ends) & KEEP[length] | FILL[length]
    plain = _all_digits(word)
    values = _value(word).astype(np.float64)
    if not plain.all():
        odd = np.flatnonzero(~plain)
        whole, decimals, good = _without_point(word[odd], length[odd])
        values[odd] = np.where(good, _value(whole) / POWERS[decimals], 0.0)
        plain[odd] = good
    if negative.any():
        values = np.where(negative, -values, values)
    return values, plain & fits


def _all_digits(word: Words) -> npt.NDArray[np.bool_]:
    digits: npt.NDArray[np.bool_] = (word & HIGH_HALVES == ZEROS) & (word + SIXES & HIGH_HALVES == ZEROS)
    return digits


def _value(word: Words) -> Words:
    """The number of eight digits: pairs, then fours, then all of it."""
    word = (word & _U(0x0F0F0F0F0F0F0F0F)) * _U(2561) >> _U(8)
    word = (word & _U(0x00FF00FF00FF00FF)) * _U(6553601) >> _U(16)
    return (word & _U(0x0000FFFF0000FFFF)) * _U(42949672960001) >> _U(32)


def _without_point(word: Words, length: Places) -> tuple[Words, npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """The digits without their point, how many stood behind it, and whether that was all that was in the way."""
    other = word ^ POINTS
    points = (other - ONES) & ~other & TOPS
    one = points >> _U(7)  # the lowest bit of the byte with the point
    before = np.where(points != 0, one - _U(1), _U(0))
    behind = ~(before | one * _U(255))
    digits = word & behind | (word & before) << _U(8) | _U(0x30)
    decimals = WIDTH - 1 - (np.bitwise_count(before) >> 3)
    alone = (points != 0) & (points & (points - _U(1)) == 0) & (length > 1)
    good = alone & _all_digits(digits)
    return digits, np.where(good, decimals, 0), good
