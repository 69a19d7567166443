"""The project file: engine, tables, journal, queries."""
