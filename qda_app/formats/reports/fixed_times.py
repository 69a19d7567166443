"""Office files without the moment of their writing, so that equal ones are equal bytes."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

SUFFIXES = (".docx", ".xlsx")
WHEN = datetime(2000, 1, 1, tzinfo=UTC)
_CORE = "docProps/core.xml"
_SAID = f"{WHEN:%Y-%m-%dT%H:%M:%SZ}".encode()
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def fix_times(path: Path) -> None:
    """Give a docx or xlsx file and everything packed in it one fixed time."""
    source = BytesIO(path.read_bytes())
    with (
        zipfile.ZipFile(source) as packed,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in packed.namelist():
            data = packed.read(name)
            if name == _CORE:
                data = _TIMES.sub(rb"\g<1>" + _SAID + rb"\g<2>", data)
            entry = zipfile.ZipInfo(name, WHEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, data)
