"""What the journal's hashes cover, written in GUIDs under a format version."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

FORMAT = 1


def canonical(value: Any) -> str:
    """Write a value as JSON in the one way that hashes alike everywhere."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def new_salt() -> str:
    """Return 128 random bits, which keep a digest from being guessed after a purge."""
    return secrets.token_hex(16)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def image_digest(salt: str, table: str, guid: str, before: str | None, after: str | None) -> str:
    """Digest of one row image; `before` and `after` are canonical JSON or None."""
    return _sha(canonical([FORMAT, salt, table, guid, before, after]))


def codings_digest(salt: str, source: str, *, opened: bool, lines: Iterable[str]) -> str:
    """Digest of the codings that a change set opened or closed in one source, in GUID order."""
    body = hashlib.sha256(canonical([FORMAT, salt, source, opened]).encode())
    for line in lines:
        body.update(line.encode())
        body.update(b"\n")
    return body.hexdigest()


def change_set_hash(previous: str, fields: dict[str, Any], digests: Iterable[str]) -> str:
    """Hash of a change set, chained to its predecessor's."""
    return _sha(canonical([FORMAT, previous, fields, list(digests)]))
