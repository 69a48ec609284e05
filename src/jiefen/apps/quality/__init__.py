"""Whether people found a step clear and fair: two questions that anybody may skip, told in totals only."""
