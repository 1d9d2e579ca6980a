// /v1/search: what people type, found in names, former names and aliases; the best first, and asked back where names are not unique.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const search = (q, more = '') => json(server, `/v1/search?q=${encodeURIComponent(q)}${more}`);
const kinds = (answer) => answer.meta.notes.map((note) => note.type);
const ids = (answer) => answer.data.map((hit) => hit.id);

test('a former name finds the region of today', async () => {
  const { data } = await search('襄樊');
  assert.equal(data.length, 1);
  const [hit] = data;
  assert.deepEqual([hit.type, hit.id, hit.names.zh], ['region', '420600', '襄阳市']);
  assert.deepEqual([hit.matched, hit.matched_in, hit.via, hit.match], ['襄樊', '襄樊市', 'former-name', 'prefix']);
  assert.equal((await search('襄樊市')).data[0].match, 'alias');
});

test('a name of two regions is asked back, never guessed', async () => {
  const answer = await search('河北');
  assert.deepEqual(ids(answer).slice(0, 2), ['120105', '130000']);
  assert.deepEqual(answer.data.slice(0, 2).map((hit) => hit.names.zh), ['河北区', '河北省']);
  assert.deepEqual(answer.data.slice(0, 2).map((hit) => hit.parent), ['120000', '100000']);
  assert.ok(kinds(answer).includes('name-not-unique'));
  const whole = await search('河北区');
  assert.deepEqual([whole.data[0].id, whole.data[0].match], ['120105', 'exact']);
  assert.ok(!kinds(whole).includes('name-not-unique'));
  assert.ok(kinds(await search('hebei')).includes('name-not-unique'));
});

test('an alias finds the department', async () => {
  const { data: [hit] } = await search('市科协');
  assert.deepEqual([hit.type, hit.id, hit.match, hit.via], ['department', 'tianjin-science-association', 'alias', 'alias']);
  assert.equal((await json(server, hit.href)).data[0].id, 'tianjin-science-association');
});

test('a code that is no longer in force, and the one that took its place', async () => {
  const { data } = await search('塘沽区');
  assert.deepEqual(data.slice(0, 2).map((hit) => [hit.id, hit.match, hit.via, hit.valid_to]),
    [['120107', 'exact', 'name', '2009-11-30'], ['120116', 'alias', 'predecessor', null]]);
});

test('exact before other names before beginnings before parts', async () => {
  const { data } = await search('滨海新区', '&limit=100');
  assert.deepEqual(data.slice(0, 3).map((hit) => [hit.type, hit.id, hit.match]),
    [['region', '120116', 'exact'], ['group', 'BINHAI', 'exact'], ['department', 'binhai-government', 'alias']]);
  const order = ['exact', 'alias', 'prefix', 'substring'];
  const types = ['indicator', 'region', 'group', 'document', 'department', 'plan'];
  const keys = data.map((hit) => [order.indexOf(hit.match), types.indexOf(hit.type), hit.id]);
  const sorted = [...keys].sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
  assert.deepEqual(keys, sorted);
  assert.ok(new Set(data.map((hit) => hit.match)).size === 4, 'all four ways occur');
});

test('full width, capitals and spaces make no difference', async () => {
  const plain = ids(await search('patents in force', '&limit=100'));
  assert.ok(plain.includes('invention_patents_in_force') && plain.includes('patents_in_force'));
  for (const typed of ['PATENTS IN FORCE', 'ｐａｔｅｎｔｓ　ｉｎ　ｆｏｒｃｅ', '  Patents   in force ']) {
    assert.deepEqual(ids(await search(typed, '&limit=100')), plain, typed);
  }
  assert.equal((await search('天津经济技术开发区（西区）')).data[0].id, '120110400');
});

test('ids and codes are found too', async () => {
  assert.deepEqual([...ids(await search('120116'))].slice(0, 1), ['120116']);
  const { data: [first] } = await search('Patents_In_Force');
  assert.deepEqual([first.id, first.via, first.match], ['patents_in_force', 'id', 'exact']);
  const { data: [document] } = await search('17316-17318-2025-00035');
  assert.deepEqual([document.id, document.via, document.match], ['binhai-2024-rule-of-law', 'number', 'alias']);
});

test('types narrow, and every address answers', async () => {
  for (const type of ['indicator', 'region', 'group', 'document', 'department', 'plan']) {
    const { data } = await search('天津', `&type=${type}&limit=100`);
    assert.ok(data.every((hit) => hit.type === type));
    for (const hit of data.slice(0, 3)) assert.equal((await request(server, hit.href)).status, 200, hit.href);
  }
  const both = await search('知识产权', '&type=plan,document&limit=100');
  assert.deepEqual(new Set(both.data.map((hit) => hit.type)), new Set(['plan', 'document']));
});

test('restricted indicators are not found', async () => {
  const listed = (await json(server, '/v1/indicators?limit=1000')).data;
  const restricted = listed.filter((one) => one.access === 'restricted');
  assert.ok(restricted.some((one) => one.id === 'disciplinary_talks'));
  for (const one of restricted) {
    for (const text of [one.id, one.names.zh, one.names.en]) assert.ok(!ids(await search(text, '&limit=100')).includes(one.id), text);
  }
});

test('pages give every find once, in the order of the whole', async () => {
  for (const q of ['a', '区', '天津']) {
    const whole = [];
    for (let target = `/v1/search?q=${encodeURIComponent(q)}&limit=100`; target;) {
      const page = await json(server, target);
      whole.push(...page.data.map((hit) => `${hit.type} ${hit.id}`));
      if (!page.links.next) assert.equal(page.meta.matched, whole.length);
      target = page.links.next;
    }
    assert.equal(new Set(whole).size, whole.length);
    for (const limit of [1, 7]) {
      const paged = [];
      for (let target = `/v1/search?q=${encodeURIComponent(q)}&limit=${limit}`; target && paged.length < 60;) {
        const page = await json(server, target);
        assert.equal(page.meta.matched, whole.length);
        paged.push(...page.data.map((hit) => `${hit.type} ${hit.id}`));
        target = page.links.next;
      }
      assert.deepEqual(paged, whole.slice(0, paged.length));
    }
  }
});

test('nothing but spaces is refused, and what is not there is empty with a hint', async () => {
  for (const q of ['%20', '%E3%80%80', '+']) {
    const answer = await request(server, `/v1/search?q=${q}`);
    assert.equal(answer.status, 400, q);
    assert.equal(answer.json().errors[0].name, 'q');
  }
  const nothing = await search('没有这个名字');
  assert.deepEqual(nothing.data, []);
  assert.ok(kinds(nothing).includes('no-data'));
});
