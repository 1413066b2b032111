// `<ibasho-map district="…" kinds="…" text="…" open="now|today" lang="…" theme="light|dark">`: a list with a map for
// the page's own /embed and for any other site. Its styles stay inside, it keeps nothing on the device, and it asks
// nobody but the server that this script came from.
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { symbolKind } from '../kinds.ts';
import { icon } from '../mark.ts';
import type { MapAnswer, MapHost, MapView } from '../map/contract.ts';
import { hasWebGl } from '../map/webgl.ts';
import { rowOf } from '../search/row.ts';
import { formatSearch } from '../state/url.ts';
import { lightOf, stateOf } from '../when/state.ts';
import { loadWords, type Words } from '../words/index.ts';
import { find, searchOf, type Found } from './data.ts';
import { sheet } from './sheet.ts';
import { languageOf, TITLE } from './words.ts';

/** The directory above `assets/`, where this module lies; in development the page's own. */
const SERVER = import.meta.env.DEV ? location.origin : new URL('..', import.meta.url).href.replace(/\/$/, '');
let shared: CSSStyleSheet | null = null;

class IbashoMap extends HTMLElement {
  static readonly observedAttributes = ['district', 'kinds', 'text', 'open', 'lang', 'theme'];
  #running: AbortController | null = null;
  #words: Words | null = null;
  #map: MapView | null = null;
  #found: Found | null = null;
  #mapShown = false;
  #due = false;
  readonly #frame = h('div', { class: 'frame', role: 'region' });
  readonly #list = h('div', { class: 'list' });
  readonly #mapBox = h('section', { class: 'map', hidden: true });
  readonly #status = h('p', { class: 'hidden', role: 'status' });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [(shared ??= sheet())];
    root.append(this.#frame);
  }

  connectedCallback(): void {
    this.#later();
  }

  disconnectedCallback(): void {
    this.#running?.abort();
    this.#map?.destroy();
    this.#map = null;
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#later();
  }

  /** Several attributes that change at once are one question. */
  #later(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.isConnected) void this.#load();
    });
  }

  async #load(): Promise<void> {
    this.#running?.abort();
    const mine = (this.#running = new AbortController());
    const theme = this.getAttribute('theme');
    if (theme === 'dark' || theme === 'light') this.dataset['theme'] = theme;
    else delete this.dataset['theme'];
    const words = (this.#words = await loadWords(languageOf(this.getAttribute('lang'))));
    this.#frame.lang = words.tag;
    this.#frame.classList.toggle('easy', words.language === 'ja-Hira');
    this.#frame.setAttribute('aria-label', TITLE[words.language]);
    try {
      const found = await find(searchOf((name) => this.getAttribute(name)), SERVER, words.language, mine.signal);
      if (mine.signal.aborted) return;
      this.#found = found;
      this.#draw(words, found);
      if (this.#map) this.#map.show(this.#answer(found));
    } catch {
      if (mine.signal.aborted) return;
      const retry = h('button', { type: 'button', class: 'button', onclick: () => void this.#load() }, words.rich('retry'));
      replace(this.#frame, h('div', { class: 'empty', role: 'alert' }, h('p', {}, words.rich('error')), retry));
    }
  }

  #draw(words: Words, found: Found): void {
    const count = words.rich('count', { n: found.total });
    const toggle = h('button', { type: 'button', class: 'button', 'aria-pressed': String(this.#mapShown), onclick: () => this.#swap(toggle) }, icon('map'), words.rich('nav_map'));
    const rows = found.rows.map((row) => this.#row(words, row.place.id));
    replace(this.#list, rows.length > 0 ? h('ul', { class: 'rows' }, rows) : h('p', { class: 'empty' }, words.rich('none')));
    const query = [formatSearch({ ...found.search, view: this.#mapShown ? 'map' : 'list' }), `lang=${words.language}`].filter((part) => part).join('&');
    const bigger = h('a', { href: `${SERVER}/?${query}`, target: '_blank', rel: 'noopener' }, icon('link'), words.rich('map_bigger'));
    replace(this.#frame, h('div', { class: 'bar' }, h(this.hasAttribute('full') ? 'h1' : 'h2', {}, count), toggle), this.#list, this.#mapBox, h('p', { class: 'foot' }, bigger), this.#status);
  }

  #row(words: Words, id: string): HTMLElement {
    // A row needs words and addresses of the page alone.
    const app = { words, href: (path: string) => `${SERVER}${path}?lang=${words.language}` } as unknown as App;
    const row = this.#found?.rows.find((one) => one.place.id === id);
    if (!row) return h('li');
    const made = rowOf(app, row, new Date(), { heading: this.hasAttribute('full') ? 'h2' : 'h3', showDistance: false });
    // In a frame the page itself must not open: its policy forbids it.
    made.querySelectorAll('a').forEach((link) => {
      link.target = '_blank';
      link.rel = 'noopener';
    });
    return made;
  }

  #swap(toggle: HTMLElement): void {
    this.#mapShown = !this.#mapShown;
    toggle.setAttribute('aria-pressed', String(this.#mapShown));
    this.#list.hidden = this.#mapShown;
    this.#mapBox.hidden = !this.#mapShown;
    if (this.#mapShown && !this.#map) void this.#open();
  }

  async #open(): Promise<void> {
    const [words, found] = [this.#words, this.#found];
    if (!words || !found) return;
    try {
      if (!hasWebGl()) throw new Error('no WebGL');
      const { openMap } = await import('../map/view.ts');
      this.#map = await openMap(this.#mapBox, this.#host());
      this.#map.show(this.#answer(found));
    } catch {
      replace(this.#mapBox, h('p', { class: 'map-none' }, words.rich('map_none')));
    }
  }

  #host(): MapHost {
    const words = () => this.#words as Words;
    const mark = (name: string, id: string | null) => this.#list.querySelectorAll<HTMLElement>('.row').forEach((row) => row.classList.toggle(name, row.dataset['id'] === id));
    return {
      words,
      base: { kind: 'none' },
      server: SERVER,
      keep: false,
      start: { point: null, zoom: null, center: null },
      card: (ids) => Promise.resolve(ids.filter((id) => this.#found?.rows.some((row) => row.place.id === id)).map((id) => this.#row(words(), id))),
      chosen: (id) => mark('chosen', id),
      pointed: (id) => mark('pointed', id),
      moved: () => undefined,
      back: () => this.#frame.querySelector('button')?.focus(),
      announce: (text) => {
        this.#status.textContent = text;
      },
    };
  }

  #answer(found: Found): MapAnswer {
    const now = new Date();
    return {
      search: found.search, filter: found.filter, districtIds: found.districtIds, near: null, radiusMeters: 0, total: found.total, unmapped: 0, offline: false,
      places: found.rows.map(({ place }) => ({ id: place.id, name: place.name, kind: symbolKind(place.kinds), light: lightOf(stateOf(place, now)), location: place.location })),
    };
  }
}

if (!customElements.get('ibasho-map')) customElements.define('ibasho-map', IbashoMap);
