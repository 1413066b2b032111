// The npm client graphql-ws, and bare sockets that break each rule of the protocol.
// Usage: node sockets.mjs HTTP_URL KEY
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [http, key] = process.argv.slice(2);
const url = http.replace('http', 'ws') + '/graphql';
const authorization = `Bearer ${key}`;
const area = { boundingBox: { south: 34, west: 136, north: 35, east: 138 } };
const CHANGED = `subscription ($area: AreaInput!, $filter: PlaceFilter) {
  placeChanged(within: $area, filter: $filter) { change { action fields subjectId } place { id name history(first: 1) { nodes { action } } } } }`;

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function post(query, variables) {
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(http + '/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const body = await response.json();
  assert.equal(body.errors, undefined, JSON.stringify(body));
  return body.data;
}

async function create(name, latitude, kind = 'OTHER') {
  const document = 'mutation ($p: PlaceFields!) { placeCreate(input: { place: $p, allowDuplicate: true }) { place { id } userErrors { message } } }';
  const place = { name, kinds: [kind], location: { latitude, longitude: 137 } };
  return (await post(document, { p: place })).placeCreate.place.id;
}

async function update(id, version, place) {
  const document = 'mutation ($i: PlaceUpdateInput!) { placeUpdate(input: $i) { place { version } userErrors { message } } }';
  const { placeUpdate } = await post(document, { i: { id, expectedVersion: version, place } });
  assert.deepEqual(placeUpdate.userErrors, []);
}

/** Subscribes by the library and keeps what comes. */
function listen(client, variables, query = CHANGED) {
  const heard = { events: [], errors: [], ended: false };
  heard.stop = client.subscribe(
    { query, variables },
    { next: (event) => heard.events.push(event), error: (error) => { heard.errors.push(error); heard.ended = true; }, complete: () => { heard.ended = true; } },
  );
  heard.wait = async (number) => {
    for (let tries = 0; heard.events.length < number && tries < 200; tries++) await sleep(25);
    assert.equal(heard.events.length, number, JSON.stringify(heard));
    return heard.events.map((event) => event.data.placeChanged);
  };
  return heard;
}

async function the_library_gets_answers_and_changes() {
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization }, lazy: false });
  const ask = (query, variables) => new Promise((resolve, reject) => {
    let answer;
    client.subscribe({ query, variables }, { next: (value) => { answer = value; }, error: reject, complete: () => resolve(answer) });
  });
  assert.deepEqual(await ask('{ __typename }'), { data: { __typename: 'Query' } });
  const asked = await ask('query ($n: Int) { places(first: $n) { nodes { id } } terms(scheme: "x") { seq: totalCount } }', { n: 2 });
  assert.equal(asked.data.places.nodes.length, 2);
  assert.equal(asked.errors[0].extensions.code, 'BAD_USER_INPUT');
  await assert.rejects(ask('{ nothing }'), (errors) => errors[0].extensions.code === 'GRAPHQL_VALIDATION_FAILED');
  const made = await ask('mutation { placeCreate(input: { place: { name: "on a socket", kinds: [OTHER] } }) { place { name } } }');
  assert.equal(made.data.placeCreate.place.name, 'on a socket');

  const everything = listen(client, { area });
  const pantries = listen(client, { area, filter: { kinds: ['FOOD_PANTRY'] } });
  const elsewhere = listen(client, { area: { boundingBox: { south: 35.5, west: 136, north: 36, east: 138 } } });
  const wrong = listen(client, { area: { boundingBox: { south: 35, west: 136, north: 34, east: 138 } } });
  await sleep(300);
  assert.equal(wrong.ended, true);
  assert.equal(wrong.events[0]?.errors[0].extensions.code ?? wrong.errors[0][0].extensions.code, 'BAD_USER_INPUT');

  const id = await create('近所の食堂', 34.5, 'FOOD_PANTRY');
  let [first] = await everything.wait(1);
  assert.equal(first.change.action, 'CREATED');
  assert.equal(first.change.subjectId, id);
  assert.deepEqual(first.place, { id, name: '近所の食堂', history: { nodes: [{ action: 'CREATED' }] } });
  await pantries.wait(1);
  // A burst is one event, with the last change.
  await update(id, 1, { summary: 'a' });
  await update(id, 2, { name: '遠くの食堂' });
  const [, second] = await everything.wait(2);
  assert.equal(second.place.name, '遠くの食堂');
  // It leaves the filter, then the area, where it arrives.
  await pantries.wait(2);
  await update(id, 3, { kinds: ['OTHER'] });
  assert.equal((await pantries.wait(3))[2].place, null);
  await everything.wait(3);
  await update(id, 4, { location: { latitude: 35.8, longitude: 137 } });
  assert.equal((await everything.wait(4))[3].place, null);
  assert.equal((await elsewhere.wait(1))[0].place.id, id);
  // What is completed is quiet.
  elsewhere.stop();
  await sleep(100);
  await update(id, 5, { summary: 'b' });
  await sleep(600);
  await elsewhere.wait(1);
  await pantries.wait(3);
  await client.dispose();
}

/** A bare socket: what it hears, and how it ended. */
function bare(options = {}, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(url, protocol, options);
  const talk = { socket, heard: [] };
  socket.on('message', (data) => talk.heard.push(JSON.parse(data)));
  socket.on('error', () => {});
  talk.opened = new Promise((done) => { socket.on('open', () => done(101)); socket.on('unexpected-response', (_, response) => done(response.statusCode)); });
  talk.closed = new Promise((done) => socket.on('close', (code, reason) => done({ code, reason: reason.toString() })));
  talk.say = (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  talk.introduced = async () => {
    await talk.opened;
    talk.say({ type: 'connection_init' });
    await talk.hears(1);
    assert.deepEqual(talk.heard, [{ type: 'connection_ack' }]);
    talk.heard.length = 0;
    return talk;
  };
  talk.hears = async (number) => {
    for (let tries = 0; talk.heard.length < number && tries < 200; tries++) await sleep(25);
    assert.ok(talk.heard.length >= number, JSON.stringify(talk.heard));
  };
  return talk;
}

const subscribe = (id, query = CHANGED) => ({ id, type: 'subscribe', payload: { query, variables: { area } } });
const init = { type: 'connection_init' };

async function every_broken_rule_closes_with_its_code() {
  const cases = [
    ['subscribe before ack', 4401, [subscribe('1')]],
    ['not JSON', 4400, ['{']],
    ['not an object', 4400, ['[]']],
    ['unknown type', 4400, [init, { type: 'start' }]],
    ['no type', 4400, [{}]],
    ['no id', 4400, [init, { type: 'subscribe', payload: { query: '{ __typename }' } }]],
    ['empty id', 4400, [init, subscribe('')]],
    ['no payload', 4400, [init, { id: '1', type: 'subscribe' }]],
    ['payload of the wrong type', 4400, [init, { id: '1', type: 'subscribe', payload: { query: 1 } }]],
    ['bytes', 4400, [Buffer.from('{"type":"connection_init"}')]],
    ['taken id', 4409, [init, subscribe('1'), subscribe('1')]],
    ['second init', 4429, [init, init]],
    ['wrong key', 4403, [{ ...init, payload: { authorization: 'Bearer nothing' } }]],
    ['wrong scheme', 4403, [{ ...init, payload: { authorization: key } }]],
    ['key of the wrong type', 4403, [{ ...init, payload: { authorization: 1 } }]],
    ['message of 64 KiB and one byte', 1009, [init, JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(65536 - 33) } })]],
    ['message of 3 MB', 1009, [init, 'x'.repeat(3_000_000)]],
    ['no init', 4408, []],
  ];
  await Promise.all(cases.map(async ([name, code, messages]) => {
    const talk = bare();
    await talk.opened;
    for (const message of messages) Buffer.isBuffer(message) ? talk.socket.send(message) : talk.say(message);
    const closed = await within(name, talk.closed);
    assert.equal(closed.code, code, `${name}: ${JSON.stringify(closed)} ${JSON.stringify(talk.heard)}`);
    assert.ok(closed.reason.length > 0, name);
  }));
}

async function large_messages_fit_to_the_last_byte() {
  const talk = await bare().introduced();
  const frame = JSON.stringify({ type: 'ping', payload: { x: '' } });
  talk.say(JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(65536 - frame.length) } }));
  await talk.hears(1);
  assert.equal(talk.heard[0].type, 'pong');
  talk.socket.terminate();
}

async function only_known_pages_open_sockets() {
  for (const [origin, status] of [
    ['https://evil.example', 403],
    [`${http}.evil.example`, 403],
    ['null', 403],
    [http, 101],
    ['https://map.example', 101],
    [undefined, 101],
  ]) {
    const talk = bare(origin ? { origin } : {});
    assert.equal(await talk.opened, status, origin);
    talk.socket.terminate();
  }
  assert.equal(await bare({}, 'graphql-ws').opened, 400);
}

async function five_operations_run_and_the_sixth_is_an_error() {
  const talk = await bare().introduced();
  for (const id of ['1', '2', '3', '4', '5', '6']) talk.say(subscribe(id));
  await talk.hears(1);
  assert.equal(talk.heard[0].id, '6');
  assert.equal(talk.heard[0].type, 'error');
  assert.equal(typeof talk.heard[0].payload[0].extensions.code, 'string');
  // One ends, another may begin; an invalid document is an error of its own.
  talk.say({ id: '1', type: 'complete' });
  talk.say(subscribe('7', '{ __typename }'));
  await talk.hears(3);
  assert.deepEqual(talk.heard[1], { id: '7', type: 'next', payload: { data: { __typename: 'Query' } } });
  assert.deepEqual(talk.heard[2], { id: '7', type: 'complete' });
  talk.say(subscribe('8', '{ nothing }'));
  await talk.hears(4);
  assert.equal(talk.heard[3].payload[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  talk.say({ type: 'ping', payload: { a: 1 } });
  await talk.hears(5);
  assert.deepEqual(talk.heard[4], { type: 'pong', payload: { a: 1 } });
  const ponged = new Promise((done) => talk.socket.on('pong', done));
  talk.socket.ping('here');
  assert.equal((await ponged).toString(), 'here');
  talk.socket.close(1000);
  assert.equal((await talk.closed).code, 1000);
}

const tests = [
  the_library_gets_answers_and_changes,
  every_broken_rule_closes_with_its_code,
  large_messages_fit_to_the_last_byte,
  only_known_pages_open_sockets,
  five_operations_run_and_the_sixth_is_an_error,
];
const pending = new Set();
const within = (name, promise) => { pending.add(name); return promise.finally(() => pending.delete(name)); };
const deadline = setTimeout(() => { console.log(`no end after 40 s: ${[...pending].join(', ')}`); process.exit(1); }, 40_000);
const failures = await Promise.all(tests.map((test) => within(test.name, test()).then(() => [], (error) => [`${test.name}: ${error.stack ?? JSON.stringify(error)}`])));
clearTimeout(deadline);
console.log([...failures.flat(), `${tests.length - failures.flat().length} of ${tests.length}`].join('\n'));
process.exit(failures.flat().length > 0 ? 1 : 0);
