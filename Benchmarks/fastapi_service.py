"""The service that IAFA's intake is measured against: `/api/v1/track` and `/track/batch` by FastAPI and pydantic.

The same contract: the key by its SHA-256, the same fields and limits, a verdict for each event of a batch. It keeps
what it accepts in memory only, and lets go of it by the ten thousand, as if it were written for nothing: no disk, and
no look for repetitions.

Run by uvicorn with its fastest parts: `uvicorn fastapi_service:app --workers 2 --loop uvloop --http httptools`.
"""

import hashlib
import os
import uuid
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

KEY_HASH = os.environ["BENCH_KEY_SHA256"]
EVENT_BYTES = 32 * 1024
BATCH_BYTES = 4 * 1024 * 1024
BATCH_EVENTS = 2_500
PROPERTY_DEPTH = 8
HANDED_ON = 10_000
OLDEST, FUTURE = timedelta(days=3_650), timedelta(days=1)


def shallow(properties: dict[str, JsonValue], depth: int = 1) -> dict[str, JsonValue]:
    if depth > PROPERTY_DEPTH:
        raise ValueError(f"must nest at most {PROPERTY_DEPTH} deep")
    for value in properties.values():
        if isinstance(value, dict):
            shallow(value, depth + 1)
        elif isinstance(value, list):
            shallow({"": item for item in value}, depth + 1)
    return properties


def kept(time: datetime) -> datetime:
    now = datetime.now(UTC)
    if not now - OLDEST <= time <= now + FUTURE:
        raise ValueError("is too old or in the future")
    return time


Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Properties = Annotated[dict[str, JsonValue], Field(max_length=255), AfterValidator(shallow)]


class Event(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    event_type: Text
    user_id: Text | None = None
    anonymous_id: Text | None = None
    session_id: Text | None = None
    event_id: Text | None = None
    timestamp: Annotated[AwareDatetime, Field(strict=False), AfterValidator(kept)] | None = None
    sent_at: Annotated[AwareDatetime, Field(strict=False)] | None = None
    properties: Properties = {}


class Batch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    # Each event has a verdict of its own, so that they are looked into one by one.
    events: Annotated[list[Any], Field(max_length=BATCH_EVENTS)]
    sent_at: AwareDatetime | None = None


class Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        self.status = status
        self.code = code


app = FastAPI(openapi_url=None)
buffer: list[Event] = []


def keep(event: Event) -> str:
    """Takes an event in and gives its id."""
    global buffer
    event_id = event.event_id = event.event_id or str(uuid.uuid4())
    buffer.append(event)
    if len(buffer) >= HANDED_ON:
        buffer = []
    return event_id


def admitted(limit: int) -> Any:
    """A good key, and a body of at most so many bytes."""

    async def check(request: Request) -> None:
        secret = request.headers.get("x-api-key", "")
        if hashlib.sha256(secret.encode()).hexdigest() != KEY_HASH:
            raise Refused(401, "unauthorized")
        if int(request.headers.get("content-length", "0")) > limit:
            raise Refused(413, "payload_too_large")

    return Depends(check)


@app.exception_handler(Refused)
async def refused(_: Request, error: Refused) -> JSONResponse:
    return JSONResponse({"error": {"code": error.code}}, status_code=error.status)


@app.exception_handler(RequestValidationError)
async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    details = [{"field": ".".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in error.errors()]
    return JSONResponse({"error": {"code": "validation_failed", "details": details}}, status_code=422)


@app.get("/health/ready")
async def ready() -> JSONResponse:
    return JSONResponse({"status": "ready"})


@app.post("/api/v1/track", dependencies=[admitted(EVENT_BYTES)])
async def track(event: Event) -> JSONResponse:
    return JSONResponse({"status": "accepted", "event_id": keep(event)})


@app.post("/api/v1/track/batch", dependencies=[admitted(BATCH_BYTES)])
async def track_batch(batch: Batch) -> JSONResponse:
    accepted = 0
    rejected: list[dict[str, Any]] = []
    for index, fields in enumerate(batch.events):
        try:
            event = Event.model_validate(fields)
        except ValidationError as error:
            fault = error.errors()[0]
            rejected.append({"index": index, "code": fault["type"], "message": fault["msg"]})
            continue
        event.sent_at = event.sent_at or batch.sent_at
        keep(event)
        accepted += 1
    return JSONResponse({"accepted": accepted, "duplicates": 0, "rejected": rejected})
