"""A copy of a project to share, in which listed names are replaced."""
