// The same numbers as a table: gaps first, what is not known in a column of its own.
import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { soonTime } from '../when/dates.ts';
import type { Covered, Wanted } from './data.ts';
import type { CoverageWords } from './words.ts';

/** Gaps first, then the fewest; in the order of the server within. */
export function sorted(covered: readonly Covered[]): readonly Covered[] {
  return [...covered].sort((a, b) => a.regular - b.regular || a.total - b.total);
}

export function tableOf(app: App, own: CoverageWords, covered: readonly Covered[], wanted: Wanted, caption: HTMLElement, shown: (one: Covered) => HTMLElement): HTMLTableElement {
  const now = new Date();
  const number = (value: number) => app.words.number(value);
  const head = h('tr', {}, h('th', { scope: 'col' }, own.rich('district')), h('th', { scope: 'col', class: 'right' }, own.rich(`column_${wanted.often}`)), h('th', { scope: 'col', class: 'right' }, own.rich('unknown')), h('th', { scope: 'col', class: 'right' }, own.rich('all_places')), h('th', { scope: 'col' }, own.rich('next')));
  const rows = sorted(covered).map((one) => h('tr', { class: one.regular === 0 ? 'gap' : null, 'data-district': one.id },
    h('th', { scope: 'row' }, shown(one)),
    h('td', { class: 'right' }, one.regular === 0 ? own.rich('none') : number(one.regular)),
    h('td', { class: 'right' }, number(one.unknown)),
    h('td', { class: 'right' }, number(one.total)),
    h('td', {}, one.next ? h('time', { datetime: one.next }, soonTime(app.words, new Date(one.next), now, 'Asia/Tokyo')) : '—')));
  return h('table', { class: 'coverage-table' }, h('caption', {}, caption), h('thead', {}, head), h('tbody', {}, rows));
}
