"""Which counts of persons are not shown, by the words of the rule and apart from the server."""


def hidden(table, least):
    """(hidden rows, whether the whole is hidden) of {row: {part: n}} with disjoint rows that are all there are.

    A row with a small part, or with one part only, is hidden, so is the whole; as long as fewer than two rows, or two parts in them, that are not 0
    are hidden while the whole is shown, the smallest other row is hidden too, and when there is none the whole.
    """
    def tells(own):
        return any(0 < n < least or 0 < n == sum(own.values()) for n in own.values())

    rows = {name for name, own in table.items() if tells(own)}
    parts = {part for own in table.values() for part in own}
    whole = tells({part: sum(own.get(part, 0) for own in table.values()) for part in parts})
    while rows and not whole:
        filled = {part for name in rows for part, n in table[name].items() if n}
        if len(filled) >= 2 and sum(1 for name in rows if sum(table[name].values())) >= 2:
            break
        others = [name for name in sorted(table) if name not in rows and sum(table[name].values())]
        if not others:
            return rows, True
        rows.add(min(others, key=lambda name: sum(table[name].values())))
    return rows, whole
