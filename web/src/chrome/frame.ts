// What stands around every view: skip links, header, the bar at the bottom of a phone, footer, the offline line.
import type { App } from '../app.ts';
import { h, replace, svg, type Child } from '../dom.ts';
import { icon } from '../mark.ts';
import { formatSearch } from '../state/url.ts';
import { LANGUAGES, OWN_NAMES, type Language, type WordKey } from '../words/index.ts';
import { displayPanel } from './display.ts';

export interface Frame {
  draw(): void;
  focusLanguage(): void;
}

const langTag = (language: Language) => (language === 'en' ? 'en' : 'ja');

function logo(): SVGSVGElement {
  return svg('svg', { class: 'logo', viewBox: '0 0 34 34', 'aria-hidden': true },
    svg('path', { class: 'logo-house', d: 'M17 2 32 14v18H2V14z' }),
    svg('path', { class: 'logo-window', d: 'M11 17h12v9H11z' }));
}

export function makeFrame(app: App, main: HTMLElement): Frame {
  const skips = h('div', { class: 'skips' });
  const header = h('header', { class: 'top' });
  const footer = h('footer', { class: 'foot' });
  const tabs = h('nav', { class: 'tabs' });
  main.before(skips, header);
  main.after(footer, tabs);
  addEventListener('click', (event) => {
    // A menu closes when one goes on elsewhere.
    header.querySelectorAll('details[open]').forEach((menu) => {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute('open');
    });
  });
  header.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = event.target instanceof Element ? event.target.closest('details[open]') : null;
    menu?.removeAttribute('open');
    menu?.querySelector('summary')?.focus();
  });

  const searchQuery = (view: 'list' | 'map') => formatSearch({ ...app.store.search, view, ...(view === 'list' ? { zoom: null, center: null } : {}) });
  const here = (path: string) => location.pathname === path;
  const navLink = (path: string, key: WordKey, current: boolean, query = ''): HTMLElement =>
    h('a', { href: app.href(path, query), 'aria-current': current ? 'page' : null }, app.words.rich(key));
  const nav = (): Child[] => [
    navLink('/', 'nav_search', here('/') || location.pathname.startsWith('/p/'), here('/') ? formatSearch(app.store.search) : ''),
    navLink('/coverage', 'nav_coverage', here('/coverage')),
  ];
  const languages = (): HTMLElement[] =>
    LANGUAGES.map((language) => {
      const query = new URLSearchParams(location.search);
      query.set('lang', language);
      const link = h('a', { href: `${location.pathname}?${query.toString()}`, lang: langTag(language), hreflang: language, 'data-language': language, 'aria-current': language === app.words.language ? 'true' : null }, OWN_NAMES[language]);
      link.addEventListener('click', (event) => {
        event.preventDefault();
        app.speak(language);
      });
      return link;
    });

  function drawHeader(): void {
    const { words, config } = app;
    const others = LANGUAGES.filter((language) => language !== words.language);
    replace(skips,
      here('/') && h('a', { class: 'skip', href: '#results' }, words.text('skip_results')),
      here('/') && h('a', { class: 'skip', href: '#map' }, words.text('skip_map')),
      !here('/') && h('a', { class: 'skip', href: '#main' }, words.text('skip_main')));
    // A name that repeats the operator is not said twice.
    const { operator, name } = config.site;
    const site = operator && name?.startsWith(operator) ? name.slice(operator.length).trim() || name : name;
    replace(header,
      h('a', { class: 'brand', href: app.href('/') }, logo(),
        h('span', {}, operator && h('small', { lang: 'ja' }, operator), h('b', { lang: site ? 'ja' : null }, site ?? words.rich('app')))),
      h('nav', { class: 'nav', 'aria-label': words.text('menu') }, nav()),
      h('nav', { class: 'languages', 'aria-label': words.text('language') }, languages()),
      h('details', { class: 'menu wide-only' }, h('summary', { class: 'button quiet' }, icon('display'), words.rich('display')), h('div', { class: 'drop' }, displayPanel(app, 'wide'))),
      h('details', { class: 'menu narrow-only' },
        h('summary', { class: 'button' }, icon('language'), h('span', { class: 'others' }, others.map((language) => h('span', { lang: langTag(language) }, OWN_NAMES[language])))),
        h('div', { class: 'drop' },
          h('nav', { class: 'drop-links', 'aria-label': `${words.text('language')} – ${words.text('menu')}` }, languages()),
          displayPanel(app, 'narrow'),
          h('nav', { class: 'drop-links', 'aria-label': `${words.text('menu')} 2` }, nav(), navLink('/about', 'nav_about', here('/about'))))));
  }

  function drawBottom(): void {
    const { words, store, config } = app;
    const tab = (path: string, query: string, symbol: string, key: WordKey, current: boolean) =>
      h('a', { href: app.href(path, query), 'aria-current': current ? 'page' : null }, icon(symbol), words.rich(key));
    const list = tab('/', searchQuery('list'), 'list', 'nav_list', here('/') && store.search.view === 'list');
    const map = tab('/', searchQuery('map'), 'map', 'nav_map', here('/') && store.search.view === 'map');
    for (const [link, view] of [[list, 'list'], [map, 'map']] as const) {
      link.addEventListener('click', (event) => {
        if (!here('/')) return;
        event.preventDefault();
        store.update({ view }, 'push');
        drawBottom();
        scrollTo(0, 0);
      });
    }
    tabs.setAttribute('aria-label', `${words.text('nav_list')} / ${words.text('nav_map')}`);
    replace(tabs, list, map, tab('/coverage', '', 'bars', 'nav_coverage', here('/coverage')));
    replace(footer,
      h('p', {}, config.site.operator && h('span', { lang: 'ja' }, config.site.operator), h('a', { href: app.href('/about') }, words.rich('nav_about'))));
  }

  app.store.on('view', drawBottom);
  app.store.on('question', () => here('/') && drawBottom());
  return {
    draw() {
      drawHeader();
      drawBottom();
    },
    focusLanguage() {
      const shown = [...header.querySelectorAll<HTMLElement>(`[data-language="${app.words.language}"], .narrow-only > summary`)].find((element) => element.offsetParent !== null);
      shown?.focus({ preventScroll: true });
    },
  };
}
