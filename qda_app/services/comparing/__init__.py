"""Agreement between coders: compared, tabled, followed over time."""
