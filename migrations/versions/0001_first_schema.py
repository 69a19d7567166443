"""The first schema; new files are made with it, so there is nothing to do."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: no file is older."""
