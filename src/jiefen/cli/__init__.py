"""The command `jiefen`. Nothing heavy is imported before a verb needs it."""
