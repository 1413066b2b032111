// The card over the map: the chosen place, or all that stand at one point.
import { h, replace } from '../dom.ts';
import { icon } from '../mark.ts';
import type { MapHost } from './contract.ts';
import { mapWords } from './words.ts';

export function makeCard(host: MapHost, closed: () => void) {
  const element = h('div', { class: 'map-card', hidden: true });
  let turn = 0;
  const hide = () => {
    turn += 1;
    element.hidden = true;
    replace(element);
  };
  return {
    element,
    hide,
    async show(ids: readonly string[]): Promise<void> {
      const mine = (turn += 1);
      const rows = await host.card(ids).catch(() => []);
      if (mine !== turn) return;
      if (rows.length === 0) return hide();
      const words = host.words();
      const close = h('button', { type: 'button', class: 'map-card-close', 'aria-label': mapWords(words.language).close, onclick: () => { hide(); closed(); } }, icon('cross'));
      const head = h('h2', { class: rows.length > 1 ? null : 'hidden' }, rows.length > 1 ? mapWords(words.language).same(words.number(rows.length)) : words.text('map'));
      replace(element, close, head, h('ul', { class: 'rows' }, rows));
      element.hidden = false;
    },
  };
}
