"""The one exception that carries a sentence for the user."""


class QdaError(Exception):
    """Something the user can mend; its text says what is wrong and what to do."""
