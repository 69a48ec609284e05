"""The checker: proves a procedure fair before anyone may file under it."""
