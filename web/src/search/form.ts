// The form of the search: text, near me, when, kinds, and behind one button everything else. It is made once and
// then kept in step, so that nothing that has the focus ever goes away.
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { icon } from '../mark.ts';
import type { Search } from '../state/url.ts';
import { kindChips } from './chips.ts';
import { makeFilters } from './filters.ts';
import { makeWhen } from './when.ts';

export interface Form {
  readonly element: HTMLFormElement;
  /** Puts the state of the address into the controls. */
  sync(): void;
  /** New counts. */
  counted(): void;
  busy(on: boolean): void;
  /** What happened with the position. */
  near(state: 'none' | 'asking' | 'refused' | 'wanted'): void;
}

export interface FormActions {
  submit(text: string): void;
  change(patch: Partial<Search>): void;
  nearMe(): void;
}

/** As many kinds are shown before the others are asked for. */
const FIRST_KINDS = 6;

export function makeForm(app: App, actions: FormActions): Form {
  const { words, store } = app;
  const input = h('input', { id: 'q', type: 'search', name: 'q', autocomplete: 'off', enterkeyhint: 'search', maxlength: 200 });
  const label = h('span', {}, words.rich('search'));
  const go = h('button', { class: 'button main', type: 'submit' }, icon('search'), label);
  const nearLabel = h('span', {}, words.rich('near_me'));
  const near = h('button', { class: 'button quiet near', type: 'button', id: 'near', onclick: () => actions.nearMe() }, icon('position'), nearLabel);
  const hint = h('p', { class: 'note near-hint', hidden: true });
  const when = makeWhen(app, (value) => actions.change({ when: value }));
  const first = kindChips(app, actions, (index) => index < FIRST_KINDS);
  const filters = makeFilters(app, actions, FIRST_KINDS);
  const moreLabel = h('span');
  const more = h('button', { class: 'button chip-button', type: 'button', id: 'more', 'aria-controls': 'filters', 'aria-expanded': 'false' }, icon('filter'), moreLabel);
  let open = false;
  const drawMore = () => {
    const count = filters.hiddenCount();
    replace(moreLabel, open ? words.rich('less') : [h('span', { class: 'long' }, words.rich('more')), h('span', { class: 'short' }, words.rich('more_short'))], !open && count > 0 && ` (${words.number(count)})`);
    more.setAttribute('aria-expanded', String(open));
    filters.element.hidden = !open;
  };
  more.addEventListener('click', () => {
    open = !open;
    if (open) filters.opened();
    drawMore();
  });

  const element = h('form', { role: 'search', class: 'search', action: '/', method: 'get' },
    h('h1', {}, words.rich('heading')),
    h('div', { class: 'field' },
      h('div', { class: 'label-row' }, h('label', { for: 'q' }, words.rich('field')), near),
      h('div', { class: 'input-row' }, input, go),
      hint),
    when.element,
    h('fieldset', { class: 'kinds' }, h('legend', { class: 'hidden' }, words.text('kinds')), h('div', { class: 'chips' }, first.element, more)),
    filters.element);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.submit(input.value.trim());
  });

  return {
    element,
    sync() {
      if (document.activeElement !== input || input.value.trim() !== store.search.text) input.value = store.search.text;
      when.sync();
      first.sync();
      filters.sync();
      near.setAttribute('aria-pressed', String(store.search.near === 'me' && store.position !== null));
      drawMore();
    },
    counted() {
      first.counted();
      filters.counted();
    },
    busy(on) {
      replace(label, words.rich(on ? 'searching' : 'search'));
      if (on) go.setAttribute('aria-disabled', 'true');
      else go.removeAttribute('aria-disabled');
    },
    near(state) {
      hint.hidden = state === 'none';
      hint.classList.toggle('problem', state === 'refused');
      if (state === 'asking' || state === 'wanted') replace(hint, words.rich('near_hint'));
      if (state === 'refused') replace(hint, icon('warning'), words.rich('near_refused'));
      replace(nearLabel, words.rich(state === 'asking' ? 'near_wait' : store.search.near === 'me' && store.position ? 'near_me_stop' : 'near_me'));
    },
  };
}
