// Chips: checkboxes with a mark, a name and the count of the present search. Zero is shown, never taken away.
import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { KINDS } from '../kinds.ts';
import { mark } from '../mark.ts';
import type { Search } from '../state/url.ts';

export interface Chip {
  readonly element: HTMLLabelElement;
  check(on: boolean): void;
  count(count: number | null): void;
}

export function chip(app: App, name: string, value: string, label: Node | string, symbol: Node | null, toggled: (on: boolean) => void): Chip {
  const count = h('span', { class: 'count' });
  const box = h('input', { type: 'checkbox', name, value, id: `${name}-${value.replace(':', '-')}` });
  box.addEventListener('change', () => toggled(box.checked));
  const element = h('label', { class: 'chip' }, box, h('span', { class: 'chip-face' }, symbol, h('span', {}, label), count));
  return {
    element,
    check: (on) => void (box.checked = on),
    count: (value) => void (count.textContent = value === null ? '' : app.words.number(value)),
  };
}

/** A list with one value more or less. */
export function toggle<T>(list: readonly T[], value: T, on: boolean): readonly T[] {
  const others = list.filter((other) => other !== value);
  return on ? [...others, value] : others;
}

export interface Chips {
  readonly element: HTMLElement[];
  sync(): void;
  counted(): void;
}

export function kindChips(app: App, actions: { change(patch: Partial<Search>): void }, which: (index: number) => boolean): Chips {
  const { store, words } = app;
  const chips = KINDS.filter((_, index) => which(index)).map((kind) => ({
    kind,
    chip: chip(app, 'kinds', kind, words.rich(`kind_${kind}`), mark(kind), (on) => actions.change({ kinds: toggle(store.search.kinds, kind, on) })),
  }));
  return {
    element: chips.map((one) => one.chip.element),
    sync: () => chips.forEach((one) => one.chip.check(store.search.kinds.includes(one.kind))),
    counted: () => chips.forEach((one) => one.chip.count(store.answer ? (store.answer.kindCounts.get(one.kind) ?? 0) : null)),
  };
}
