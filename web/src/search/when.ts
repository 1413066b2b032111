// When: any time, now, today, or a day with two times. Native controls, so that every device brings its own.
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import type { When } from '../state/url.ts';
import { addDays, dayOf, HORIZON_DAYS } from '../when/window.ts';
import { date, solid } from '../when/dates.ts';
import type { WordKey } from '../words/index.ts';

export interface WhenChoice {
  readonly element: HTMLElement;
  sync(): void;
}

export function makeWhen(app: App, changed: (when: When) => void): WhenChoice {
  const { words, store } = app;
  const today = dayOf(new Date());
  const last = addDays(today, HORIZON_DAYS);
  const day = h('input', { type: 'date', id: 'pick-date', min: today, max: last });
  const from = h('input', { type: 'time', id: 'pick-from' });
  const to = h('input', { type: 'time', id: 'pick-to' });
  const problem = h('p', { class: 'note problem', id: 'pick-problem', role: 'alert' });
  const control = (input: HTMLInputElement, key: WordKey) => h('div', {}, h('label', { for: input.id }, words.rich(key)), input);
  const range = h('p', { class: 'note' }, words.rich('pick_range', { first: solid(date(today, words.language, false)), last: solid(date(last, words.language, false)) }));
  const panel = h('div', { class: 'pick', hidden: true }, control(day, 'pick_date'), control(from, 'pick_from'), control(to, 'pick_to'), range, problem);
  const options = (['any', 'now', 'today', 'pick'] as const).map((value) => {
    const input = h('input', { type: 'radio', name: 'when', value, id: `when-${value}` });
    input.addEventListener('change', () => {
      panel.hidden = value !== 'pick';
      if (value !== 'pick') changed(value);
      else choose();
    });
    return { value, input, element: h('label', {}, input, h('span', {}, words.rich(`when_${value}`))) };
  });
  function choose(): void {
    if (!day.value) day.value = addDays(today, 1);
    if (!from.value) from.value = '13:00';
    if (!to.value) to.value = '17:00';
    const wrong = to.value <= from.value;
    replace(problem, wrong && words.rich('pick_order'));
    to.setAttribute('aria-invalid', String(wrong));
    if (wrong) to.setAttribute('aria-describedby', problem.id);
    else changed({ date: day.value, from: from.value, to: to.value });
  }
  for (const input of [day, from, to]) input.addEventListener('change', choose);
  return {
    element: h('fieldset', { class: 'segments' }, h('legend', { class: 'hidden' }, words.text('when')), h('div', { class: 'segment-row' }, options.map((option) => option.element)), panel),
    sync() {
      const { when } = store.search;
      const value = typeof when === 'object' ? 'pick' : when;
      options.forEach((option) => void (option.input.checked = option.value === value));
      panel.hidden = value !== 'pick';
      if (typeof when === 'object') [day.value, from.value, to.value] = [when.date, when.from, when.to];
    },
  };
}
