// Words: plurals, values, and that a value from the register is never read as a pattern.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { easy } from './easy.ts';
import { en } from './en.ts';
import { makeWords, withoutReadings } from './index.ts';
import { ja } from './ja.ts';

test('English counts one place and two places', () => {
  const words = makeWords('en', en);
  assert.equal(words.text('count', { n: 1 }), '1 place');
  assert.equal(words.text('count', { n: 1204 }), '1,204 places');
});
test('plain text has no readings', () => {
  assert.equal(makeWords('ja-Hira', easy).text('near_me'), 'ここの 近く');
  assert.equal(withoutReadings('{今日|きょう}は {晴|は}れ'), '今日は 晴れ');
});
test('a value from the register stays as it is', () => {
  const hostile = '%n% {a|b} [x|y] $1 <img src=x>';
  assert.equal(makeWords('ja', ja).text('none_without', { what: hostile }), `「${hostile}」を外す`);
});
test('no word of an object is a word of the page', () => {
  assert.equal(makeWords('en', en).has('constructor'), false);
});
