"""The first form, assisted filing by staff, and filing of published texts."""
