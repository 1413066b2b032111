// Which districts have a place that opens regularly and which have none: the finding as a sentence, the gaps by
// name, and a table with the gaps first. It needs no map.
import { ask } from '../api/client.ts';
import type { Mount } from '../app.ts';
import { h, replace } from '../dom.ts';
import { isKind, type Kind } from '../kinds.ts';
import { mark } from '../mark.ts';
import { chip, toggle } from '../search/chips.ts';
import { districtCode } from '../state/question.ts';
import { soonTime } from '../when/dates.ts';
import { ZONE } from '../when/window.ts';
import { makeWords } from '../words/index.ts';
import { coverageWords } from './words.ts';

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly officialCode: string | null;
  readonly nameKana: string | null;
}
interface Line {
  readonly district: Choice;
  readonly placeCount: number;
  readonly regularCount: number;
  readonly unknownCount: number;
  readonly nextOpening: { readonly startsAt: string } | null;
}

const FIELDS = 'id name(language: $language) nameKana level officialCode';
const PARENTS = `query Parents($language: String, $point: GeoPointInput) {
  here: districts(level: MUNICIPALITY, containing: $point, first: 1) { nodes { ${FIELDS} } }
  all: districts(level: MUNICIPALITY, first: 100) { nodes { ${FIELDS} } } prefectures: districts(level: PREFECTURE, first: 100) { nodes { ${FIELDS} } } }`;
const COVERAGE = `query Coverage($parent: ID!, $level: DistrictLevel!, $filter: PlaceFilter, $regularity: Regularity, $language: String) {
  coverage(parentId: $parent, level: $level, filter: $filter, regularity: $regularity) {
    district { ${FIELDS} } placeCount regularCount unknownCount nextOpening { startsAt } } }`;
type List = { readonly nodes: readonly Choice[] } | null;

const LEVELS = ['ELEMENTARY_SCHOOL_DISTRICT', 'JUNIOR_HIGH_SCHOOL_DISTRICT', 'TOWN', 'MUNICIPALITY'] as const;
const OFTEN = ['AT_LEAST_MONTHLY', 'WEEKLY'] as const;
const KINDS_SHOWN: readonly Kind[] = ['CHILDRENS_CAFETERIA', 'FOOD_PANTRY', 'GATHERING_PLACE', 'LEARNING_SUPPORT', 'CONSULTATION_DESK', 'CHILDCARE'];

export const mountCoverage: Mount = (host, app) => {
  const { words } = app;
  const own = makeWords(words.language, coverageWords[words.language]);
  const query = new URLSearchParams(location.search);
  let parent: Choice | null = null;
  let level: string = LEVELS.find((known) => known === query.get('level')) ?? LEVELS[0];
  let often: string = OFTEN.find((known) => known === query.get('regularity')) ?? OFTEN[0];
  let kinds: readonly Kind[] = (query.get('kinds') ?? '').split(',').filter(isKind);
  let stop = new AbortController();

  const finding = h('div', { class: 'lead' });
  const body = h('div');
  const select = (id: string, label: Node, options: readonly (readonly [string, string])[], value: string, chosen: (value: string) => void) => {
    const control = h('select', { id }, options.map(([option, text]) => h('option', { value: option, selected: option === value }, text)));
    control.addEventListener('change', () => {
      chosen(control.value);
      void load();
    });
    return { control, element: h('div', { class: 'choice' }, h('label', { for: id }, label), control) };
  };
  const where = select('cov-parent', own.rich('parent'), [], '', (id) => void (parent = parents.find((one) => one.id === id) ?? parent));
  let parents: readonly Choice[] = [];
  const levels = select('cov-level', own.rich('level'), LEVELS.map((one) => [one, words.text(`level_${one}`)] as const), level, (value) => void (level = value));
  const frequency = select('cov-often', own.rich('often'), OFTEN.map((one) => [one, own.text(one)] as const), often, (value) => void (often = value));
  const chips = KINDS_SHOWN.map((kind) => {
    const made = chip(app, 'cov-kinds', kind, words.rich(`kind_${kind}`), mark(kind), (on) => {
      kinds = toggle(kinds, kind, on);
      void load();
    });
    made.check(kinds.includes(kind));
    return made.element;
  });
  app.title(own.text('heading'));
  replace(host, h('div', { class: 'page' }, h('h1', { class: 'page-title' }, own.rich('heading')), finding,
    h('fieldset', {}, h('legend', { class: 'hidden' }, words.text('kinds')), h('div', { class: 'chips' }, chips)),
    h('div', { class: 'choices' }, where.element, levels.element, frequency.element), body));

  function show(lines: readonly Line[]): void {
    const sorted = [...lines].sort((a, b) => Number(a.regularCount > 0) - Number(b.regularCount > 0) || (a.district.nameKana ?? a.district.name).localeCompare(b.district.nameKana ?? b.district.name, 'ja'));
    const gaps = sorted.filter((line) => line.regularCount === 0);
    const names = gaps.slice(0, 12).map((line) => line.district.name).join(words.tag === 'ja' ? '・' : ', ') + (gaps.length > 12 ? ' …' : '');
    const kindNames = h('span', {}, kinds.flatMap((kind, at) => [at > 0 ? (words.tag === 'ja' ? '・' : ', ') : '', words.rich(`kind_${kind}`)]));
    const values = { n: lines.length - gaps.length, of: lines.length, often: own.rich(often as (typeof OFTEN)[number]), kinds: kindNames };
    if (lines.length === 0) {
      replace(finding);
      replace(body, h('p', {}, own.rich('empty')));
      return;
    }
    replace(finding, h('p', {}, own.rich(kinds.length > 0 ? 'sentence_kinds' : 'sentence', values)), h('p', {}, h('b', {}, gaps.length > 0 ? own.rich('none_in', { names: h('span', { lang: words.tag === 'en' ? null : 'ja' }, names) }) : own.rich('none_none'))), h('p', { class: 'note' }, own.rich('note')));
    app.announce(own.text(kinds.length > 0 ? 'sentence_kinds' : 'sentence', values));
    const now = new Date();
    const row = ({ district, regularCount, unknownCount, nextOpening }: Line) => h('tr', { class: regularCount === 0 ? 'gap' : null },
      h('th', { scope: 'row' }, h('a', { href: app.href('/', `district=${encodeURIComponent(districtCode(district))}${kinds.length > 0 ? `&kinds=${kinds.join(',')}` : ''}`) }, district.name)),
      h('td', { class: 'number' }, regularCount === 0 ? own.rich('zero') : words.number(regularCount)),
      h('td', { class: 'number' }, words.number(unknownCount)),
      h('td', {}, nextOpening ? soonTime(words, new Date(nextOpening.startsAt), now, ZONE) : '—'));
    const csv = new URLSearchParams({ parent: parent?.officialCode ?? '', level: level.toLowerCase(), regularity: often.toLowerCase(), ...(kinds.length > 0 ? { kinds: kinds.join(',') } : {}) });
    replace(body,
      h('table', {}, h('caption', { class: 'hidden' }, own.text('heading')), h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, own.rich('district')), h('th', { scope: 'col', class: 'number' }, own.rich('regular')), h('th', { scope: 'col', class: 'number' }, own.rich('unknown')), h('th', { scope: 'col' }, own.rich('next')))), h('tbody', {}, sorted.map(row))),
      parent?.officialCode && h('p', { class: 'actions' }, h('a', { class: 'button', href: `/coverage.csv?${csv.toString()}` }, own.rich('csv'))));
  }

  async function load(): Promise<void> {
    stop.abort();
    const mine = (stop = new AbortController());
    try {
      if (!parent) {
        const found = await ask<{ here: List; all: List; prefectures: List }>(PARENTS, { language: words.language, point: app.config.site.point }, { signal: mine.signal });
        parents = [...(found.all?.nodes ?? []), ...(found.prefectures?.nodes ?? [])];
        const asked = query.get('district');
        parent = parents.find((one) => asked !== null && (one.officialCode === asked || one.id === asked)) ?? (app.config.site.point ? found.here?.nodes[0] : undefined) ?? parents[0] ?? null;
        replace(where.control, parents.map((one) => h('option', { value: one.id, selected: one.id === parent?.id }, one.name)));
      }
      if (!parent) {
        show([]);
        return;
      }
      const state = [`district=${districtCode(parent)}`, level === LEVELS[0] ? '' : `level=${level}`, often === OFTEN[0] ? '' : `regularity=${often}`, kinds.length > 0 ? `kinds=${kinds.join(',')}` : ''];
      history.replaceState(history.state, '', app.href('/coverage', state.filter((part) => part).join('&')));
      const reply = await ask<{ coverage: readonly Line[] | null }>(COVERAGE, { parent: parent.id, level, regularity: often, filter: { kinds: kinds.length > 0 ? kinds : null }, language: words.language }, { signal: mine.signal });
      if (!mine.signal.aborted) show(reply.coverage ?? []);
    } catch {
      if (mine.signal.aborted) return;
      replace(body, h('div', { class: 'trouble', role: 'alert' }, h('p', {}, words.rich('error')), h('p', { class: 'actions' }, h('button', { class: 'button', type: 'button', onclick: () => void load() }, words.rich('retry')))));
    }
  }
  void load();
  return () => stop.abort();
};
