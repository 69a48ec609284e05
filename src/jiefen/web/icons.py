"""Icons, drawn for Jiefen on a grid of 24 with one line of 1.75. Names in MIRRORED point along the line of reading."""

ICONS: dict[str, str] = {
    "back": '<path d="M19 12H5m6-6.5L4.5 12l6.5 6.5"/>',
    "forward": '<path d="M5 12h14m-6-6.5 6.5 6.5-6.5 6.5"/>',
    "chevron": '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
    "down": '<path d="m5.5 9.5 6.5 6.5 6.5-6.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.75"/><path d="M12 6.75V12l3.75 2.5"/>',
    "calendar": '<rect x="3.75" y="5.25" width="16.5" height="15" rx="2.5"/>'
    '<path d="M3.75 10h16.5M8.25 3v4m7.5-4v4M8 14.25h.01M12 14.25h.01M16 14.25h.01M8 17.25h.01M12 17.25h.01"/>',
    "check": '<path d="m4.75 12.75 4.75 4.75L19.25 7"/>',
    "done": '<circle cx="12" cy="12" r="8.75"/><path d="m8 12.25 2.75 2.75L16 9.5"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "warning": '<path d="M12 3.75 21.25 20H2.75zM12 10v4.25m0 2.75h.01"/>',
    "info": '<circle cx="12" cy="12" r="8.75"/><path d="M12 11.25v5m0-8.5h.01"/>',
    "door": '<path d="M5.5 20.5V4.75a1.5 1.5 0 0 1 1.5-1.5h8.5v17.25M3.5 20.5h17m-5-14h1.75a1.5 1.5 0 0 1 1.5 1.5v12.5'
    'M12.25 12h.01"/>',
    "exit": '<path d="M10 4.5H6.5A2 2 0 0 0 4.5 6.5v11a2 2 0 0 0 2 2H10m5-11.75L19.5 12 15 16.25M19 12H9.5"/>',
    "open": '<circle cx="8" cy="8.5" r="3"/><circle cx="16" cy="8.5" r="3"/>'
    '<path d="M2.75 19c.25-3.5 2.25-5.5 5.25-5.5 1.75 0 3.1.6 4 1.75.9-1.15 2.25-1.75 4-1.75 3 0 5 2 5.25 5.5"/>',
    "without-prejudice": '<path d="M4 5.25h16v10.5h-8L7.5 20v-4.25H4z"/><path d="M8 10.5h.01M12 10.5h.01M16 10.5h.01"/>',
    "caucus": '<rect x="5" y="10.5" width="14" height="9.75" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5m-4 3.75v2.5"/>',
    "mediator-note": '<path d="M5.5 3.75h9.75L19 7.5v12.75H5.5zM9 9h3.5M9 12.75h6.5M9 16.5h6.5"/>',
    "office": '<path d="M3.5 20.25h17M5.25 20.25V9.5L12 4.25l6.75 5.25v10.75M9.25 20.25V14h5.5v6.25"/>',
    "contact": '<path d="M7.75 3.75 10.5 8 8.25 10c1 2.4 2.9 4.4 5.5 5.75l2.25-2.25 4.25 2.5v3.25c0 .7-.55 1.25-1.25 1.2'
    'C11 20 4 13 3.75 5A1.2 1.2 0 0 1 5 3.75z"/>',
    "person": '<circle cx="12" cy="8" r="3.75"/><path d="M4.5 20.25c.5-4.25 3.25-6.5 7.5-6.5s7 2.25 7.5 6.5"/>',
    "eye": '<path d="M2.75 12C5 7.75 8.25 5.75 12 5.75S19 7.75 21.25 12C19 16.25 15.75 18.25 12 18.25S5 16.25 2.75 12z"/>'
    '<circle cx="12" cy="12" r="2.75"/>',
    "document": '<path d="M6 3.5h8.5L18.5 7.5v13H6zM14 3.75V8h4.25M9.25 12.5h6M9.25 16h6"/>',
    "download": '<path d="M12 4v11m-4.5-4.25L12 15.25l4.5-4.5M4.75 19.75h14.5"/>',
    "upload": '<path d="M12 15.5v-11M7.5 8.75 12 4.25l4.5 4.5M4.75 19.75h14.5"/>',
    "sign": '<path d="m14.75 4.5 4.5 4.5L9 19.25l-5.25.75.75-5.25zM12.25 7l4.5 4.5M14 20.25h6"/>',
    "receipt": '<path d="M5.5 3.5h13v17l-2.2-1.5-2.15 1.5L12 19l-2.15 1.5L7.7 19l-2.2 1.5zM9 8.5h6M9 12.5h6"/>',
    "globe": '<circle cx="12" cy="12" r="8.75"/><path d="M3.5 12h17M12 3.25c5 5 5 12.5 0 17.5-5-5-5-12.5 0-17.5z"/>',
    "phone": '<rect x="7" y="2.75" width="10" height="18.5" rx="2"/><path d="M11 18h2"/>',
    "chat": '<path d="M4 5.25h16v11h-8.5L7 20v-3.75H4z"/>',
    "add": '<path d="M12 5v14M5 12h14"/>',
    "search": '<circle cx="10.75" cy="10.75" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "print": '<path d="M7 8.5V3.75h10V8.5M7 17H4V8.5h16V17h-3M7 13.75h10v6.5H7z"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.4-5.7L4 8.5M4 4v4.5h4.5M12 8v4.25l3 2"/>',
    "empty": '<path d="M3.75 13.5 6.5 5h11l2.75 8.5v6H3.75zM3.75 13.5H9l1.25 2.5h3.5L15 13.5h5.25"/>',
    "money": '<circle cx="12" cy="12" r="8.75"/><path d="m8.5 7 3.5 5 3.5-5M12 12v5.25M9 12h6M9 14.75h6"/>',
    "scales": '<path d="M12 3.5v17m-4.5 0h9M5 6.5h14M5 6.5 2.5 13.5h5zm14 0-2.5 7h5zM2.5 13.5a2.5 2.5 0 0 0 5 0'
    'm9 0a2.5 2.5 0 0 0 5 0"/>',
    "map": '<circle cx="5.5" cy="6" r="2.25"/><circle cx="18.5" cy="12" r="2.25"/><circle cx="5.5" cy="18" r="2.25"/>'
    '<path d="M7.75 6.25c4 .5 4.5 4.5 8.5 5.25M7.75 17.75c4-.5 4.5-4.5 8.5-5.25"/>',
    "help": '<circle cx="12" cy="12" r="8.75"/><path d="M9.25 9.5c.2-1.6 1.3-2.5 2.85-2.5 1.6 0 2.75 1 2.75 2.4 0 2-2.8 2.2'
    '-2.8 4.4m0 2.95h.01"/>',
}

MIRRORED = frozenset({"back", "forward", "chevron", "exit", "mediator-note", "document", "door", "sign", "history", "map"})
