// Nothing found is no dead end: which filter to take away and what that would give, what lies further off, and a
// desk that helps to look.
import { countAll, type Answer, type Desk, type Question } from '../api/search.ts';
import type { App } from '../app.ts';
import { append, h, type Child } from '../dom.ts';
import { icon } from '../mark.ts';
import { toQuestion } from '../state/question.ts';
import { EMPTY, type Search } from '../state/url.ts';
import { stateOf } from '../when/state.ts';
import { distance } from '../when/dates.ts';
import { rowOf, stateLine } from './row.ts';

interface Removal {
  readonly label: Child;
  readonly patch: Partial<Search>;
}

function removals(app: App, search: Search): Removal[] {
  const { words } = app;
  const out: Removal[] = [];
  const without = (what: Node | string) => words.rich('none_without', { what });
  if (search.when !== 'any') out.push({ label: words.rich('none_any_time'), patch: { when: 'any' } });
  if (search.text) out.push({ label: without(search.text), patch: { text: '' } });
  for (const kind of search.kinds) out.push({ label: without(words.rich(`kind_${kind}`)), patch: { kinds: search.kinds.filter((other) => other !== kind) } });
  for (const term of search.terms) {
    const name = document.getElementById(`terms-${term.replace(':', '-')}`)?.parentElement?.querySelector('.chip-face > span')?.textContent;
    out.push({ label: without(name ?? term.slice(term.indexOf(':') + 1)), patch: { terms: search.terms.filter((other) => other !== term) } });
  }
  for (const feature of search.access) {
    const key = `access_${feature}`;
    if (words.has(key)) out.push({ label: without(words.rich(key)), patch: { access: search.access.filter((other) => other !== feature) } });
  }
  if (search.district) out.push({ label: words.rich('district_all'), patch: { district: null } });
  if (search.near || search.box) out.push({ label: words.rich('none_everywhere'), patch: { near: null, box: null, radius: null } });
  return out;
}

/** What was asked, in words: 「夜」・今・フードパントリー. */
function askedWords(app: App, search: Search): Child[] {
  const { words } = app;
  const quoted = (text: string) => (words.tag === 'ja' ? `「${text}」` : `“${text}”`);
  const parts: Child[] = [
    search.text && quoted(search.text),
    search.when === 'now' || search.when === 'today' ? words.rich(`when_${search.when}`) : null,
    ...search.kinds.map((kind) => words.rich(`kind_${kind}`)),
    ...search.access.map((feature) => `access_${feature}`).filter(words.has).map((key) => words.rich(key)),
  ].filter((part) => part);
  return parts.flatMap((part, at): Child[] => (at > 0 ? [words.tag === 'ja' ? '・' : ', ', part] : [part]));
}

function deskBox(app: App, desk: Desk): HTMLElement {
  const { words } = app;
  const { service, place } = desk;
  const now = new Date();
  const phone = [...service.contacts, ...(place?.contacts ?? [])].find((contact) => contact.kind === 'PHONE')?.value;
  const zone = place?.timeZone ?? 'Asia/Tokyo';
  return h('section', { class: 'box desk' },
    h('h3', {}, words.rich('desk')),
    h('p', { class: 'desk-name', lang: 'ja' }, service.name),
    place && h('p', { class: 'facts' }, h('a', { href: app.href(`/p/${place.id}`), lang: 'ja' }, place.name), desk.distance !== null && h('span', { class: 'fact' }, distance(words, desk.distance))),
    stateLine(words, stateOf({ openState: service.openState, timeZone: zone }, now), now, zone, Boolean(phone)),
    h('p', {}, words.rich('desk_help')),
    phone && h('p', { class: 'actions' }, h('a', { class: 'button main', href: `tel:${phone.replace(/[^\d+]/g, '')}` }, icon('phone'), phone)));
}

export function nothingFound(app: App, answer: Answer, change: (patch: Partial<Search>) => void): Child[] {
  const { words, store } = app;
  const { search } = answer;
  const asked = h('p', { class: 'asked' }, askedWords(app, search));
  const list = h('p', { class: 'actions' });
  const loosen = h('div', { hidden: true }, h('h3', {}, words.rich('none_loosen')), list);
  const ways = removals(app, search);
  if (ways.length > 1) ways.push({ label: words.rich('none_reset'), patch: { ...EMPTY, view: search.view } });
  const offer = async () => {
    const questions: Question[] = await Promise.all(ways.map((way) => toQuestion({ ...search, ...way.patch }, store.position, app.config.site, words.language)));
    const counts = await countAll(questions);
    ways.forEach((way, at) => {
      const count = counts[at] ?? 0;
      if (count > 0) append(list, [h('button', { class: 'button', type: 'button', onclick: () => change(way.patch) }, icon('cross'), way.label, ` (${words.number(count)})`)]);
    });
    loosen.hidden = list.childElementCount === 0;
  };
  // Without these the rest of the page still helps, so trouble stays quiet.
  if (answer.savedAt === null) void offer().catch(() => undefined);
  const now = new Date();
  return [
    asked,
    loosen,
    answer.beyond.length > 0 && [h('h3', {}, words.rich('beyond')), h('ol', { class: 'rows' }, answer.beyond.map((row) => rowOf(app, row, now, { heading: 'h4', asked: search.access })))],
    answer.desks.map((desk) => deskBox(app, desk)),
  ];
}
