// /v1/programmes and their tasks: done, late, days early, and what a document does not know.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const tasks = async (query = '') => (await json(server, `/v1/programmes/sample-programme/tasks?${query}`)).data;
const ids = async (query) => (await tasks(query)).map((row) => row.id.replace('sample-task-', '')).join('');

test('the demonstration zone of Binhai: six projects and 64 tasks are stated, and none is named', async () => {
  const { data } = await json(server, '/v1/programmes/binhai-protection-demo-zone');
  assert.deepEqual([data.projects_stated, data.tasks_stated, data.projects, data.tasks.recorded, data.region], [6, 64, [], 0, '120116']);
});

test('the work plan of Tianjin for 2022: twelve projects and thirty tasks, of which its document knows nothing later', async () => {
  const { data } = await json(server, '/v1/programmes/tianjin-2022-work-plan?on=2022-02-28');
  assert.deepEqual([data.projects.length, data.projects_stated, data.tasks.recorded, data.tasks_stated], [12, 12, 30, 30]);
  assert.deepEqual(data.projects.map((one) => one.position).sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.deepEqual([data.tasks.open, data.tasks.late, data.tasks.unknown], [30, 0, 0]);
  const later = (await json(server, '/v1/programmes/tianjin-2022-work-plan?on=2023-01-31')).data.tasks;
  assert.deepEqual([later.open, later.late, later.unknown, later.done], [0, 0, 30, 0]);
  const [first] = (await json(server, '/v1/programmes/tianjin-2022-work-plan/tasks?on=2023-01-31&limit=1')).data;
  assert.deepEqual([first.state, first.days_late, first.due_on, first.department], [null, null, '2022-12-31', 'tianjin-ip']);
});

test('tasks of the sample on the last day that its register covers', async () => {
  const rows = await tasks();
  assert.ok(rows.every((row) => row.on === '2024-12-31'));
  assert.deepEqual(rows.map((row) => row.state), ['done', 'done', 'late', 'open', 'open', 'open']);
  // 2023-12-31 is 182 days before 2024-06-30, 2024-07-10 is 10 days after it; the fourth is due on the day itself
  assert.deepEqual(rows.map((row) => row.days_early), [182, -10, null, null, null, null]);
  assert.deepEqual(rows.map((row) => row.days_late), [null, null, 1, null, null, null]);
  const { data } = await json(server, '/v1/programmes/sample-programme');
  assert.deepEqual(data.tasks, { recorded: 6, done: 2, done_late: 1, open: 4, late: 1, unknown: 0, done_without_evidence: 1 });
});

test('states select, on the day that is asked about', async () => {
  assert.equal(await ids('state=done'), '12');
  assert.equal(await ids('state=done_late'), '2');
  assert.equal(await ids('state=open'), '3456');
  assert.equal(await ids('state=late'), '3');
  assert.equal(await ids('state=late&on=2024-07-05'), '2');
  assert.equal(await ids('state=done&on=2023-12-30'), '');
  assert.equal(await ids('state=open&on=2025-01-01'), '');
  assert.equal(await ids('due_before=2024-12-31'), '123');
  assert.equal(await ids('due_since=2024-12-31'), '45');
});

test('a programme that does not exist is 404, for its tasks too', async () => {
  for (const path of ['/v1/programmes/sample-program', '/v1/programmes/sample-program/tasks']) {
    const answer = await request(server, path);
    assert.equal(answer.status, 404);
    assert.deepEqual(answer.json().errors[0].suggestions, ['sample-programme']);
  }
});
