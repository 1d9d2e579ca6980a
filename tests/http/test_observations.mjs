// /v1/observations: the published figures, found by every selector, in a total and stable order, whole over pages.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseCsv, parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, dataPackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const all = async (query) => {
  const rows = [];
  let target = `/v1/observations?${query}`;
  while (target) {
    const page = await json(server, target);
    rows.push(...page.data);
    target = page.links.next;
  }
  return rows;
};
const keyOf = (row) => [row.indicator, row.region, JSON.stringify(row.breakdown), row.measure, row.definition, row.period].join(' ');

test('inventions of Tianjin: the repaired level, its growth, and the second-hand value before', async () => {
  const answer = await request(server, '/v1/observations?region=120000&indicator=invention_patents_in_force');
  const { data } = answer.json();
  const find = (period, measure) => data.find((row) => row.period === period && row.measure === measure);
  const level = find('2021-12-31', 'level');
  assert.equal(level.value, 43400);
  assert.equal(level.lower, 43350);
  assert.equal(level.upper, 43450);
  assert.equal(level.extraction, 'repaired');
  assert.equal(level.raw, '4.34件');
  assert.equal(level.document, 'tianjin-2021-summary');
  assert.equal(level.unit, 'piece');
  assert.equal(level.accumulation, 'stock');
  assert.equal(level.status, 'A');
  assert.deepEqual(level.breakdown, {});
  const growth = find('2021-12-31', 'yoy');
  assert.equal(growth.value, 13.78);
  assert.equal(growth.unit, 'percent');
  assert.match(answer.text, /"value":13\.78,/);
  const before2021 = find('2019-12-31', 'level');
  assert.equal(before2021.value, 34700);
  assert.equal(before2021.status, 'U');
  assert.equal(data.length, 3);
});

test('every readable figure of the data packages is found by its indicator and region, exactly as published', async () => {
  let seen = 0;
  for (const folder of await dataPackages()) {
    let text;
    try { text = await readFile(path.join(folder, 'observation.csv'), 'utf8'); } catch { continue; }
    for (const row of parseTable(text)) {
      const dimensions = row.breakdown ? row.breakdown.split(';').map((pair) => pair.split('=')) : [];
      const query = [`indicator=${row.indicator}`, `region=${row.region}`, ...dimensions.map(([dimension, code]) => `breakdown[${dimension}]=${code}`)].join('&');
      const answer = await request(server, `/v1/observations?${query}&limit=1000`);
      const wanted = answer.json().data.filter((found) => found.period === row.period && found.measure === row.measure && found.definition === row.definition
        && JSON.stringify(found.breakdown) === JSON.stringify(Object.fromEntries(dimensions)));
      if (row.indicator === 'disciplinary_talks') {
        assert.equal(wanted.length, 0);
        continue;
      }
      assert.equal(wanted.length, 1, query);
      const [found] = wanted;
      assert.equal(found.value, row.value === '' ? null : Number(row.value), query);
      if (row.value !== '') assert.ok(answer.text.includes(`"value":${row.value},`), `${query}: ${row.value} is not there as printed`);
      for (const [name, other] of [['lower', row.lower], ['upper', row.upper]]) assert.equal(found[name], other === '' ? null : Number(other), `${query} ${name}`);
      for (const name of ['unit', 'bound', 'accumulation', 'status', 'extraction', 'document', 'locator']) assert.equal(found[name], row[name], `${query} ${name}`);
      for (const [name, text] of [['raw', row.raw], ['note', row.note_zh]]) assert.equal(found[name], text === '' ? null : text, `${query} ${name}`);
      assert.equal(found.release, 1);
      seen += 1;
    }
  }
  assert.ok(seen >= 160, `only ${seen} figures`);
});

test('pages of any size give the same rows in the same order, each once', async () => {
  for (const query of ['', 'measure=level', 'region=120000/*,120000', 'sort=-value', 'sort=period,-value', 'sort=-region', 'breakdown[level]=*', 'last=1']) {
    const whole = (await json(server, `/v1/observations?${query}&limit=1000`));
    const keys = whole.data.map(keyOf);
    assert.equal(new Set(keys).size, keys.length, query);
    assert.equal(whole.meta.matched, keys.length, query);
    assert.equal(whole.links.next, undefined);
    for (const limit of [1, 7, 50]) {
      const paged = (await all(`${query}&limit=${limit}`)).map(keyOf);
      assert.deepEqual(paged, keys, `${query} limit=${limit}`);
    }
  }
});

test('selectors divide the figures: what is selected and what is excluded make the whole', async () => {
  const count = async (query) => (await json(server, `/v1/observations?${query}&limit=1`)).meta.matched;
  const total = await count('');
  assert.ok(total > 100);
  for (const [name, code] of [['region', '120116'], ['indicator', 'patents_in_force'], ['document', 'binhai-2024-rule-of-law'], ['status', 'A'],
    ['extraction', 'verbatim'], ['measure', 'level']]) {
    const selected = await count(`${name}=${code}`);
    assert.ok(selected > 0, name);
    assert.equal(selected + await count(`${name}=!${code}`), total, name);
  }
});

test('regions: children, descendants, levels, groups', async () => {
  const regions = async (query) => new Set((await all(query)).map((row) => row.region));
  const districts = await regions('region=120000/*');
  assert.ok(districts.has('120116') && districts.has('120118') && !districts.has('120000') && !districts.has('420100'));
  const below = await regions('region=100000/**');
  assert.ok(below.has('120000') && below.has('120116') && below.has('420100') && !below.has('100000'));
  assert.deepEqual(await regions('region=@country'), new Set(['100000']));
  const central = await regions('region=CENTRAL_6');
  assert.ok([...central].every((code) => code >= '120101' && code <= '120106') && central.size > 0);
  assert.deepEqual(await regions('region=120116,120000,!120116'), new Set(['120000']));
  const counties = await regions('region=@county');
  assert.ok(counties.has('120116'));
  assert.deepEqual(await regions('region=@district'), counties);
  assert.deepEqual(await regions('region=100000/**,!@district'), await regions('region=100000/**,!@county'));
  counties.delete('120116');
  assert.deepEqual(await regions('region=@district,!120116'), counties);
});

test('a region code that is no longer in force names what it went into', async () => {
  const into = async (query) => (await json(server, `/v1/observations?${query}&lang=en`)).meta.notes
    .filter((note) => note.type === 'code-not-in-force').map((note) => note.detail);
  const [detail, ...others] = await into('region=120107');
  assert.match(detail ?? '', /\b120116\b/);
  assert.deepEqual(others, []);
  assert.deepEqual(await into('region=120107,120221').then((details) => details.length), 2);
  assert.deepEqual(await into('region=120116'), []);
  assert.deepEqual(await into('region=!120107&limit=1'), []);
  assert.deepEqual((await json(server, '/v1/regions/120107?lang=en')).meta.notes.map((note) => note.detail), [detail]);
});

test('latest beside other periods: no hint denies figures that stand there', async () => {
  const notes = async (query) => (await json(server, `/v1/observations?${query}`)).meta.notes.map((note) => note.type);
  // Years and instants: no period is common to both, and 2021 has figures all the same.
  const both = 'region=120000&indicator=patents_granted,trademarks_in_force&measure=level';
  assert.ok((await notes(`${both}&period=latest`)).includes('no-common-period'));
  const beside = await notes(`${both}&period=latest,2021`);
  assert.ok(beside.includes('latest-adds-nothing') && !beside.includes('no-common-period'));
  const found = await json(server, '/v1/observations?region=120000&indicator=trademarks_in_force&measure=level&period=latest,2016');
  assert.deepEqual(found.data.map((row) => [row.period, row.value]), [['2016-12-31', 134000], ['2021-12-31', 352600]]);
  assert.ok(found.meta.notes.some((note) => note.type === 'latest-period'));
});

test('first and last of each series', async () => {
  const trademarks = async (query) => (await json(server, `/v1/observations?region=120000&indicator=trademarks_in_force&measure=level&${query}`)).data
    .map((row) => row.period);
  assert.deepEqual(await trademarks('first=1'), ['2016-12-31']);
  assert.deepEqual(await trademarks('last=1'), ['2021-12-31']);
  assert.deepEqual(await trademarks('first=1&last=1'), ['2016-12-31', '2021-12-31']);
  assert.deepEqual(await trademarks('first=2&last=2'), ['2016-12-31', '2019-12-31', '2021-12-31']);
});

test('periods: what lies wholly within, ranges, open ends, frequencies', async () => {
  const periods = async (query) => new Set((await all(query)).map((row) => row.period));
  const of2021 = await periods('period=2021');
  assert.ok(of2021.has('2021') && of2021.has('2021-12-31') && of2021.has('2021-H1') && !of2021.has('2020'));
  assert.deepEqual(await periods('period=2021-H1'), new Set(['2021-H1']));
  assert.deepEqual(await periods('period=2021-S1'), new Set(['2021-H1']));
  assert.deepEqual(await periods('period=2021&freq=I'), new Set(['2021-12-31']));
  const until = await periods('period=..2019');
  assert.ok(until.has('2016-12-31') && until.has('2019') && [...until].every((code) => code.slice(0, 4) <= '2019'));
  const from = await periods('period=2024..');
  assert.ok(from.has('2024') && from.has('2025') && [...from].every((code) => code.slice(0, 4) >= '2024'));
});

test('period=latest is the latest period that every selected series has', async () => {
  const rows = await all('indicator=trademarks_in_force,patents_in_force&region=120000,120116&measure=level&period=latest');
  assert.deepEqual(rows.length, 0);
  const city = await all('indicator=trademarks_in_force,patents_in_force&region=120000&measure=level&period=latest');
  assert.deepEqual(city.map((row) => [row.indicator, row.period, row.value]), [['patents_in_force', '2021-12-31', 308000], ['trademarks_in_force', '2021-12-31', 352600]]);
});

test('without a breakdown filter: the total where there is one, with a hint, and the parts where there is none', async () => {
  const awards = await json(server, '/v1/observations?indicator=china_patent_awards&region=120000');
  assert.deepEqual(awards.data.map((row) => [row.breakdown, row.value]), [[{ award_session: '22' }, 20]]);
  assert.ok(awards.meta.notes.some((note) => note.type === 'has-breakdowns'));
  const levels = await json(server, '/v1/observations?indicator=ip_standardized_markets&region=120000');
  assert.deepEqual(levels.data.map((row) => [row.breakdown.level, row.value]).sort(), [['municipal', 18], ['national', 6]]);
});

test('a breakdown is opened by name, and has just the dimensions named', async () => {
  const parts = await json(server, '/v1/observations?indicator=china_patent_awards&breakdown[award_session]=22&breakdown[award_type]=*');
  assert.deepEqual(parts.data.map((row) => row.value).sort((a, b) => a - b), [1, 1, 18]);
  const none = await json(server, '/v1/observations?indicator=china_patent_awards&breakdown[award_type]=*');
  assert.deepEqual(none.data, []);
  assert.ok(none.meta.notes.some((note) => note.type === 'has-breakdowns'));
  const one = await json(server, '/v1/observations?indicator=ip_standardized_markets&region=120000&breakdown%5Blevel%5D=national');
  assert.deepEqual(one.data.map((row) => row.value), [6]);
});

test('breakdown[*]=* opens every dimension, named ones stay named', async () => {
  const matched = async (query) => (await json(server, `/v1/observations?indicator=china_patent_awards&${query}`)).data.map((row) => row.value).sort((a, b) => a - b);
  assert.deepEqual(await matched('breakdown[*]=*'), [1, 1, 18, 20]);
  assert.deepEqual(await matched('breakdown[award_session]=22&breakdown[*]=*'), [1, 1, 18, 20]);
  assert.deepEqual(await matched('breakdown[award_type]=patent_excellence&breakdown[*]=*'), [18]);
  const refused = await request(server, '/v1/observations?breakdown[*]=x');
  assert.equal(refused.status, 400);
  assert.equal(refused.json().errors[0].name, 'breakdown[*]');
});

test('a note is in the language of the answer, in JSON and CSV', async () => {
  const query = 'indicator=preexam_requests_accepted&region=120116&period=2024&fields=note';
  const notes = { zh: '“累计”指2024年1月至12月，不是中心成立以来。', en: '"Cumulative" means January to December 2024, not since the centre opened.' };
  for (const [lang, note] of Object.entries(notes)) {
    assert.deepEqual((await json(server, `/v1/observations?${query}&lang=${lang}`)).data, [{ note }]);
    assert.deepEqual(parseCsv((await request(server, `/v1/observations.csv?${query}&lang=${lang}`)).text), [['note'], [note]]);
  }
});

test('a row of one empty cell is no empty line', async () => {
  const answer = await request(server, '/v1/observations.csv?fields=note&limit=1000');
  const { meta } = await json(server, '/v1/observations?limit=1');
  assert.equal(parseCsv(answer.text).length, meta.matched + 1);
  assert.ok(!answer.text.includes('\r\n\r\n'));
});

test('what a breakdown keeps out is not said to be unpublished', async () => {
  const { data, meta } = await json(server, '/v1/observations?indicator=china_patent_awards&value=eq:18');
  assert.deepEqual(data, []);
  assert.deepEqual(meta.notes.map((note) => note.type), ['has-breakdowns']);
});

test('values compare exactly', async () => {
  const values = async (query) => (await all(`indicator=invention_patents_in_force_per_10k&${query}`)).map((row) => row.value).sort((a, b) => a - b);
  assert.deepEqual(await values('value=ge:22.3'), [22.3, 31.3, 32.47]);
  assert.deepEqual(await values('value=gt:22.3'), [31.3, 32.47]);
  assert.deepEqual(await values('value=gt:14.7,lt:31.3'), [22.3]);
  assert.deepEqual(await values('value=eq:32.47'), [32.47]);
});

test('sort=-value is by value, largest first, missing last', async () => {
  const rows = await all('measure=level&sort=-value');
  for (let n = 1; n < rows.length; n += 1) {
    if (rows[n].value !== null) assert.ok(rows[n - 1].value !== null && rows[n - 1].value >= rows[n].value);
  }
  assert.equal(rows[0].value, 20000000);
});

test('fields keep order and leave the rest out', async () => {
  const { data } = await json(server, '/v1/observations?fields=region,period,value&limit=3');
  for (const row of data) assert.deepEqual(Object.keys(row), ['region', 'period', 'value']);
});

test('CSV has the same rows as JSON, one line each, RFC 4180', async () => {
  const answer = await request(server, '/v1/observations.csv?document=tianjin-2021-summary&limit=1000');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8; header=present');
  assert.match(answer.headers['content-disposition'], /^attachment; filename="observations\.csv"$/);
  assert.ok(answer.text.endsWith('\r\n') && !/[^\r]\n/.test(answer.text));
  const rows = parseTable(answer.text);
  const { data } = await json(server, '/v1/observations?document=tianjin-2021-summary&limit=1000');
  assert.equal(rows.length, data.length);
  rows.forEach((row, n) => {
    assert.equal(Number(row.value), data[n].value);
    assert.equal(row.indicator_name, data[n].indicator_name);
    assert.equal(row.raw, data[n].raw ?? '');
    assert.equal(row.breakdown, Object.entries(data[n].breakdown).map(([dimension, code]) => `${dimension}=${code}`).join(';'));
  });
  const negative = await request(server, '/v1/observations.csv?indicator=ip_case_avg_handling_days&fields=value');
  assert.deepEqual(parseCsv(negative.text), [['value'], ['57'], ['-36']]);
  const chosen = await request(server, '/v1/observations.csv?limit=2&fields=value,region&bom=true');
  assert.equal(chosen.body.subarray(0, 3).toString('hex'), 'efbbbf');
  assert.deepEqual(parseCsv(chosen.text)[0], ['value', 'region']);
});

test('a known code without figures: 200, empty, with a hint', async () => {
  const { data, meta } = await json(server, '/v1/observations?region=420200');
  assert.deepEqual(data, []);
  assert.equal(meta.matched, 0);
  assert.ok(meta.notes.some((note) => note.type === 'no-data'));
});

test('a restricted indicator answers empty and says why', async () => {
  const { data, meta } = await json(server, '/v1/observations?indicator=disciplinary_talks&breakdown[form]=*');
  assert.deepEqual(data, []);
  assert.ok(meta.notes.some((note) => note.type === 'restricted'));
});

test('the documents of the page are named', async () => {
  const { meta } = await json(server, '/v1/observations?indicator=preexam_requests_accepted&lang=en');
  assert.deepEqual(meta.documents.map((one) => [one.id, one.href]), [['binhai-2024-rule-of-law', '/v1/documents/binhai-2024-rule-of-law']]);
});

test('a cursor serves only its own request', async () => {
  const first = await json(server, '/v1/observations?limit=5');
  const cursor = new URLSearchParams(first.links.next.split('?')[1]).get('cursor');
  for (const target of [`/v1/observations?limit=5&region=120116&cursor=${cursor}`, `/v1/observations?sort=-value&limit=5&cursor=${cursor}`,
    `/v1/regions?cursor=${cursor}`, `/v1/observations?limit=5&cursor=${cursor.slice(0, -2)}AA`, '/v1/observations?cursor=AAAAAAAAAAAA']) {
    const answer = await request(server, target);
    assert.equal(answer.status, 400, target);
    assert.equal(answer.json().type, '/problems/bad-cursor');
  }
});
