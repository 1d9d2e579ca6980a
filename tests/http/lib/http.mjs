// Requests as a test wants them: every header and byte visible, nothing retried, followed or repaired.
import http from 'node:http';
import net from 'node:net';

/** One request. Gives {status, headers, rawHeaders, body (Buffer), text, json()}. */
export function request(server, target, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port: server.port, path: target, method, headers, agent: false }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const whole = Buffer.concat(parts);
        const text = whole.toString('utf8');
        resolve({ status: answer.statusCode, headers: answer.headers, rawHeaders: answer.rawHeaders, body: whole, text,
          json: () => JSON.parse(text) });
      });
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** GET that must be 200 JSON; gives the parsed body. */
export async function json(server, target, options) {
  const answer = await request(server, target, options);
  if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${answer.text}`);
  return answer.json();
}

/** Sends bytes as they are and reads until the server closes or nothing came for `quietMs`. Gives the bytes. */
export function raw(server, bytes, { quietMs = 500 } = {}) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(server.port, '127.0.0.1');
    const parts = [];
    let timer;
    const finish = () => { clearTimeout(timer); socket.destroy(); resolve(Buffer.concat(parts)); };
    const wait = () => { clearTimeout(timer); timer = setTimeout(finish, parts.length ? quietMs : 10_000); };
    socket.on('connect', () => { socket.write(bytes); wait(); });
    socket.on('data', (part) => { parts.push(part); wait(); });
    socket.on('end', finish);
    socket.on('error', (error) => (parts.length ? finish() : reject(error)));
  });
}

/** The same for a request line target with the usual head; gives {status, headers, text}. */
export async function rawTarget(server, target, { method = 'GET', version = 'HTTP/1.1', head = '' } = {}) {
  const bytes = Buffer.concat([Buffer.from(`${method} `), Buffer.isBuffer(target) ? target : Buffer.from(target, 'latin1'),
    Buffer.from(` ${version}\r\nHost: localhost\r\nConnection: close\r\n${head}\r\n`, 'latin1')]);
  const text = (await raw(server, bytes)).toString('utf8');
  const [first, ...rest] = text.split('\r\n\r\n');
  const lines = first.split('\r\n');
  const headers = Object.fromEntries(lines.slice(1).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  return { status: Number(lines[0]?.split(' ')[1]), headers, text: rest.join('\r\n\r\n') };
}
