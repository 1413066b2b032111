// The result: one line that says how many and where, the rows, the button for more; or what to do when there are
// none. Made anew for each answer; what had the focus in it gets it back.
import { PAGE, type Answer } from '../api/search.ts';
import type { App } from '../app.ts';
import { h, replace, type Child } from '../dom.ts';
import { icon } from '../mark.ts';
import { exportLinks } from '../state/rest.ts';
import { formatSearch } from '../state/url.ts';
import { radius } from '../when/dates.ts';
import { nothingFound } from './nothing.ts';
import { rowOf } from './row.ts';

export interface Results {
  readonly element: HTMLElement;
  show(answer: Answer): void;
  /** Grey rows, while there is nothing older to show. */
  waiting(): void;
  /** What the server wrote, until the first answer. */
  adopt(rows: Element | null): void;
  trouble(message: Child, retry: (() => void) | null): void;
}

/** The middle of the search in words; null for none. */
export function whereWords(app: App, answer: Answer): HTMLElement | null {
  const { words, config } = app;
  const { search } = answer;
  if (search.box) return words.rich('where_box');
  const reach = radius(words, search.radius ?? config.site.radiusMeters);
  if (search.near && answer.near) return words.rich(search.near === 'me' ? 'where_near' : 'where_point', { distance: reach });
  if (search.district) {
    const name = document.querySelector<HTMLSelectElement>('#district')?.selectedOptions[0]?.textContent;
    return h('span', {}, name ?? '');
  }
  const { operator } = config.site;
  if (answer.near && operator && search.sort === 'default') return words.rich('where_center', { place: h('span', { lang: 'ja' }, operator) });
  return null;
}

export function makeResults(app: App, actions: { more(): void; change(patch: Partial<Answer['search']>): void }): Results {
  const { words, store } = app;
  const notice = h('div', { class: 'notice' });
  const heading = h('h2', { id: 'results', tabindex: -1 }, words.rich('results'));
  const order = h('p');
  const body = h('div', { class: 'result-body' });
  const element = h('section', { class: 'results', 'aria-labelledby': 'results' }, h('div', { class: 'sum' }, heading, order), notice, body);

  function foot(answer: Answer): Child {
    const query = formatSearch({ ...answer.search, view: 'list', zoom: null, center: null, chosen: null });
    return h('div', { class: 'after' },
      answer.unmapped > 0 && h('p', { class: 'note' }, words.rich('unmapped', { n: answer.unmapped })),
      h('p', { class: 'actions' }, h('a', { class: 'button', href: app.href('/print', query) }, icon('print'), words.rich('paper'))),
      answer.savedAt === null && h('details', { class: 'data' }, h('summary', {}, words.rich('data')), h('ul', {}, exportLinks(app, answer.search))),
      h('p', { class: 'note' }, words.rich('privacy'), answer.search.near ? [' ', words.rich('straight')] : null));
  }

  return {
    element,
    show(answer) {
      element.removeAttribute('aria-busy');
      notice.textContent = '';
      const where = whereWords(app, answer);
      const sorted = answer.search.sort === 'name' ? 'sort_name' : answer.search.sort === 'next' ? 'sort_next' : answer.near ? 'sort_near' : null;
      if (answer.total === 0) {
        const near = answer.search.near && answer.near && !answer.search.box;
        replace(heading, near ? words.rich('none_within', { distance: radius(words, answer.radius) }) : words.rich('none'));
        replace(order);
        replace(body, nothingFound(app, answer, actions.change), foot(answer));
        return;
      }
      replace(heading, words.rich('count', { n: answer.total }), where && [' ', h('span', { class: 'where' }, where)]);
      replace(order, sorted && answer.search.near && words.rich(sorted));
      const now = new Date();
      const showDistance = answer.search.near !== null;
      const rows = answer.rows.map((row) => rowOf(app, row, now, { asked: answer.search.access, showDistance }));
      rows.forEach((row) => row.classList.toggle('chosen', row.dataset['id'] === store.search.chosen));
      const left = Math.min(PAGE, answer.total - answer.rows.length);
      const next = answer.more && left > 0 && h('button', { class: 'button more', type: 'button', id: 'more-rows', onclick: actions.more }, words.rich('more_rows', { n: left }));
      replace(body, h('ol', { class: 'rows' }, rows), next, foot(answer));
    },
    waiting() {
      element.setAttribute('aria-busy', 'true');
      if (body.childElementCount > 0) return;
      replace(body, h('ol', { class: 'rows waiting', 'aria-hidden': 'true' }, [1, 2, 3].map(() => h('li', { class: 'row' }, h('span', { class: 'grey round' }), h('div', { class: 'row-text' }, h('span', { class: 'grey' }), h('span', { class: 'grey short-bar' }))))));
    },
    adopt(rows) {
      if (rows) replace(body, rows);
    },
    trouble(message, retry) {
      element.removeAttribute('aria-busy');
      body.querySelector('.waiting')?.remove();
      const phone = app.config.site.contact?.phone;
      replace(notice, h('div', { class: 'trouble', role: 'alert' },
        h('p', {}, icon('warning'), h('span', {}, message)),
        h('p', { class: 'actions' },
          retry && h('button', { class: 'button', type: 'button', onclick: retry }, words.rich('retry')),
          phone && h('a', { class: 'button', href: `tel:${phone.replace(/[^\d+]/g, '')}` }, icon('phone'), words.rich('operator_phone'), ' ', phone))));
    },
  };
}
