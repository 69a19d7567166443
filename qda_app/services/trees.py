"""Node trees from the shipped templates, tables and codebooks."""

from pathlib import Path

from qda_app import paths
from qda_app.services.commands.nodes import Branch, GrowTree

TEMPLATES = ("cic", "cic-es")


def tree_command(named: str) -> GrowTree:
    """Return the command that makes the tree of a template's name, or of a file.

    A file is a table (csv, xlsx) with a column `path`, or with `node` and `parent`, a .qdc
    codebook, or an indented list (.txt).
    """
    path = paths.shipped(f"resources/templates/{named}.csv") if named in TEMPLATES else Path(named)
    if path.suffix.lower() == ".qdc":
        from qda_app.formats.refi.codebook import read_codebook

        return GrowTree([Branch(*found) for found in read_codebook(path)])
    if path.suffix.lower() in {".txt", ".md"}:
        from qda_app.formats.exchange.outline import read_outline

        return GrowTree([Branch(found) for found in read_outline(path)])
    from qda_app.formats.exchange.node_table import read_node_table

    return GrowTree([Branch(*found) for found in read_node_table(path)])
