// The filters behind "more": the other kinds, needs, access, languages, cost, for whom, area, radius, order.
import { SCHEMES } from '../api/search.ts';
import type { App } from '../app.ts';
import { append, h } from '../dom.ts';
import { allDistricts, districtCode } from '../state/question.ts';
import { EMPTY, type Search } from '../state/url.ts';
import type { WordKey } from '../words/index.ts';
import { chip, kindChips, toggle, type Chip } from './chips.ts';

export const FEATURES = [
  'WHEELCHAIR', 'ACCESSIBLE_TOILET', 'ELEVATOR_OR_RAMP', 'STROLLER', 'DIAPER_CHANGING', 'NURSING_ROOM', 'SIGN_LANGUAGE', 'WRITING_SUPPORT',
  'ASSISTANCE_DOG', 'PRIORITY_PARKING', 'TACTILE_PAVING', 'BRAILLE_OR_READING', 'CAPTIONS', 'OSTOMATE_TOILET', 'WHEELCHAIR_LOAN',
] as const;
const HEADINGS: Readonly<Record<(typeof SCHEMES)[number], WordKey>> = { need: 'needs', language: 'languages', cost: 'costs', audience: 'audiences' };
export const RADII = [500, 1000, 2000, 5000, 10_000, 20_000] as const;

export interface Filters {
  readonly element: HTMLElement;
  opened(): void;
  sync(): void;
  counted(): void;
  /** How many filters are set that the closed form does not show. */
  hiddenCount(): number;
}

export function makeFilters(app: App, actions: { change(patch: Partial<Search>): void }, firstKinds: number): Filters {
  const { words, store } = app;
  const group = (key: WordKey, id: string) => {
    const body = h('div', { class: 'chips' });
    return { body, element: h('fieldset', { class: 'group', id }, h('legend', {}, words.rich(key)), body) };
  };
  const kinds = kindChips(app, actions, (index) => index >= firstKinds);
  const kindGroup = group('kinds', 'group-kinds');
  append(kindGroup.body, kinds.element);
  const schemes = SCHEMES.map((scheme) => ({ scheme, ...group(HEADINGS[scheme], `group-${scheme}`), chips: new Map<string, Chip>() }));
  const access = group('access', 'group-access');
  const features = FEATURES.map((feature) => ({
    feature,
    chip: chip(app, 'access', feature, words.rich(`access_${feature}`), null, (on) => actions.change({ access: toggle(store.search.access, feature, on) })),
  }));
  append(access.body, features.map((one) => one.chip.element));

  const select = (id: string, key: WordKey, options: readonly (readonly [string, string])[], chosen: (value: string) => void) => {
    const control = h('select', { id }, options.map(([value, label]) => h('option', { value }, label)));
    control.addEventListener('change', () => chosen(control.value));
    return { control, element: h('div', { class: 'choice' }, h('label', { for: id }, words.rich(key)), control) };
  };
  const district = select('district', 'district', [['', words.text('district_all')]], (value) => actions.change({ district: value || null, box: null }));
  const sort = select('sort', 'sort', [['default', words.text('sort_relevance')], ['name', words.text('sort_name')], ['next', words.text('sort_next')]],
    (value) => actions.change({ sort: value === 'name' || value === 'next' ? value : 'default' }));
  const around = select('radius', 'radius', RADII.map((meters) => [String(meters), words.text(meters < 1000 ? 'radius_m' : 'radius_km', { n: meters < 1000 ? meters : meters / 1000 })] as const),
    (value) => actions.change({ radius: Number(value) === app.config.site.radiusMeters ? null : Number(value) }));
  const reset = h('button', { class: 'button', type: 'button', onclick: () => actions.change({ ...EMPTY, view: store.search.view }) }, words.rich('reset'));
  const element = h('div', { class: 'filters', id: 'filters', hidden: true },
    kindGroup.element, schemes.map((scheme) => scheme.element), access.element, h('div', { class: 'choices' }, district.element, around.element, sort.element), reset);

  let listed = false;
  async function listDistricts(): Promise<void> {
    if (listed) return;
    listed = true;
    try {
      const all = await allDistricts(words.language);
      const levels = [...new Set(all.map((one) => one.level))];
      append(district.control, levels.map((level) => {
        const key = `level_${level}`;
        return h('optgroup', { label: words.text(words.has(key) ? key : 'level_OTHER') }, all.filter((one) => one.level === level).map((one) => h('option', { value: districtCode(one) }, one.name)));
      }));
      sync();
    } catch {
      listed = false; // Opening the filters again tries again.
    }
  }

  function sync(): void {
    const { search } = store;
    kinds.sync();
    features.forEach((one) => one.chip.check(search.access.includes(one.feature)));
    schemes.forEach(({ chips }) => chips.forEach((one, term) => one.check(search.terms.includes(term))));
    district.control.value = search.district ?? '';
    if (search.district) void listDistricts();
    sort.control.value = search.sort;
    const first = sort.control.options[0];
    if (first) first.textContent = words.text(search.near || (!search.text && app.config.site.point) ? 'sort_near' : 'sort_relevance');
    around.element.hidden = search.near === null;
    around.control.value = String(search.radius ?? app.config.site.radiusMeters);
  }

  return {
    element,
    opened: () => void listDistricts(),
    sync,
    counted() {
      kinds.counted();
      for (const { scheme, body, chips } of schemes) {
        const facets = store.answer?.facets[scheme] ?? [];
        const counts = new Map(facets.map((facet) => [`${scheme}:${facet.term.code}`, facet.count]));
        for (const { term } of facets) {
          const value = `${scheme}:${term.code}`;
          if (chips.has(value)) continue;
          const made = chip(app, 'terms', value, term.label, null, (on) => actions.change({ terms: toggle(store.search.terms, value, on) }));
          made.check(store.search.terms.includes(value));
          chips.set(value, made);
          body.append(made.element);
        }
        chips.forEach((one, value) => one.count(counts.get(value) ?? 0));
      }
      schemes.forEach((scheme) => void (scheme.element.hidden = scheme.chips.size === 0));
    },
    hiddenCount() {
      const { search } = store;
      const others = app.store.search.kinds.filter((kind) => !document.getElementById(`kinds-${kind}`)?.closest('.kinds')).length;
      return others + search.terms.length + search.access.length + (search.district ? 1 : 0) + (search.sort === 'default' ? 0 : 1);
    },
  };
}

