"""Short legal information: pages of topics, and a search through them."""
