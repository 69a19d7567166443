"""A project's codings as the rows of the exported table."""

from collections.abc import Iterator

from qda_app.services.reads import Reads

COLUMNS = ("source", "start", "end", "node", "coder", "memo", "text")


def coding_rows(read: Reads) -> Iterator[tuple[str, int, int, str, str, str, str]]:
    """Yield every coding as the exported table has it: by source, start, end, node, coder."""
    sources = {source.id: source.name for source in read.sources()}
    paths = read.tree().paths()
    coders = {coder.id: coder.name for coder in read.coders()}
    texts = read.texts()
    rows = [
        (sources[c.source], c.start, c.end, paths[c.node], coders[c.coder], c.memo, c.source)
        for c in read.codings()
    ]
    for source, start, end, node, coder, memo, key in sorted(rows):
        yield source, start, end, node, coder, memo, texts[key][start:end]
