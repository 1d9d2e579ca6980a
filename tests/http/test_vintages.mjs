// Vintages over generated releases, against a model that only keeps lists: asOf a release is what was served then, history is every
// vintage, since is what came later, changes are what differs from one release to the next.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { publishDocuments } from './lib/publish.mjs';
import { Server, root, run } from './lib/server.mjs';

const seed = Number(process.env.IPRSTAT_TEST_SEED ?? 20260101);
const indicator = 'patents_granted';
// In the order in which they decide: by rank, then the later day. The rank of the last one is another in each of some releases.
const documents = ['binhai-2024-rule-of-law', 'tianjin-2021-summary', 'tianjin-2019-cnr', 'tianjin-2016-govcn'];
const moving = documents[3];
const ranks = [[10], [10], [90], [50, 50, 5, 5, 95, 50, 5]];
/** The rank of a document in the n-th release. */
const rankOf = (document, n) => { const all = ranks[documents.indexOf(document)]; return all[n % all.length]; };
const regions = ['120000', '120104', '120116'];
const periods = ['2021', '2022', '2023', '2024'];
const releaseCount = 7;

/** Numbers from 0 to n - 1, the same for the same seed (mulberry32). */
let state = seed;
function random(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}

const vintages = []; // {region, period, document, rank, value, since, until}
const targets = [
  `/v1/observations?indicator=${indicator}`, `/v1/observations.csv?indicator=${indicator}&sort=-value`, `/v1/observations?region=120000/*&period=2022..2023`,
  `/v1/observations?document=${documents[1]}`, `/v1/observations?indicator=${indicator}&last=1&derive=yoy,rank`, `/v1/series?indicator=${indicator}`,
  `/v1/observations?indicator=${indicator}&history=true`, `/v1/observations?indicator=${indicator}&limit=2`, '/v1/regions/120116', `/v1/indicators/${indicator}`,
  `/v1/documents/${documents[0]}`, `/v1/aggregates?indicator=${indicator}&group_by=region,period`, `/v1/aggregates?indicator=${indicator}&function=count&group_by=document`,
  `/v1/rankings?indicator=${indicator}&region=120000/*&period=2023`, `/v1/exports/observations.ndjson?indicator=${indicator}`,
  `/v1/exports/observations.csv?document=${documents[2]}&labels=true`, '/v1/exports/tables/observation.csv', '/v1/conflicts?all=true', '/v1/search?q=tianjin',
  `/v1/changes?region=120116`, `/v1/documents/${moving}`, `/v1/observations?document=${moving},${documents[1]}`, `/v1/conflicts?region=120116&document=${moving}`,
];
const served = new Map(); // release -> target -> answer when it was the newest

/** What an answer says, without its own address. */
function content(answer, target) {
  if (answer.status !== 200) return { status: answer.status, type: answer.json().type, detail: answer.json().detail };
  if (answer.headers['content-type'] !== 'application/json') return answer.text;
  const { data, meta } = answer.json();
  return { data, meta };
}

const inForce = () => vintages.filter(({ until }) => until === null);
const place = ({ region, period }) => `${region} ${period}`;
const same = (a, b) => place(a) === place(b) && a.document === b.document;

/** Figures of the n-th release: some are new, some revised, some withdrawn; each document keeps one, and at least one changes. */
function nextFigures(n) {
  const figures = [];
  for (const document of documents) {
    for (const region of regions) {
      for (const period of periods) {
        const old = inForce().find((one) => same(one, { region, period, document }));
        const chance = random(10);
        if (old && chance < 6) figures.push({ ...old });
        else if (old && chance < 8) figures.push({ region, period, document, value: old.value + 1 + random(50) });
        else if (!old && chance < 3) figures.push({ region, period, document, value: random(1000) });
      }
    }
    const anchor = { region: regions[0], period: periods[0], document };
    const kept = figures.findIndex((one) => same(one, anchor));
    if (kept < 0) figures.push({ ...anchor, value: random(1000) });
    else if (document === documents[0]) figures[kept].value += 1;
  }
  return figures.map((one) => ({ ...one, rank: rankOf(one.document, n) }));
}

function keep(release, figures) {
  for (const old of inForce()) {
    const now = figures.find((one) => same(one, old));
    if (!now || now.value !== old.value || now.rank !== old.rank) old.until = release;
  }
  for (const one of figures) {
    if (!inForce().some((old) => same(old, one))) vintages.push({ ...one, since: release, until: null });
  }
}

let server;
before(async () => {
  server = await Server.start({ packages: [path.join(root, 'data/catalogue')] });
  for (let n = 0; n < releaseCount; n += 1) {
    const figures = nextFigures(n);
    const release = await publishDocuments(server, `release-${n}`, [{ document: moving, publisher_rank: rankOf(moving, n) }],
      figures.map(({ region, period, document, value }) => ({ indicator, region, period, document, value })), ['--complete']);
    keep(release, figures);
    const answers = new Map();
    for (const target of targets) answers.set(target, content(await request(server, target), target));
    served.set(release, answers);
  }
});
after(async () => { await server.stop(); });

const order = (a, b) => regions.indexOf(a.region) - regions.indexOf(b.region) || a.period.localeCompare(b.period)
  || a.rank - b.rank || documents.indexOf(a.document) - documents.indexOf(b.document) || a.since - b.since;
/** The model's vintages as release `now` knows them, in the default order; no answer has the rank itself. */
const knownAt = (now) => vintages.filter(({ since }) => since <= now).sort(order)
  .map(({ rank, ...one }) => ({ ...one, until: one.until !== null && one.until <= now ? one.until : null }));
/** Of these, what is in force and comes first at its place. */
const defaults = (known) => known.filter((one) => one.until === null).filter((one, i, all) => i === 0 || place(all[i - 1]) !== place(one));
const told = ({ region, period, document, value, since_release: since, until_release: until }) => ({ region, period, document, value, since, until });
const fields = 'fields=region,period,document,value,since_release,until_release';

async function walk(target) {
  const rows = [];
  for (let next = target; next;) {
    const page = await json(server, next);
    rows.push(...page.data);
    next = page.links.next;
  }
  return rows.map(told);
}

test('the generated releases insert, revise and withdraw', async () => {
  const { data } = await json(server, '/v1/releases');
  for (const count of ['inserted', 'revised', 'deleted']) assert.ok(data.slice(0, -2).some((release) => release[count] > 0), count);
  assert.ok(vintages.length > 40, `${vintages.length}`);
});

test('the rank of a document moves its figures, also where they stay as they are', () => {
  const moved = vintages.filter(({ document, until }) => document === moving && until !== null)
    .flatMap((old) => vintages.filter((now) => same(now, old) && now.since === old.until && now.rank !== old.rank).map((now) => [old, now]));
  assert.ok(moved.some(([old, now]) => old.value === now.value) && moved.some(([old, now]) => old.value !== now.value), `${moved.length}`);
  for (const release of served.keys()) {
    const now = knownAt(release).filter(({ until }) => until === null);
    assert.ok(now.some((one, i) => one.document === moving && now.some((other, j) => j !== i && place(one) === place(other))), `${release}`);
  }
});

test('the default is that of the first rank at each place, of those that are asked for', async () => {
  for (const release of served.keys()) {
    const target = `/v1/observations?indicator=${indicator}&asOf=${release}&${fields}`;
    assert.deepEqual((await json(server, `${target}&limit=1000`)).data.map(told), defaults(knownAt(release)), target);
    assert.deepEqual(await walk(`${target}&limit=3`), defaults(knownAt(release)), target);
    for (const some of [[moving], [moving, documents[1]], [moving, documents[2]], documents.slice(1)]) {
      assert.deepEqual((await json(server, `${target}&limit=1000&document=${some}`)).data.map(told),
        defaults(knownAt(release).filter(({ document }) => some.includes(document))), `${target}&document=${some}`);
    }
  }
});

/** What the model says of conflicts: the default of each place of several documents, then the others by rank. */
function conflictsOf(release) {
  const now = knownAt(release).filter(({ until }) => until === null);
  return defaults(now).flatMap((first) => {
    const others = now.filter((one) => one !== first && place(one) === place(first));
    return others.length === 0 ? [] : [{ place: place(first), default: [first.document, first.value],
      others: others.map(({ document, value }) => [document, value, value === first.value ? 'agree' : 'differ', first.value - value]) }];
  });
}

test('conflicts are where several documents are in force, the default first, whole over pages', async () => {
  for (const release of served.keys()) {
    for (const limit of [1000, 2]) {
      const rows = [];
      for (let next = `/v1/conflicts?all=true&asOf=${release}&limit=${limit}`; next;) {
        const page = await json(server, next);
        assert.equal(page.meta.matched, conflictsOf(release).length);
        rows.push(...page.data);
        next = page.links.next;
      }
      assert.deepEqual(rows.map((row) => ({ place: place(row), default: [row.default.document, row.default.value],
        others: row.others.map(({ figure, agreement, difference }) => [figure.document, figure.value, agreement, difference.absolute.value]) })),
      conflictsOf(release), `${release}, ${limit}`);
    }
  }
});

test('the store is sound: its order, its marks of rivals, and its counts are those of its figures', async () => {
  const checked = await run(['check', '--db', server.db]);
  assert.equal(checked.code, 0, checked.stdout + checked.stderr);
});

test('asOf a release is what was served when it was the newest', async () => {
  for (const [release, answers] of served) {
    for (const [target, then] of answers) {
      const now = `${target}${target.includes('?') ? '&' : '?'}asOf=${release}`;
      assert.deepEqual(content(await request(server, now), now), then, now);
    }
  }
});

test('history is every vintage that a release knows, in order, whole over pages', async () => {
  for (const release of served.keys()) {
    const target = `/v1/observations?indicator=${indicator}&history=true&asOf=${release}`;
    const whole = await json(server, `${target}&limit=1000`);
    assert.deepEqual(whole.data.map(told), knownAt(release), target);
    assert.equal(whole.meta.matched, knownAt(release).length);
    for (const row of whole.data) assert.equal(row.release, release);
  }
  const newest = [...served.keys()].at(-1);
  for (const more of ['limit=1', 'limit=7', 'limit=3&region=120116,120104', `limit=2&document=${documents[2]}`, `limit=2&document=${moving}`]) {
    const whole = await walk(`/v1/observations?indicator=${indicator}&history=true&${more.replace(/limit=\d+/, 'limit=1000')}`);
    assert.deepEqual(await walk(`/v1/observations?indicator=${indicator}&history=true&${more}`), whole, more);
    const named = documents.find((document) => more.endsWith(document));
    if (named) assert.deepEqual(whole, knownAt(newest).filter(({ document }) => document === named), more);
  }
  const sorted = await walk(`/v1/observations?indicator=${indicator}&history=true&sort=-value&limit=5`);
  const expected = knownAt(newest).map((one, i) => [one, i]).sort(([a, i], [b, j]) => b.value - a.value || i - j).map(([one]) => one);
  assert.deepEqual(sorted, expected);
  const csv = parseTable((await request(server, `/v1/observations.csv?indicator=${indicator}&history=true&limit=1000`)).text);
  assert.deepEqual(csv.map(({ since_release: since, until_release: until, value }) => [since, until, value]),
    knownAt(newest).map(({ since, until, value }) => [String(since), until === null ? '' : String(until), String(value)]));
});

test('since is what came with later releases; with history also what they ended', async () => {
  const numbers = [...served.keys()];
  for (const release of numbers) {
    for (const since of [1, ...numbers.filter((number) => number <= release)]) {
      const target = `/v1/observations?indicator=${indicator}&since=${since}&asOf=${release}&limit=1000&${fields}`;
      const known = knownAt(release);
      assert.deepEqual((await json(server, target)).data.map(told), defaults(known).filter((one) => one.since > since), target);
      assert.deepEqual((await json(server, `${target}&history=true`)).data.map(told),
        known.filter((one) => one.since > since || (one.until !== null && one.until > since)), `${target}&history=true`);
      const points = (await json(server, `/v1/series?indicator=${indicator}&since=${since}&asOf=${release}&limit=1000`)).data
        .flatMap((series) => series.periods.map((period, i) => [series.region, period, series.values[i]])).filter(([, , value]) => value !== null);
      assert.deepEqual(points, defaults(known).filter((one) => one.since > since).map(({ region, period, value }) => [region, period, value]));
    }
  }
});

test('since the newest release nothing came, and the answer says so', async () => {
  const newest = [...served.keys()].at(-1);
  const { data, meta } = await json(server, `/v1/observations?indicator=${indicator}&since=${newest}`);
  assert.deepEqual(data, []);
  assert.deepEqual(meta.notes.map(({ type }) => type), ['nothing-since']);
  const late = await request(server, `/v1/observations?indicator=${indicator}&since=${newest}&asOf=1`);
  assert.equal(late.status, 400);
  assert.equal(late.json().type, '/problems/invalid-range');
  assert.equal(late.json().errors[0].name, 'since');
  assert.equal((await json(server, `/v1/observations?indicator=${indicator}&since=1999-12-31`)).data.length, defaults(knownAt(newest)).length);
});

test('what was derived from a figure that is superseded has a reason instead', async () => {
  const { data } = await json(server, `/v1/observations?indicator=${indicator}&history=true&derive=yoy&limit=1000`);
  for (const row of data) {
    if (row.until_release !== null) assert.equal(row.derived.yoy.reason, 'superseded');
    else assert.notEqual(row.derived.yoy.reason, 'superseded');
  }
});

/** What the model says of changes: newest release first, then by place, then by the rank of the document: the new one, where both are. */
function changesOf(numbers) {
  return [...numbers].reverse().flatMap((release) => {
    const seen = vintages.filter(({ since, until }) => since === release || until === release);
    const figures = seen.filter((one) => one.since === release || !seen.some((now) => same(now, one) && now.since === release)).sort(order);
    return figures.map((figure) => {
      const now = seen.find((one) => same(one, figure) && one.since === release);
      const old = seen.find((one) => same(one, figure) && one.until === release);
      const kind = !old ? 'inserted' : now ? 'revised' : 'deleted';
      const { region, period, document } = figure;
      return { release, kind, region, period, document, old: old?.value ?? null, new: now?.value ?? null,
        difference: kind === 'revised' ? now.value - old.value : null };
    });
  });
}
const brief = (row) => ({ release: row.release.id, kind: row.kind, region: row.region, period: row.period, document: row.document,
  old: row.old?.value ?? null, new: row.new?.value ?? null, difference: row.difference?.absolute.value ?? null });
async function walkChanges(query) {
  const rows = [];
  const matched = [];
  for (let next = `/v1/changes?${query}`; next;) {
    const page = await json(server, next);
    rows.push(...page.data.map(brief));
    matched.push(page.meta.matched);
    next = page.links.next;
  }
  for (const one of matched) assert.equal(one, rows.length, query);
  return rows;
}

test('changes are what differs from release to release, whole over pages, whatever is asked for', async () => {
  const numbers = [...served.keys()];
  const all = changesOf(numbers);
  for (const limit of [1000, 10, 1]) assert.deepEqual(await walkChanges(`limit=${limit}`), all);
  for (const release of numbers) {
    assert.deepEqual(await walkChanges(`release=${release}&limit=7`), all.filter((one) => one.release === release));
    assert.deepEqual(await walkChanges(`since=${release}`), all.filter((one) => one.release > release));
    assert.deepEqual(await walkChanges(`asOf=${release}&limit=9`), all.filter((one) => one.release <= release));
  }
  for (const kinds of ['inserted', 'revised', 'deleted', 'revised,deleted']) {
    assert.deepEqual(await walkChanges(`kind=${kinds}&limit=3`), all.filter(({ kind }) => kinds.split(',').includes(kind)), kinds);
  }
  const some = [['region=120116', (one) => one.region === '120116'], ['region=!120116', (one) => one.region !== '120116'],
    ['region=120116,120104&kind=revised', (one) => one.region !== '120000' && one.kind === 'revised'],
    ['period=2022..2023', (one) => ['2022', '2023'].includes(one.period)], [`document=${documents[2]}`, (one) => one.document === documents[2]],
    [`document=${moving}`, (one) => one.document === moving], [`document=!${documents[0]}&region=@county`, (one) => one.document !== documents[0] && one.region !== '120000'],
    ['indicator=patents_granted,preexam_requests_accepted', () => true], ['indicator=preexam_requests_accepted', () => false]];
  for (const [query, takes] of some) {
    for (const limit of [1000, 2]) assert.deepEqual(await walkChanges(`${query}&limit=${limit}`), all.filter(takes), query);
  }
});
