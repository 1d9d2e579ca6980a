// A small RFC 4180 reader, the tests' own: what the server writes and what data/ holds is read by other code than the server's.

/** Rows of CSV text as arrays of cells; throws where the text is not RFC 4180. */
export function parseCsv(text) {
  const rows = [];
  let row = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= text.length) throw new Error('quote never closed');
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') { cell += '"'; at += 1; } else break;
      }
      at += 1;
    } else {
      while (at < text.length && !',\r\n'.includes(text[at])) {
        if (text[at] === '"') throw new Error(`quote inside a plain cell at ${at}`);
        cell += text[at];
        at += 1;
      }
    }
    row.push(cell);
    if (text[at] === ',') {
      at += 1;
      if (at >= text.length || '\r\n'.includes(text[at])) row.push('');
      if (at < text.length && !'\r\n'.includes(text[at])) continue;
    }
    if (text[at] === '\r') at += 1;
    if (at < text.length && text[at] !== '\n') throw new Error(`stray character at ${at}`);
    at += 1;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The same as objects, by the names in the first row. */
export function parseTable(text) {
  const [head, ...rows] = parseCsv(text);
  return rows.map((cells) => Object.fromEntries(head.map((name, n) => [name, cells[n]])));
}
