"""The suggestion of causes: milliseconds a text and memory, beside the target.

.venv/bin/python bench/suggestion.py
"""

import os
import sys
import time
from datetime import date
from statistics import median

TARGET_MS, TARGET_MB = 20.0, 50.0
STORY = "房东王建国不退我租房的押金三千元，说墙弄脏了，我搬走的时候房子好好的，他一直拖着不给。"


def resident() -> float:
    """Memory that the process holds now, in MB."""
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Print the table."""
    from jiefen import shelf
    from jiefen.core.suggestion import suggest

    causes = shelf.causes("cn").on(date(2026, 11, 25))
    before = resident()
    model = shelf.suggestion("cn")
    suggest(model, causes, STORY)
    grown = resident() - before
    slowest = 0.0
    for size in (45, 100, 2_000, 20_000):
        text = (
            (STORY * (size // len(STORY) + 1))[:size]
            if size <= 100
            else "".join(f"{STORY}第{number}次去找他，{'他说' * (number % 5)}下个月再说。" for number in range(size // 50))[
                :size
            ]
        )
        taken = []
        for _turn in range(15):
            began = time.perf_counter()
            suggest(model, causes, text)
            taken.append((time.perf_counter() - began) * 1000)
        slowest = max(slowest, median(taken))
        print(f"{size:>7} characters {median(taken):>7.2f} ms")
    print(f"the process grew by {grown:.1f} MB; targets {TARGET_MS:.0f} ms, {TARGET_MB:.0f} MB")
    return 0 if "--check" not in sys.argv or (slowest < TARGET_MS and grown < TARGET_MB) else 1


if __name__ == "__main__":
    sys.exit(main())
