// The address and the state say the same, whatever somebody writes into an address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY, formatSearch, leftOut, parseSearch, sameQuestion, type Search } from './url.ts';

const full: Search = {
  text: '夜 ごはん&<b>', kinds: ['FOOD_PANTRY', 'CHILDCARE'], terms: ['need:food', 'language:en'], access: ['WHEELCHAIR'],
  when: { date: '2026-11-28', from: '13:00', to: '15:00' }, district: '272027', near: { latitude: 34.573, longitude: 135.483 }, radius: 5000,
  box: null, sort: 'next', view: 'map', zoom: 13.5, center: { latitude: 34.5, longitude: 135.4 }, chosen: 'UAGhj0GNEHLFvjuKuiwge9U',
};

test('a full search comes back from its address', () => {
  assert.deepEqual(parseSearch(formatSearch(full)), full);
});
test('the first page has an empty address', () => {
  assert.equal(formatSearch(EMPTY), '');
  assert.deepEqual(parseSearch(''), EMPTY);
});
test('a position is written to 100 meters, the one of the device not at all', () => {
  assert.equal(formatSearch({ ...EMPTY, near: { latitude: 34.57349999, longitude: 135.48312345 } }), 'near=34.573,135.483');
  assert.equal(formatSearch({ ...EMPTY, near: 'me' }), 'near=me');
});
test('what is not understood is dropped and nothing else', () => {
  const odd = parseSearch('q=a&kinds=FOOD_PANTRY,NONSENSE&terms=x,need:food&access=<script>&open=2026-13-40T99:00/1&near=91,0&radius=-5&box=1,2,3&z=99&sel=<b>&sort=up&view=3d&what=ever');
  assert.deepEqual(odd, { ...EMPTY, text: 'a', kinds: ['FOOD_PANTRY'], terms: ['need:food'] });
});
test('no address of random characters breaks the reading, and what is read is stable', () => {
  const names = ['q', 'kinds', 'terms', 'access', 'open', 'district', 'near', 'radius', 'box', 'sort', 'view', 'z', 'c', 'sel'];
  const signs = [...'0123456789,.:/-+%&=<>"\'あT_AZez \u0000\ud800'];
  let seed = 42;
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  for (let round = 0; round < 3000; round += 1) {
    const query = names.map((name) => `${name}=${Array.from({ length: random(12) }, () => signs[random(signs.length)]).join('')}`).join('&');
    const once = parseSearch(query);
    assert.deepEqual(parseSearch(formatSearch(once)).kinds, once.kinds);
    assert.equal(formatSearch(parseSearch(formatSearch(once))), formatSearch(once));
  }
});
test('a visitor is told when a filter of the link was not understood', () => {
  assert.ok(leftOut('kinds=FOOD_PANTRY,NONSENSE'));
  assert.ok(leftOut('open=yesterday'));
  assert.ok(!leftOut(formatSearch(full)) && !leftOut('lang=en&utm_source=x'));
});
test('the map view and the chosen place do not ask anew', () => {
  assert.ok(sameQuestion(full, { ...full, view: 'list', chosen: null, zoom: 3, center: null }));
  assert.ok(!sameQuestion(full, { ...full, text: 'x' }));
});
