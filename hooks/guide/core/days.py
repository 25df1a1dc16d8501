"""Parse ISO 8601 days, and choose the day that a site or a book is built for."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from guide.core.problems import UserError, quote

# date.fromisoformat also takes "20261123" and "2026-W48-1", which no editor means.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: object) -> date | None:
    """Return the day that a text such as 2026-11-23 names, or None.

    >>> parse_day("2026-11-03"), parse_day("2026-02-30"), parse_day("20261103")
    (datetime.date(2026, 11, 3), None, None)
    """
    if not _DAY.fullmatch(str(text)):
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def first_day(text: object) -> date | None:
    """Return the day that a text begins with, as in 2026-11-23 and 2026-11-23T10:00:00Z, or None.

    >>> first_day("2026-11-03T10:00:00Z")
    datetime.date(2026, 11, 3)
    """
    return parse_day(str(text)[:10])


def build_day(setting: object, environment: Mapping[str, str], now: datetime) -> date:
    """Return the day to build for: the setting, else SOURCE_DATE_EPOCH, else the day of `now`.

    `setting` is the value of GUIDE_TODAY or of `extra.today` in mkdocs.yml. SOURCE_DATE_EPOCH is
    the variable of https://reproducible-builds.org/docs/source-date-epoch/. Raises UserError where
    the one that is used is not a day.
    """
    if setting:
        day = parse_day(setting)
        if day is None:
            raise UserError(
                f"GUIDE_TODAY is {quote(setting)}, which is not a day. "
                "Write year, month and day, such as 2026-11-23"
            )
        return day
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return now.astimezone(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UserError(
            f"SOURCE_DATE_EPOCH is {quote(epoch)}, which is not a number of seconds since 1970. "
            "Write digits, or unset it"
        ) from None
