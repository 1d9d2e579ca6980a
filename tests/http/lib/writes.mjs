// Operations that ask for a key, as the tests of the whole contract call them: with a key that has every scope, on an import that is there.
import { contract, resolve } from './contract.mjs';
import { request } from './http.mjs';
import { bearer, makeKey } from './keys.mjs';

export const isSecured = ({ operation }) => (operation.security ?? []).length > 0;
export const isWrite = (operation) => isSecured(operation) && operation.method !== 'get';

/** Method, body and header fields for an example of an operation. */
export class Writer {
  static async make(server) {
    const writer = new Writer();
    writer.server = server;
    writer.key = await makeKey(server.db, { scopes: ['admin'] });
    return writer;
  }

  /** The path of an example, of an import that is there in the place of the one that is named. */
  async path(operation, path) {
    if (!operation.path.startsWith('/v1/imports') || operation.method === 'post') return path;
    this.location ??= await this.#import();
    return path.replace('/v1/imports/1', this.location);
  }

  async options(operation, { path, body, type }, headers = {}) {
    const all = isSecured(operation) ? bearer(this.key, headers) : { ...headers };
    const needsMatch = operation.parameters.some((parameter) => resolve(parameter).in === 'header' && parameter.name === 'If-Match' && parameter.required);
    if (needsMatch) all['if-match'] = (await request(this.server, path, { headers: bearer(this.key) })).headers.etag;
    if (body === undefined) return { method: operation.method.toUpperCase(), headers: all };
    return { method: operation.method.toUpperCase(), headers: { 'content-type': type ?? 'application/json', ...all }, body: typeof body === 'string' ? body : JSON.stringify(body) };
  }

  async #import() {
    const operation = contract.paths['/v1/imports'].post;
    const [{ path, type, body }] = operation['x-examples'];
    const made = await request(this.server, path, { method: 'POST', headers: bearer(this.key, { 'content-type': type }), body: body.replaceAll(',2024,', ',2016,') });
    if (made.status !== 201) throw new Error(`import: ${made.status} ${made.text}`);
    return made.headers.location;
  }
}
