"""Projects of other tools that keep a database, and how they count positions in a text."""
