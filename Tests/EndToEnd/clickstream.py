"""Made-up visits to a shop as one exports them: a row an event, times of one second without an offset."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from reference_funnel import Event
from times import microseconds

COLUMNS = ("user_id", "session_id", "event", "timestamp", "platform", "channel", "note")
FUNNEL = ("product_view", "add_to_cart", "cart", "shipping_details", "payment_details", "purchase")
OTHERS = ("home", "catalog", "search", "filter_results", "support_chat")
# Commas, quotes, line breaks and letters outside ASCII, as people type them.
NOTES = ("", "", "plain", "with, comma", 'with "quotes"', "two\nlines", "carriage\r\nreturn", "größer 💡", " spaces ")
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
START_DATE, END_DATE = "2024-01-01", "2024-07-31"


@dataclass(frozen=True)
class Row:
    """One event of the export."""

    user_id: str
    session_id: str
    event: str
    time: datetime
    platform: str
    channel: str
    note: str

    def values(self) -> tuple[str, ...]:
        time = self.time.strftime("%Y-%m-%d %H:%M:%S")
        return (self.user_id, self.session_id, self.event, time, self.platform, self.channel, self.note)

    def as_event(self) -> Event:
        properties = {"platform": self.platform, "channel": self.channel, "note": self.note}
        return Event(self.user_id, self.event, microseconds(self.time), properties)


def make(visitors: int, seed: int) -> list[Row]:
    """Visits with drop-off, repeated steps, several sessions a visitor and simultaneous events; rows in no order."""
    random = Random(seed)
    rows: list[Row] = []
    for visitor in range(visitors):
        platform, channel = random.choice(("ios", "android", "web")), random.choice(("email", "search", "ads"))
        time = BEGIN + timedelta(seconds=random.randrange(60 * 86_400))
        for session in range(1 + random.randrange(5)):
            depth = random.randrange(len(FUNNEL) + 1)
            for _ in range(random.randrange(2, 16)):
                event = random.choice(OTHERS)
                if depth and random.random() < 0.6:
                    event = FUNNEL[min(int(random.random() * (depth + 0.5)), depth - 1)]
                rows.append(
                    Row(f"user_{visitor:04}", f"sess_{visitor}_{session}", event, time, platform, channel,
                        random.choice(NOTES))
                )  # fmt: skip
                time += timedelta(seconds=random.choice((0, 0, 5, 40, 300, 3600)))
            time += timedelta(hours=random.randrange(1, 200))
    random.shuffle(rows)
    return rows


def as_csv(rows: Iterable[Row], columns: Iterable[str] = COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(row.values() for row in rows)
    return text.getvalue()
