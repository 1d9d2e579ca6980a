// /v1/series: columns over time, dense, with the gaps in sight.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('trademarks in force of Tianjin at year ends, with the years nobody published', async () => {
  const { data } = await json(server, '/v1/series?indicator=trademarks_in_force&region=120000&measure=level');
  assert.equal(data.length, 1);
  const [series] = data;
  assert.deepEqual(series.periods, ['2016-12-31', '2017-12-31', '2018-12-31', '2019-12-31', '2020-12-31', '2021-12-31']);
  assert.deepEqual(series.values, [134000, null, null, 246000, null, 352600]);
  assert.deepEqual(series.status, ['A', null, null, 'U', null, 'A']);
  assert.equal(series.freq, 'I');
  assert.equal(series.unit, 'piece');
});

test('all columns are as long as the periods', async () => {
  const { data, meta } = await json(server, '/v1/series?limit=1000');
  assert.equal(meta.matched, data.length);
  assert.ok(data.length > 100);
  for (const series of data) {
    for (const column of ['values', 'lower', 'upper', 'bound', 'status', 'extraction', 'document']) {
      assert.equal(series[column].length, series.periods.length, `${series.indicator} ${column}`);
    }
    assert.notEqual(series.status.at(0), null);
    assert.notEqual(series.status.at(-1), null);
    assert.deepEqual([...series.periods].sort(), series.periods);
  }
});

test('first and last points: what was left out is no gap', async () => {
  const trademarks = async (query) => {
    const [{ periods, values }] = (await json(server, `/v1/series?indicator=trademarks_in_force&region=120000&measure=level&${query}`)).data;
    return periods.map((period, n) => [period, values[n]]);
  };
  assert.deepEqual(await trademarks('last=1'), [['2021-12-31', 352600]]);
  assert.deepEqual(await trademarks('last=2'), [['2019-12-31', 246000], ['2020-12-31', null], ['2021-12-31', 352600]]);
  assert.deepEqual(await trademarks('first=1'), [['2016-12-31', 134000]]);
  assert.deepEqual(await trademarks('first=1&last=1'), [['2016-12-31', 134000], ['2021-12-31', 352600]]);
  assert.equal((await trademarks('first=2&last=1')).length, 6);
});

test('a change of definition is another series', async () => {
  const { data } = await json(server, '/v1/series?indicator=invention_patents_in_force_per_10k&region=120000&measure=level');
  assert.equal(data.length, 2);
  assert.notEqual(data[0].definition, data[1].definition);
});

test('pages of series are whole series, each once', async () => {
  const whole = (await json(server, '/v1/series?limit=1000')).data;
  const paged = [];
  let target = '/v1/series?limit=13';
  while (target) {
    const page = await json(server, target);
    paged.push(...page.data);
    target = page.links.next;
  }
  assert.deepEqual(paged, whole);
});

test('derived columns are as long as the periods, name their bases, and begin compound growth with the first point shown', async () => {
  const [series] = (await json(server, '/v1/series?indicator=trademarks_in_force&region=120000&measure=level&derive=yoy,cagr,share')).data;
  assert.deepEqual(Object.keys(series.derived), ['yoy', 'cagr', 'share']);
  for (const column of Object.values(series.derived)) {
    for (const name of ['values', 'lower', 'upper', 'reasons', 'bases']) assert.equal(column[name].length, series.periods.length, name);
  }
  // No figure is of the end of 2020 or 2018; (352600 / 134000)^(1/5) is 1.21350, (352600 / 246000)^(1/2) is 1.19722.
  assert.deepEqual(series.derived.yoy.reasons, ['no-base', null, null, 'no-base', null, 'no-base']);
  assert.equal(series.derived.yoy.unit, 'percent');
  assert.equal(series.derived.cagr.values.at(-1), 21.35);
  assert.deepEqual(series.derived.cagr.bases.at(-1), { region: '120000', period: '2016-12-31' });
  assert.ok(series.derived.cagr.lower.at(-1) < 21.35 && series.derived.cagr.upper.at(-1) > 21.35);
  const [last] = (await json(server, '/v1/series?indicator=trademarks_in_force&region=120000&measure=level&derive=cagr&last=2')).data;
  assert.deepEqual(last.derived.cagr.values, [null, null, 19.72]);
  assert.deepEqual(last.derived.cagr.reasons, ['no-base', null, null]);
  assert.equal((await json(server, '/v1/series?limit=1')).data[0].derived, undefined);
});

test('derived columns say what observations say of the same figures', async () => {
  const query = 'region=120000,120116&limit=1000&derive=yoy,change,share,rank,per_10k';
  const rows = (await json(server, `/v1/observations?${query}`)).data;
  const entries = (await json(server, `/v1/series?${query}`)).data;
  const place = (row, period) => JSON.stringify([row.indicator, row.region, row.breakdown, row.measure, row.definition, row.unit, period]);
  const derived = new Map(rows.map((row) => [place(row, row.period), row.derived]));
  let compared = 0;
  for (const entry of entries) {
    entry.periods.forEach((period, n) => {
      const figure = derived.get(place(entry, period));
      if (!figure) return;
      for (const [kind, column] of Object.entries(entry.derived)) {
        const { value, lower, upper, reason } = figure[kind];
        assert.deepEqual([column.values[n], column.lower[n], column.upper[n], column.reasons[n]], [value, lower, upper, reason], `${entry.indicator} ${period} ${kind}`);
        compared += value !== null;
      }
    });
  }
  assert.ok(compared > 20);
});
