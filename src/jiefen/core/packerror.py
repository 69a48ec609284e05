"""What is wrong in a pack's file, said so that its author can mend it."""


class PackError(ValueError):
    """A fault in a pack: in which file and line, what is wrong, and what was expected there."""

    def __init__(self, file: str, line: int, problem: str, expected: str = "") -> None:
        super().__init__(f"{file}:{line}: {problem}" + (f"; expected {expected}" if expected else ""))
        self.file, self.line, self.problem, self.expected = file, line, problem, expected
