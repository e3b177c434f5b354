"""Documents cut into passages that are small enough to be compared, and each of one topic."""
