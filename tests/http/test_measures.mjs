// /v1/measures: the measures of the 17 departments and the tasks of Nankai, who is responsible, and what was reported of them.
// The numbers are counted in the two documents by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

const city = 'tianjin-2025-measures';
const district = 'nankai-2024-pilot-plan';
let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const measures = async (query) => (await json(server, `/v1/measures?limit=1000&${query}`)).data;
const matrix = async (query) => (await json(server, `/v1/measures/matrix?${query}`)).data;
const ids = (list) => list.map((one) => one.id);
const departments = (measure) => measure.departments.map((one) => one.id);

test('18 measures in six domains and 3 safeguards outside of all', async () => {
  const all = await measures(`document=${city}`);
  assert.deepEqual(all.map((one) => one.position), Array.from({ length: 21 }, (_, n) => n + 1));
  assert.deepEqual(all.map((one) => one.number), [...Array.from({ length: 18 }, (_, n) => n + 1), 1, 2, 3]);
  assert.deepEqual(all.map((one) => one.kind), [...Array(18).fill('measure'), ...Array(3).fill('safeguard')]);
  const domains = all.slice(0, 18).map((one) => one.domain);
  // 1-2, 3-6, 7-9, 10-13, 14-15, 16-18
  assert.deepEqual([...new Set(domains)].map((domain) => domains.filter((one) => one === domain).length), [2, 4, 3, 4, 2, 3]);
  assert.ok(all.slice(18).every((one) => one.domain === null && one.domain_name === null));
  assert.deepEqual([all[4].locator, all[17].locator, all[20].locator], ['二(二)5', '二(六)18', '三(三)']);
});

test('each measure has the departments of the document, in its order', async () => {
  const all = await measures(`document=${city}`);
  assert.deepEqual(all.map((one) => one.departments.length), [9, 2, 3, 6, 2, 9, 5, 7, 2, 5, 3, 2, 14, 4, 7, 7, 6, 10, 2, 4, 2]);
  assert.ok(all.every((one) => one.departments.every((department, n) => department.position === n + 1)));
  assert.deepEqual(departments(all[14]), ['tianjin-publicity', 'tianjin-foreign-affairs', 'tianjin-agriculture', 'tianjin-science', 'tianjin-ip',
    'tianjin-ccpit', 'binhai-government']);
  assert.deepEqual(departments(all[6]), ['tianjin-education', 'tianjin-science', 'tianjin-industry-it', 'tianjin-ip', 'tianjin-science-association']);
  assert.deepEqual(all[6].departments.map((one) => one.signatory), [false, false, true, true, true]);
  assert.deepEqual(departments(all[19]), ['tianjin-ip', 'tianjin-finance', 'tianjin-relevant-departments', 'tianjin-districts']);
});

test('the matrix has 103 links; 21 departments are responsible, of which 17 signed', async () => {
  const { totals, departments: rows, measures: columns, shared } = await matrix(`document=${city}&kind=measure`);
  assert.deepEqual(totals, { measures: 18, departments: 21, groups: 1, links: 103, signatories: 17 });
  assert.equal(shared, null);
  assert.deepEqual(rows.slice(0, 3).map((one) => [one.id, one.measures]), [['tianjin-ip', 17], ['tianjin-market-regulation', 11], ['tianjin-publicity', 9]]);
  // All but the third, which is of the courts, the procuratorate and the police.
  assert.deepEqual(rows[0].positions.flatMap((place, n) => (place === null ? [n + 1] : [])), [3]);
  assert.equal(rows[0].named_first, 3); // 5, 9 and 12
  assert.deepEqual(rows.filter((one) => one.org_type !== 'group' && one.signed.length === 0).map((one) => one.id).sort(),
    ['tianjin-culture-tourism', 'tianjin-education', 'tianjin-finance', 'tianjin-science']);
  assert.ok(rows.every((one) => one.positions.length === 18 && one.positions.filter((place) => place !== null).length === one.measures));
  assert.equal(rows.reduce((sum, one) => sum + one.measures, 0), 103);
  assert.equal(columns.reduce((sum, one) => sum + one.departments + one.groups, 0), 103);
  assert.deepEqual(columns.filter((one) => one.groups > 0).map((one) => one.number), [8, 10, 13]);
  assert.equal(columns[12].departments, 13);
});

test('with the safeguards there are 8 links more, and a second group', async () => {
  const { totals } = await matrix(`document=${city}`);
  assert.deepEqual(totals, { measures: 21, departments: 21, groups: 2, links: 111, signatories: 17 });
});

test('the tasks of Nankai and their units', async () => {
  const tasks = await measures(`document=${district}&kind=task`);
  assert.deepEqual(tasks.map((one) => one.departments.length), [5, 4, 6, 5, 7, 5, 6, 1, 6, 1, 7, 1, 5, 5, 3, 3, 3, 1]);
  assert.deepEqual(tasks.filter((one) => departments(one).includes('nankai-leading-group')).map((one) => one.number), [8, 10, 12, 18]);
  const { totals } = await matrix(`document=${district}`);
  assert.deepEqual(totals, { measures: 22, departments: 15, groups: 2, links: 80, signatories: 0 });
  const safeguards = await measures(`document=${district}&kind=safeguard`);
  assert.deepEqual(safeguards.map((one) => one.departments.length), [1, 1, 3, 1]);
});

test('groups are not expanded', async () => {
  const whole = await json(server, `/v1/measures?document=${city}&department=tianjin-districts`);
  assert.deepEqual(whole.data.map((one) => one.position), [8, 10, 13, 19, 20]);
  assert.ok(whole.meta.notes.some((note) => note.type === 'members-not-listed'));
  // Binhai is one of the 16 districts, and has only what it is named for.
  assert.deepEqual((await measures('department=binhai-government')).map((one) => one.number), [1, 12, 15]);
});

test('what two departments share', async () => {
  const both = await matrix(`document=${city}&department=tianjin-high-court,tianjin-customs`);
  assert.deepEqual(both.shared, [6, 13, 18].map((n) => `${city}-${String(n).padStart(2, '0')}`));
  // The court has 8 (1, 3, 6, 10, 13, 16, 17, 18), the customs 4 (4, 6, 13, 18).
  assert.deepEqual(both.departments.map((one) => [one.id, one.measures]), [['tianjin-high-court', 8], ['tianjin-customs', 4]]);
  assert.deepEqual(both.measures.map((one) => one.number), [1, 3, 4, 6, 10, 13, 16, 17, 18]);
  assert.equal((await matrix('department=tianjin-customs')).shared, null);
  assert.equal((await matrix('department=tianjin-customs,tianjin-customs')).shared, null);
  assert.deepEqual((await matrix('department=tianjin-customs,nankai-science')).shared, []);
});

test('the measures of a department, with its place in each', async () => {
  const { data, meta } = await json(server, '/v1/departments/tianjin-market-regulation/measures?kind=measure');
  assert.equal(meta.matched, 11);
  assert.deepEqual(data.map((one) => [one.number, one.place]), [[1, 7], [2, 1], [4, 4], [5, 2], [6, 7], [8, 4], [9, 2], [11, 2], [13, 10], [17, 5], [18, 8]]);
  assert.deepEqual((await json(server, '/v1/departments/tianjin-publicity/measures')).meta.matched, 9);
  const none = await json(server, '/v1/departments/hubei-ip/measures');
  assert.deepEqual([none.data, none.meta.notes.map((note) => note.type)], [[], ['no-data']]);
  assert.equal((await request(server, '/v1/departments/no-such-office/measures')).status, 404);
});

test('indicators and targets of a measure', async () => {
  const { data: adjudication } = await json(server, `/v1/measures/${city}-05?lang=en`);
  assert.deepEqual(adjudication.indicators.map((one) => [one.id, one.basis]),
    [['adjudication_levels', 'stated'], ['ip_protection_centers', 'stated'], ['patent_adjudication_cases_handled', 'subject']]);
  assert.deepEqual(adjudication.targets, ['tianjin-2025-2035-measures-04']);
  const { data: navigation } = await json(server, `/v1/measures/${district}-02`);
  assert.deepEqual(navigation.targets, ['nankai-2024-2026-26', 'nankai-2024-2026-27', 'nankai-2024-2026-28']);
  // Part one of the plan has 25 targets and no responsible unit: none of them is a target of a task.
  const tasks = await measures(`document=${district}`);
  const all = await Promise.all(tasks.map(async (one) => (await json(server, `/v1/measures/${one.id}`)).data.targets));
  assert.equal(all.flat().length, 8);
  // A threshold of the law is no target.
  assert.deepEqual((await json(server, `/v1/measures/${city}-14`)).data.targets, []);
  assert.deepEqual((await measures('indicator=peoples_mediation_levels')).map((one) => one.id), [`${city}-10`]);
  assert.equal((await request(server, `/v1/measures/${city}-99`)).status, 404);
});

test('the responsible units of a task are those of its targets', async () => {
  const { data } = await json(server, `/v1/plans/nankai-2024-2026/targets?limit=1000`);
  const tasks = await measures(`document=${district}&kind=task`);
  for (const target of data.filter((one) => one.responsible.length > 0)) {
    const task = tasks.find((one) => one.locator === target.locator);
    assert.deepEqual(departments(task), target.responsible.map((one) => one.department), target.id);
  }
});

test('measures without a report of a period', async () => {
  const all = ids(await measures(`document=${city}`));
  const without = await json(server, `/v1/measures?document=${city}&without_report=2025&limit=1000`);
  assert.deepEqual(ids(without.data), all.filter((id) => id !== `${city}-05` && id !== `${city}-12`));
  assert.ok(without.meta.notes.some((note) => note.type === 'no-report'));
  // Of the half-year two others, and a report of the year is not one of the half-year.
  assert.deepEqual(all.filter((id) => !['05', 's3'].includes(id.split('-').at(-1))), ids(await measures(`document=${city}&without_report=2025-H1`)));
  assert.equal((await measures(`document=${city}&without_report=2024`)).length, 21);
  assert.equal((await json(server, '/v1/departments/tianjin-ip/measures?without_report=2025&kind=measure')).meta.matched, 15);
});

test('reports, the latest first, and what they rest on is marked', async () => {
  const { data, meta } = await json(server, `/v1/measures/${city}-05`);
  assert.deepEqual(data.reports.map((one) => [one.period, one.status, one.evidence]),
    [['2025', 'done', null], ['2025-H1', 'in_progress', 'binhai-2024-rule-of-law']]);
  assert.deepEqual(data.latest_report, data.reports[0]);
  assert.equal(meta.synthetic, true);
  assert.deepEqual([data.synthetic, data.latest_report.synthetic], [true, true]);
  // The same in JSON and in CSV, measure by measure.
  const said = (await measures(`document=${city}`)).map((one) => [one.id, String(one.synthetic)]);
  const table = parseTable((await request(server, `/v1/measures.csv?document=${city}`)).text);
  assert.deepEqual(table.map((row) => [row.id, row.synthetic]), said);
  assert.deepEqual([...new Set(said.map(([, made]) => made))].sort(), ['false', 'true']);
  assert.deepEqual(meta.documents.map((one) => one.id), ['binhai-2024-rule-of-law', 'sample-measure-reports', city]);
  const plain = await json(server, `/v1/measures/${city}-06`);
  assert.deepEqual([plain.data.latest_report, plain.data.reports, plain.meta.synthetic], [null, [], false]);
});

test('CSV has a row for a measure, and one for a link', async () => {
  const rows = parseTable((await request(server, `/v1/measures.csv?document=${city}&limit=1000&department=tianjin-ip&lang=en`)).text);
  assert.equal(rows.length, 19);
  assert.deepEqual([rows[4].id, rows[4].title, rows[4].departments, rows[4].place, rows[4].synthetic],
    [`${city}-06`, 'Work across departments and regions',
      'tianjin-publicity;tianjin-high-court;tianjin-procuratorate;tianjin-public-security;tianjin-agriculture;tianjin-culture-tourism;tianjin-market-regulation;tianjin-ip;tianjin-customs',
      '8', 'false']);
  assert.deepEqual([rows[3].latest_report_period, rows[3].status, rows[3].synthetic], ['2025', 'done', 'true']);
  const links = parseTable((await request(server, `/v1/measures/matrix.csv?document=${city}&kind=measure`)).text);
  assert.equal(links.length, 103);
  assert.equal(new Set(links.filter((one) => one.signatory === 'true').map((one) => one.department)).size, 17);
  assert.deepEqual([links[0].measure, links[0].department, links[0].position, links[0].synthetic], [`${city}-01`, 'tianjin-publicity', '1', 'false']);
});

test('pages are the whole, also as CSV', async () => {
  const whole = ids(await measures(''));
  assert.equal(whole.length, 43);
  assert.deepEqual(whole, [...whole].sort((a, b) => (a.startsWith(city) - b.startsWith(city)) || whole.indexOf(a) - whole.indexOf(b)));
  for (const format of ['json', 'csv']) {
    const found = [];
    for (let at = `/v1/measures.${format}?limit=5`; at;) {
      const answer = await request(server, at);
      assert.equal(answer.status, 200, answer.text);
      found.push(...(format === 'csv' ? parseTable(answer.text) : answer.json().data).map((one) => one.id));
      at = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
    }
    assert.deepEqual(found, whole, format);
  }
});

test('titles are in the language asked for', async () => {
  const [chinese] = await measures(`document=${city}&kind=measure&lang=zh`);
  const [english] = await measures(`document=${city}&kind=measure&lang=en`);
  assert.match(chinese.title, /\p{Script=Han}/u);
  assert.doesNotMatch(english.title, /\p{Script=Han}/u);
  assert.deepEqual(chinese.titles, english.titles);
  assert.deepEqual([chinese.domain_name, english.domain_name], ['政策体系', 'Policies']);
});
