// Makes the module `virtual:icons`: the path of each symbol that the page uses, by its own name.
// A module instead of a sprite file, because `<use>` of another file does not work from a foreign site.
// The symbols are Material Symbols, Rounded (Apache-2.0); the notice goes into the built file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const SYMBOLS: Record<string, string> = {
  // Kinds, see src/kinds.ts.
  cup: 'local_cafe-fill',
  bowl: 'rice_bowl-fill',
  basket: 'shopping_basket-fill',
  reading: 'local_library-fill',
  pushchair: 'stroller-fill',
  talk: 'forum-fill',
  stick: 'elderly-fill',
  hands: 'handshake-fill',
  stethoscope: 'stethoscope-fill',
  hall: 'account_balance-fill',
  running: 'directions_run-fill',
  dots: 'more_horiz-fill',
  // States and actions.
  check: 'check',
  cross: 'close',
  question: 'question_mark',
  clock: 'schedule',
  warning: 'warning',
  search: 'search',
  position: 'near_me',
  filter: 'filter_alt',
  map: 'map',
  list: 'list_alt',
  bars: 'bar_chart',
  phone: 'call',
  language: 'translate',
  back: 'arrow_back',
  wheelchair: 'accessible',
  route: 'directions',
  calendar: 'calendar_month',
  share: 'share',
  print: 'print',
  display: 'text_fields',
  offline: 'cloud_off',
  plus: 'add',
  minus: 'remove',
  link: 'open_in_new',
};

const ID = 'virtual:icons';
const NOTICE = '/*! Symbols: Material Symbols by Google, Apache License 2.0 */';

export function icons(): Plugin {
  return {
    name: 'ibasho-icons',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      const require = createRequire(import.meta.url);
      const paths = Object.entries(SYMBOLS).map(([name, file]) => {
        const svg = readFileSync(require.resolve(`@material-symbols/svg-400/rounded/${file}.svg`), 'utf8');
        const path = /<path d="([^"]+)"/.exec(svg)?.[1];
        if (!path) throw new Error(`${file}.svg has no path`);
        return [name, path] as const;
      });
      return `${NOTICE}\nexport const paths = ${JSON.stringify(Object.fromEntries(paths))};`;
    },
  };
}
