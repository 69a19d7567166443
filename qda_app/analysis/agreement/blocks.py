"""Blocks of text in place of sources, where there are too few sources for an interval."""

from dataclasses import replace

import numpy as np

from qda_app.analysis.agreement.meeting import repeated
from qda_app.analysis.agreement.study import ComparedText, Study
from qda_app.analysis.agreement.units import Units

FEW_SOURCES = 5


def in_blocks(own: Study, blocks: Units) -> Study:
    """Return the study in which every block, such as a turn or a paragraph, is a source of its own.

    Codings are cut at the blocks' edges; text outside all blocks is left out. Blocks of one source
    resemble each other, so intervals over them are probably too narrow and should be called so.
    """
    origin = own.text.origin[own.codings.source]
    start, end = origin + own.codings.start, origin + own.codings.end
    first = np.searchsorted(blocks.end, start, side="right")
    number = np.maximum(np.searchsorted(blocks.start, end, side="left") - first, 0)
    row, block = repeated(number, first)
    begins = blocks.start[block]
    cut = replace(
        own.codings.take(row),
        source=block,
        start=np.maximum(start[row] - begins, 0),
        end=np.minimum(end[row], blocks.end[block]) - begins,
    )
    length = blocks.end - blocks.start
    zeros = np.zeros_like(length)
    text = ComparedText(np.arange(len(length) + 1), zeros, length, zeros, length)
    return replace(own, text=text, codings=cut)
