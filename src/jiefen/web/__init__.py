"""The look: base templates, components, styles, forms. Knows how things are shown; refuses to know what they are."""
