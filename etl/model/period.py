"""Days of vintages and ends of periods, as text. Pure and small: pages need it without `etl.history.vintages`."""

import calendar


def day(vintage: str) -> str:
    """The day from which a vintage was certainly public: a month counts from its last day. "" stays "".

    >>> day("2017-05"), day("2026-08-04T11:00:00"), day("")
    ('2017-05-31', '2026-08-04', '')
    """
    if len(vintage) == 7:
        year, month = int(vintage[:4]), int(vintage[5:])
        return f"{vintage}-{calendar.monthrange(year, month)[1]:02d}"
    return vintage[:10]


def period_end(period: str) -> str:
    """Last day of a period: 2018, 2018-Q3, 2018-08 or a day.

    >>> [period_end(p) for p in ("2018", "2018-Q3", "2018-08", "2018-08-05")]
    ['2018-12-31', '2018-09-30', '2018-08-31', '2018-08-05']
    """
    if len(period) == 4:
        return f"{period}-12-31"
    if "Q" in period:
        return day(f"{period[:4]}-{int(period[-1]) * 3:02d}")
    return day(period)
