"""Files handed in, and papers made from the pack's templates."""
