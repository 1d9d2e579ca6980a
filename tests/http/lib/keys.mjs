// Keys for a test: made by the command line, as an operator makes them.
import { run } from './server.mjs';

/** A new key of a store: its text, and its id. Options: scopes (names), expires. */
export async function makeKey(db, { scopes = ['import'], expires, name = 'bureau of tests' } = {}) {
  const made = await run(['key', 'create', '--db', db, '--name', name, '--scopes', scopes.join(','), ...(expires ? ['--expires', expires] : [])]);
  const text = /iprs_[a-z2-7]{8}_[A-Za-z0-9_-]{43}/.exec(made.stdout)?.[0];
  if (made.code !== 0 || !text) throw new Error(`key create: ${made.code} ${made.stdout}${made.stderr}`);
  return { text, id: text.slice(5, 13) };
}

/** Ends a key. */
export async function revokeKey(db, { id }) {
  const ended = await run(['key', 'revoke', '--db', db, id]);
  if (ended.code !== 0) throw new Error(`key revoke: ${ended.code} ${ended.stdout}${ended.stderr}`);
}

/** Header fields that send a key. */
export const bearer = (key, more = {}) => ({ authorization: `Bearer ${key.text ?? key}`, ...more });
