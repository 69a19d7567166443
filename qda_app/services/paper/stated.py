"""What every document for a paper says of itself: software, state of the project, its hash."""

from qda_app import __version__
from qda_app.domain.messages import say
from qda_app.services.reads import Reads


def made_of(read: Reads) -> str:
    """Say with what and from which state a document was made; the same state says the same."""
    newest = read.history(1)
    return say(
        "qda-app {version}, state of {date}, journal {head}.",
        version=__version__,
        date=newest[0].time[:10] if newest else "–",
        head=read.head()[:12],
    )
