"""Times as the interface writes them."""

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    return datetime.now(UTC)


def ago(**amount: float) -> datetime:
    """So many days, hours … before now, to the second."""
    return (now() - timedelta(**amount)).replace(microsecond=0)


def wire(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def microseconds(time: datetime) -> int:
    """Since 1970."""
    return (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def day(time: datetime) -> str:
    return time.astimezone(UTC).date().isoformat()
