"""Keeps a few of the pictures that the journeys leave, cropped and small, for the README: python -m tests.browser.keep

Those in English are left by `pytest -m slow tests/browser`.
"""

from pathlib import Path

from PIL import Image

TAKEN = Path(__file__).parents[2] / "screenshots"
KEPT = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST = 80_000  # bytes
CHOSEN = {
    "home-kept-zh-hans-360": ("home-zh-360", 800),
    "tell-kept-zh-hans-360": ("tell-zh-360", 800),
    "invitation-kept-zh-hans-360": ("invitation-zh-360", 800),
    "matter-agreed-kept-zh-hans-360": ("matter-zh-360", 800),
    "ways-worker-ug-360": ("ways-ug-360", 800),
    "confirmation-kept-zh-hans-1280": ("confirmation-zh-1280", 900),
    "confirmation-kept-en-1280": ("matter-en-1280", 900),
}


def main() -> None:
    """Crop each chosen picture to its first screen and write it with few colours."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for taken, (kept, height) in CHOSEN.items():
        with Image.open(TAKEN / f"{taken}.png") as picture:
            shown = picture.convert("RGB").crop((0, 0, picture.width, min(height, picture.height)))
            target = KEPT / f"{kept}.png"
            shown.quantize(48).save(target, optimize=True)
            if target.stat().st_size > LARGEST:
                raise SystemExit(f"{target.name} is larger than {LARGEST} bytes")


if __name__ == "__main__":
    main()
