// Which districts have places that open regularly, and which have none: a sentence, a drawing and a table that say
// the same. Everything is in the address, so that a council can link to what it discusses.
import type { Mount } from '../app.ts';
import { h, replace, svg, type Child } from '../dom.ts';
import type { Kind } from '../kinds.ts';
import { mark } from '../mark.ts';
import { longDate } from '../when/dates.ts';
import { dayOf } from '../when/window.ts';
import type { Words } from '../words/index.ts';
import './coverage.css';
import { askCoverage, askParents, LEVELS, OFTEN, readWanted, writeWanted, type Covered, type Level, type Parent, type Wanted } from './data.ts';
import { drawDistricts } from './drawing.ts';
import { sorted, tableOf } from './table.ts';
import { coverageWords, type CoverageWords } from './words.ts';

/** Kinds whose gaps councils speak about; the rest stands in the search. */
const OFFERED: readonly Kind[] = ['CHILDRENS_CAFETERIA', 'FOOD_PANTRY', 'GATHERING_PLACE', 'LEARNING_SUPPORT', 'CONSULTATION_DESK', 'CHILDCARE'];
const NAMED = 12;

function kindsInWords(words: Words, own: CoverageWords, kinds: readonly Kind[]): HTMLElement {
  const parts = kinds.flatMap((kind, at): Child[] => [at > 0 ? (words.tag === 'ja' ? '・' : ', ') : null, words.rich(`kind_${kind}`)]);
  return kinds.length > 0 ? h('span', {}, parts) : own.rich('anything');
}

/** `松原` for 松原小学校区 where the level says the rest. */
const short = (name: string) => name.replace(/(小|中)学校区$/, '') || name;

export const mountCoverage: Mount = (host, app) => {
  const own = coverageWords(app.words.language);
  const { words } = app;
  let wanted = readWanted(location.search);
  let parents: readonly Parent[] = [];
  let running: AbortController | null = null;
  const finding = h('div', { class: 'finding', id: 'results', tabindex: -1 });
  const body = h('div', { class: 'coverage-body' });
  const form = h('div', { class: 'coverage-form' });
  replace(host, h('div', { class: 'page coverage' }, h('h1', {}, own.rich('heading')), finding, form, body));
  app.title(own.text('heading'));

  const nameOf = (one: Covered) => (words.language === 'ja-Hira' && one.kana ? one.kana : one.name);
  const parentNow = () => parents.find((one) => one.officialCode === wanted.parent || one.id === wanted.parent || `${one.level}:${one.officialCode}` === wanted.parent) ?? parents.find((one) => one.level === 'MUNICIPALITY') ?? parents[0];

  function change(patch: Partial<Wanted>): void {
    wanted = { ...wanted, ...patch };
    history.replaceState(history.state, '', app.href('/coverage', writeWanted(wanted)));
    void load();
  }

  function choice<T extends string>(id: string, label: HTMLElement, options: readonly (readonly [T, string])[], value: string, changed: (value: T) => void): HTMLElement {
    const select = h('select', { id, onchange: () => changed(select.value as T) }, options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)));
    return h('div', { class: 'choice' }, h('label', { for: id }, label), select);
  }

  function drawForm(level: Level): void {
    const focus = document.activeElement?.id;
    const chips = OFFERED.map((kind) => {
      const input = h('input', { type: 'checkbox', id: `kind-${kind}`, checked: wanted.kinds.includes(kind), onchange: () => change({ kinds: input.checked ? [...wanted.kinds, kind] : wanted.kinds.filter((one) => one !== kind) }) });
      return h('label', { class: 'chip' }, input, h('span', { class: 'chip-face' }, mark(kind), words.rich(`kind_${kind}`)));
    });
    const parent = parentNow();
    const code = (one: Parent) => one.officialCode ?? one.id;
    replace(form,
      h('fieldset', { class: 'kinds' }, h('legend', { class: 'hidden' }, own.rich('kinds')), h('div', { class: 'chips' }, chips)),
      h('div', { class: 'choices' },
        choice('parent', own.rich('parent'), parents.map((one) => [code(one), one.name]), parent ? code(parent) : '', (value) => change({ parent: value })),
        choice('level', own.rich('level'), LEVELS.map((one) => [one, words.text(`level_${one}`)]), level, (value) => change({ level: value })),
        choice('often', own.rich('how_often'), OFTEN.map((one) => [one, own.text(`column_${one}`)]), wanted.often, (value) => change({ often: value }))));
    if (focus) document.getElementById(focus)?.focus();
  }

  async function load(): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    try {
      if (parents.length === 0) parents = await askParents(words.language);
      const parent = parentNow();
      let level = wanted.level ?? LEVELS[0];
      let covered = parent ? await askCoverage(parent.id, level, wanted, words.language, mine.signal) : [];
      // Not every city has school districts: the first level that there is.
      for (const other of wanted.level ? [] : LEVELS.slice(1)) {
        if (covered.length > 0 || !parent) break;
        level = other;
        covered = await askCoverage(parent.id, level, wanted, words.language, mine.signal);
      }
      if (mine.signal.aborted) return;
      drawForm(level);
      show(covered, parent, level);
    } catch {
      if (mine.signal.aborted) return;
      replace(finding, h('p', { role: 'alert' }, words.rich('error')), h('button', { type: 'button', class: 'button', onclick: () => void load() }, words.rich('retry')));
    }
  }

  function show(covered: readonly Covered[], parent: Parent | undefined, level: Level): void {
    if (covered.length === 0) {
      replace(finding, h('p', {}, own.rich('nothing')));
      return replace(body);
    }
    const gaps = sorted(covered).filter((one) => one.regular === 0);
    const regular = own.rich(`regular_${wanted.often}`);
    const what = kindsInWords(words, own, wanted.kinds);
    const separator = words.tag === 'ja' ? '・' : ', ';
    const named = gaps.slice(0, NAMED).map((one) => short(nameOf(one))).join(separator);
    const names = gaps.length > NAMED ? h('span', {}, named, separator, own.rich('more', { n: gaps.length - NAMED })) : named;
    const sentence = own.rich('finding', { all: covered.length, some: covered.length - gaps.length, regular, what });
    const verdict = gaps.length > 0 ? own.rich('gaps', { names }) : own.rich('no_gaps');
    replace(finding, h('p', { class: 'lead' }, sentence, h('br'), h('b', {}, verdict)), h('p', { class: 'note' }, own.rich('apart')));
    app.announce(`${sentence.textContent ?? ''} ${verdict.textContent ?? ''}`);

    const drawing = drawDistricts(covered, own.text('map'), (one) => short(nameOf(one)));
    const legend = ([['0', 0], ['1–2', 1], ['3–4', 2], ['5', 3]] as const).map(([text, at]) => h('span', {}, svg('svg', { viewBox: '0 0 28 20', 'aria-hidden': true }, svg('rect', { class: `district step-${at}`, x: 1, y: 1, width: 26, height: 18 })), at === 0 ? own.rich('legend_none') : at === 3 ? own.rich('legend_more') : text));
    const caption = own.rich('caption', { regular: regular.cloneNode(true), what: what.cloneNode(true), date: longDate(dayOf(new Date()), words.language) });
    const table = tableOf(app, own, covered, wanted, caption, (one) => h('span', { lang: words.tag === 'en' ? 'ja' : null }, nameOf(one)));
    const parameters = new URLSearchParams({ parent: `${parent?.level ?? ''}:${parent?.officialCode ?? ''}`, level, regularity: wanted.often, ...(wanted.kinds.length > 0 ? { kinds: wanted.kinds.join(',') } : {}) });
    const csv = parent?.officialCode ? h('p', { class: 'actions' }, h('a', { class: 'button', href: `/coverage.csv?${parameters.toString()}`, download: true }, own.rich('csv'))) : null;
    replace(body,
      drawing && h('figure', { class: 'coverage-map' }, drawing, h('figcaption', { class: 'legend' }, legend)),
      h('div', { class: 'coverage-side' }, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': own.text('heading') }, table), csv));
    inStep(body);
  }

  void load();
  return () => running?.abort();
};

/** The pointer on a row or a district marks both. */
function inStep(body: HTMLElement): void {
  const light = (event: Event | null) => {
    const id = event?.target instanceof Element ? event.target.closest('[data-district]')?.getAttribute('data-district') : null;
    body.querySelectorAll('[data-district]').forEach((one) => one.classList.toggle('pointed', id !== null && id !== undefined && one.getAttribute('data-district') === id));
  };
  body.onpointerover = light;
  body.onpointerleave = () => light(null);
}
