// The settings of how the page looks. Every choice works at once and stays on the device.
import type { App } from '../app.ts';
import { SIZES, THEMES, type Display } from '../display.ts';
import { h } from '../dom.ts';
import type { WordKey } from '../words/index.ts';

/** `place` keeps the names of the two copies (wide and narrow header) apart. */
export function displayPanel(app: App, place: string): HTMLElement {
  const { words, display } = app;
  const group = <T extends Display[keyof Display]>(name: keyof Display & string, legend: WordKey, choices: readonly (readonly [T, Node | string])[]) =>
    h('fieldset', { class: 'segments' }, h('legend', {}, words.rich(legend)),
      h('div', { class: 'segment-row' }, choices.map(([value, label]) =>
        h('label', {}, h('input', { type: 'radio', name: `${name}-${place}`, checked: display[name] === value, onchange: () => app.show({ [name]: value }) }), h('span', {}, label)))));
  return h('div', { class: 'panel' },
    group('size', 'size', SIZES.map((size) => [size, `${size}%`] as const)),
    group('theme', 'theme', THEMES.map((theme) => [theme, words.rich(`theme_${theme}`)] as const)),
    words.language === 'ja-Hira' && group('readings', 'readings', [[true, words.rich('readings_on')], [false, words.rich('readings_off')]] as const));
}
