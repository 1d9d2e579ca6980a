// Mediations: handlings and disputes are two counts, and confirmations are of disputes. The records are those of
// tests/http/samples/disputes; expected numbers are worked out by hand from them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import path from 'node:path';
import { json, request } from './lib/http.mjs';
import { writePackage } from './lib/package.mjs';
import { publishTables } from './lib/publish.mjs';
import { Server, dataPackages, root, run } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: [...await dataPackages(), path.join(root, 'tests/http/samples/disputes')] }); });
after(async () => { await server.stop(); });

const keyOf = ({ dispute, position }) => `${dispute.slice(-4)}/${position}`;

test('each handling is an entry, in the order of opening, page by page', async () => {
  const { data, meta } = await json(server, '/v1/mediations');
  assert.deepEqual(data.map(keyOf), ['0002/1', '0008/1', '0002/2', '0011/1', '0005/1']);
  assert.equal(meta.matched, 5);
  assert.equal(meta.synthetic, true);
  const pages = [];
  for (let next = '/v1/mediations?limit=2'; next;) {
    const page = await json(server, next);
    pages.push(page.data.map(keyOf));
    next = page.links.next;
  }
  assert.deepEqual(pages, [['0002/1', '0008/1'], ['0002/2', '0011/1'], ['0005/1']]);
  assert.deepEqual([data[0].days, data[0].outcome, data[0].dispute_type], [39, 'failed', 'patent_infringement']);
  assert.deepEqual([data[4].days, data[4].outcome, data[4].closed_on], [null, null, null]);
});

test('filters', async () => {
  const keys = async (query) => (await json(server, `/v1/mediations?${query}`)).data.map(keyOf);
  assert.deepEqual(await keys('dispute=sample-2024-0002'), ['0002/1', '0002/2']);
  assert.deepEqual(await keys('channel=people,workstation'), ['0002/2', '0011/1', '0005/1']);
  assert.deepEqual(await keys('region=120116'), ['0011/1', '0005/1'], 'the zone is in the district');
  assert.deepEqual(await keys('state=open'), ['0005/1']);
  assert.deepEqual(await keys('outcome=agreement&closed=2024-Q2'), ['0008/1', '0002/2']);
  assert.deepEqual(await keys('ip_type=trademark'), ['0008/1']);
  assert.deepEqual(await keys('opened=2024-05-11..'), ['0002/2', '0011/1', '0005/1']);
  const wrong = await request(server, '/v1/mediations?dispute=sample-2024-0099');
  assert.deepEqual([wrong.status, wrong.json().type, wrong.json().errors[0].name], [400, '/problems/unknown-code', 'dispute']);
  const csv = await request(server, '/v1/mediations.csv?dispute=sample-2024-0008&lang=en');
  assert.equal(csv.text.split('\r\n')[1], 'sample-2024-0008,1,administrative,120104,Nankai District,trademark,trademark_infringement,2024-05-05,2024-05-25,agreement,20,sample-disputes,true');
});

test('a dispute that two bodies handled is two handlings and one dispute', async () => {
  const [year] = (await json(server, '/v1/mediations/statistics?region=120000&period=2024')).data;
  assert.deepEqual(year.handlings, { opened: 4, closed: 4, agreements: 2, success: 50 });
  assert.deepEqual(year.disputes, { opened: 3, closed: 3, agreements: 2, success: 66.7 });
  assert.deepEqual(year.overlap, { opened: 1, closed: 1, agreements: 0 });
  assert.deepEqual(year.channels.map(({ channel, closed, agreements }) => [channel, closed, agreements]), [['administrative', 2, 1], ['people', 1, 1], ['workstation', 1, 0]]);
  // 18, 20, 23, 39
  assert.deepEqual([year.duration.mean, year.duration.median, year.duration.p25], [25, 21.5, 19.5]);
  assert.deepEqual(year.confirmations, { confirmed: 1, refused: 1, withdrawn: 0, share: 50 });
});

test('groups; confirmations are of the region of the dispute, and of no channel', async () => {
  const rows = async (query) => (await json(server, `/v1/mediations/statistics?${query}`)).data;
  const channels = await rows('period=2024&group_by=channel');
  assert.deepEqual(channels.map(({ group, disputes, confirmations }) => [group.channel, disputes.closed, confirmations]), [['administrative', 2, null], ['people', 1, null], ['workstation', 1, null]]);
  const regions = await rows('region=120101,120104,120116&period=2024&group_by=region');
  assert.deepEqual(regions.map(({ region, handlings, disputes, confirmations }) => [region, handlings.closed, disputes.closed, confirmations.confirmed, confirmations.refused]),
    [['120101', 2, 1, 0, 1], ['120104', 1, 1, 1, 0], ['120116', 1, 1, 0, 0]]);
  const halves = await rows('period=2024..2025&group_by=half&ip_type=patent');
  assert.deepEqual(halves.map(({ period, handlings }) => [period, handlings.opened, handlings.closed]), [['2024-H1', 2, 2], ['2024-H2', 1, 1], ['2025-H1', 1, 0]]);
  const [then] = await rows('period=2024&on=2024-05-31');
  assert.deepEqual([then.handlings.opened, then.handlings.closed], [3, 2], 'as it was known on the day');
});

test('statistics as CSV say what JSON says', async () => {
  const csv = await request(server, '/v1/mediations/statistics.csv?period=2024&region=120000&group_by=region');
  const [head, row] = csv.text.split('\r\n').map((line) => line.split(','));
  assert.deepEqual(['region', 'disputes_closed', 'handlings_closed', 'disputes_success', 'duration_median', 'confirmed', 'confirmed_share', 'synthetic'].map((name) => row[head.indexOf(name)]),
    ['120000', '3', '4', '66.7', '21.5', '1', '50.0', 'true']);
});

test('an agreement is confirmed when it was made before the court was asked, not by one of another body afterwards', async () => {
  const document = [{ document: 'wuhan-cases', title_zh: 'x', title_en: 'x', publisher_zh: 'x', publisher_en: 'x', region: '420100', kind: 'register', doc_no: '', index_no: '', signed_on: '', published_on: '', reliability: 'weak',
    publisher_rank: '99', note_zh: '', note_en: '', synthetic: 'no', covers_from: '2024-01-01', covers_to: '2024-12-31' }];
  const dispute = ['wuhan-1', 'wuhan-2', 'wuhan-3'].map((id) => ({ dispute: id, case_no: '', region: '420100', org_level: 'district', dispute_type: 'patent_infringement', ip_type: 'patent', route: 'administrative_mediation',
    patent_type: 'design', e_commerce: 'no', foreign_related: 'no', exhibition: 'no', simplified: 'no', requester_type: '', filed_on: '2024-01-02', extended: 'no', closed_on: '', outcome: '', published_on: '', litigation: 'no', document: 'wuhan-cases' }));
  const handled = (id, position, channel, opened_on, closed_on) => ({ dispute: id, position, channel, region: '420100', opened_on, closed_on, outcome: 'agreement', document: 'wuhan-cases' });
  // on the day on which the court was asked, and one day after it; the third was agreed by people's mediation alone
  const mediation = [handled('wuhan-1', '1', 'administrative', '2024-03-05', '2024-03-10'), handled('wuhan-2', '1', 'people', '2024-02-01', '2024-03-01'),
    handled('wuhan-2', '2', 'administrative', '2024-03-05', '2024-03-11'), handled('wuhan-3', '1', 'people', '2024-02-01', '2024-03-01')];
  const judicial_confirmation = dispute.map(({ dispute: id }) => ({ dispute: id, requested_on: '2024-03-10', accepted_on: '', decided_on: '2024-03-20', result: 'confirmed', document: 'wuhan-cases' }));
  const other = await Server.start({ packages: await dataPackages() });
  try {
    await publishTables(other, 'wuhan', { document, dispute, mediation, judicial_confirmation });
    const { data } = await json(other, '/v1/observations?indicator=mediation_judicial_confirmations&region=420100&period=2024&freq=A');
    assert.deepEqual(data.map(({ value, origin }) => [value, origin]), [[1, 'records']]);
    const [whole] = (await json(other, '/v1/mediations/statistics?region=420100&period=2024')).data;
    assert.equal(whole.confirmations.confirmed, 3);
  } finally {
    await other.stop();
  }
});

test('a load refuses what goes before the case or after it', async () => {
  const document = 'sample-disputes';
  const suspension = (starts_on, dispute = 'sample-2024-0003') => ({ dispute, starts_on, ends_on: '', reason: '', document });
  const mediation = (opened_on, position = '9') => ({ dispute: 'sample-2024-0002', position, channel: 'people', region: '120101', opened_on, closed_on: '', outcome: '', document });
  const dispute = (ip_type, patent_type) => ({
    dispute: 'sample-x', case_no: '', region: '120101', org_level: 'district', dispute_type: 'trademark_infringement', ip_type, route: 'adjudication', patent_type, e_commerce: 'no', foreign_related: 'no',
    exhibition: 'no', simplified: 'no', requester_type: '', filed_on: '2024-01-02', extended: 'no', closed_on: '', outcome: '', published_on: '', litigation: 'no', document });
  const cases = [
    ['bounds', { dispute: [dispute('trademark', '')], dispute_suspension: [suspension('2024-10-15'), suspension('2025-02-14')], mediation: [mediation('2024-02-01', '3')] }, ''],
    ['before', { dispute_suspension: [suspension('2024-10-14')] }, 'column starts_on, "2024-10-14": is before the case was filed'],
    ['after', { dispute_suspension: [suspension('2025-02-15')] }, 'column starts_on, "2025-02-15": is after the case was closed'],
    ['opened', { mediation: [mediation('2024-01-31')] }, 'column opened_on, "2024-01-31": is before the case was filed'],
    ['position', { mediation: [mediation('2024-03-01', '0')] }, 'column position, "0": is not above 0'],
    ['patent', { dispute: [dispute('trademark', 'invention')] }, 'column patent_type, "invention": is there, and the case is not one of patents'],
    ['of-the-load', { dispute: [dispute('trademark', '')], dispute_suspension: [suspension('2024-01-01', 'sample-x')] }, 'line 2, column starts_on, "2024-01-01": is before the case was filed'],
  ];
  for (const [name, tables, reason] of cases) {
    const folder = await writePackage(path.join(server.folder, name), tables, { synthetic: true });
    const loaded = await run(['load', '--db', server.db, '--dry-run', folder]);
    const told = `${name}: ${loaded.stdout}${loaded.stderr}`;
    assert.equal(loaded.code, reason === '' ? 0 : 65, told);
    assert.ok(told.includes(reason), told);
  }
});
