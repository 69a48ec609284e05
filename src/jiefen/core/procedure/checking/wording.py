"""How the checker names what it found, in the procedure's own languages. Languages it does not know hear English."""

from jiefen.core.procedure.model import Text


def said(name: Text, zh: str, en: str) -> Text:
    """One sentence about something that has a name in each language; {} stands for the name."""
    return {language: (zh if language.startswith("zh") else en).format(text) for language, text in name.items()}
