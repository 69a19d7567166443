"""What tests of merging ask of projects and do to their copies."""

import hashlib

from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.doing import merge
from qda_app.services.merging.planning import plan_merge


def codings(project):
    """The codings in names, as anybody would tell them."""
    tree = project.read.tree()
    return sorted(
        (c.source, tree.path(c.node), c.coder, c.start, c.end, c.memo)
        for c in project.read.codings()
    )


def paths(project):
    return sorted(project.read.tree().paths().values())


def node(project, path):
    return next(n for n, p in project.read.tree().paths().items() if p == path)


def bring(project, path, **choices):
    """Merge a copy with choices by the kind of conflict."""
    copy = read_copy(project, path)
    plan = plan_merge(project, copy)
    chosen = {c.key: choices[c.key.partition(":")[0]] for c in plan.conflicts}
    return merge(project, plan_merge(project, copy, chosen) if chosen else plan)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def closed(copy):
    copy.close()
    return copy.path
