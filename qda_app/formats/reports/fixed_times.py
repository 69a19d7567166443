"""Office files without the moment of their writing, so that equal ones are equal bytes."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

SUFFIXES = (".docx", ".xlsx")
_WHEN = (2000, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
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
                data = _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, data)
