// States and windows at the edges: minutes before closing, midnight, answers that have grown old.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { date, distance, time } from './dates.ts';
import { lightOf, stateOf } from './state.ts';
import { addDays, dayOf, windowOf } from './window.ts';

const now = new Date('2026-11-27T05:00:00Z'); // 14:00 in Tokyo, a Friday
const place = (openState: Partial<{ isOpen: boolean | null; opensAt: string; closesAt: string; reason: string }>, status = 'PUBLISHED') => ({
  status, timeZone: 'Asia/Tokyo', openState: { isOpen: null, opensAt: null, closesAt: null, reason: null, ...openState },
});

test('open turns to closing soon half an hour before the end', () => {
  assert.equal(stateOf(place({ isOpen: true, closesAt: '2026-11-27T05:31:00Z' }), now).kind, 'open');
  assert.equal(stateOf(place({ isOpen: true, closesAt: '2026-11-27T05:30:00Z' }), now).kind, 'soon');
});
test('an answer that has grown old is not shown as open', () => {
  const state = stateOf(place({ isOpen: true, closesAt: '2026-11-27T04:00:00Z' }), now);
  assert.equal(state.kind, 'unknown');
  assert.equal(lightOf(state), 'dashed');
});
test('closed with a reason of the register is closed today; without one it says when it opens', () => {
  assert.deepEqual(stateOf(place({ isOpen: false, opensAt: '2026-12-04T05:00:00Z', reason: '点検' }), now), { kind: 'closed', today: true, reason: '点検', next: new Date('2026-12-04T05:00:00Z') });
  assert.equal(stateOf(place({ isOpen: false, opensAt: '2026-12-04T05:00:00Z' }), now).kind, 'opens');
  assert.equal(stateOf(place({ isOpen: false, opensAt: '2026-11-27T08:00:00Z', reason: '点検' }), now).kind, 'opens');
});
test('unknown is never closed, and what the program says itself is no reason', () => {
  assert.equal(stateOf(place({ reason: 'hours unknown' }), now).kind, 'unknown');
  assert.deepEqual(stateOf(place({ isOpen: false, reason: 'temporarily closed' }, 'TEMPORARILY_CLOSED'), now), { kind: 'paused', reason: null, until: null });
});
test('today ends at midnight of Tokyo; a window past midnight ends on the next day', () => {
  assert.deepEqual(windowOf('today', new Date('2026-11-27T15:30:00Z')), { to: '2026-11-28T23:59:00+09:00' });
  assert.deepEqual(windowOf({ date: '2026-12-31', from: '22:00', to: '01:00' }, now), { from: '2026-12-31T22:00:00+09:00', to: '2027-01-01T01:00:00+09:00' });
  assert.equal(dayOf(new Date('2026-11-27T15:00:00Z')), '2026-11-28');
  assert.equal(addDays('2027-02-28', 1), '2027-03-01');
});
test('dates and times are written by the custom of each language', () => {
  assert.equal(date('2026-11-28', 'ja', false), '11月28日(土)');
  assert.equal(date('2026-11-28', 'en', false), 'Sat 28 Nov');
  assert.equal(date('2026-12-04', 'ja-Hira', false), '12{月|がつ}{4日|よっか} {金曜日|きんようび}');
  assert.equal(time(new Date('2026-11-27T00:05:00Z')), '9:05');
});
test('a length is as exact as a straight line deserves', () => {
  const words = { language: 'en' as const, number: String, text: (key: string, values?: Record<string, unknown>) => `${String(values?.['n'])} ${key}` };
  assert.deepEqual([4, 346, 994, 996, 1249, 9960, 12_345].map((meters) => distance(words as never, meters)), ['10 m', '350 m', '990 m', '1 km', '1.2 km', '10 km', '12 km']);
});
