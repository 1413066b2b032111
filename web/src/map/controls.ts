// Buttons on the map: everything that a drag, a wheel or two fingers do can be done by a button, too.
import { h, replace, type Child } from '../dom.ts';
import { icon } from '../mark.ts';
import type { WordKey, Words } from '../words/index.ts';
import { mapWords } from './words.ts';

export interface Controls {
  readonly element: HTMLElement;
  readonly area: HTMLButtonElement;
  readonly legend: HTMLElement;
  draw(words: Words): void;
}

export interface Moves {
  zoom(by: number): void;
  pan(x: number, y: number): void;
  area(): void;
  position?: (() => void) | undefined;
}

const ARROWS = [['up', 0, -1, '↑'], ['left', -1, 0, '←'], ['right', 1, 0, '→'], ['down', 0, 1, '↓']] as const;
/** A third of the view, so that one keeps one's bearings. */
const STEP = 1 / 3;

export function makeControls(moves: Moves, credit: string | null): Controls {
  const area = h('button', { type: 'button', class: 'button map-area', hidden: true, onclick: () => moves.area() });
  const buttons = h('div', { class: 'map-buttons' });
  const legend = h('p', { class: 'map-legend' });
  const pad = h('div', { class: 'map-pad', hidden: true });
  const element = h('div', { class: 'map-controls' }, area, buttons, pad);
  return {
    element,
    area,
    legend,
    draw(words) {
      const own = mapWords(words.language);
      const button = (key: WordKey, name: string, act: () => void) => h('button', { type: 'button', 'aria-label': words.text(key), title: words.text(key), onclick: act }, icon(name));
      const toggle = h('button', { type: 'button', 'aria-label': own.move, title: own.move, 'aria-expanded': String(!pad.hidden), onclick: () => {
        pad.hidden = !pad.hidden;
        toggle.setAttribute('aria-expanded', String(!pad.hidden));
      } }, h('span', { 'aria-hidden': 'true' }, '✥'));
      const all: Child[] = [button('map_zoom_in', 'plus', () => moves.zoom(1)), button('map_zoom_out', 'minus', () => moves.zoom(-1))];
      if (moves.position) all.push(button('map_position', 'position', moves.position));
      replace(buttons, all, toggle);
      replace(pad, ARROWS.map(([name, x, y, sign]) => h('button', { type: 'button', class: `map-${name}`, 'aria-label': own[name], onclick: () => moves.pan(x * STEP, y * STEP) }, h('span', { 'aria-hidden': 'true' }, sign))));
      replace(area, icon('search'), words.rich('map_area'));
      replace(legend, h('span', {}, words.rich('map_legend')), credit && h('span', {}, credit));
    },
  };
}
