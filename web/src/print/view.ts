// A list for paper: absolute facts only, nothing that is true for an hour. It can be handed out or pinned up.
import { ask } from '../api/client.ts';
import { variables, type RowPlace, type Verification } from '../api/search.ts';
import type { Schedule, SpecialHours } from '../api/place.ts';
import type { App, Mount } from '../app.ts';
import { h, replace } from '../dom.ts';
import { KINDS, symbolKind } from '../kinds.ts';
import { icon, mark } from '../mark.ts';
import { toQuestion } from '../state/question.ts';
import { formatSearch, parseSearch } from '../state/url.ts';
import { date, longDate, solid } from '../when/dates.ts';
import { addDays, dayOf, HORIZON_DAYS } from '../when/window.ts';

const MOST = 100;
const USUAL = 50;

interface PaperPlace extends Pick<RowPlace, 'id' | 'name' | 'nameKana' | 'kinds' | 'contacts' | 'address' | 'status'> {
  readonly schedules: readonly Schedule[];
  readonly specialHours: readonly SpecialHours[];
  readonly verification: Verification;
  readonly sources: readonly { readonly name: string; readonly license: string | null }[];
}

const PAPER = `query Paper($near: NearInput, $within: AreaInput, $filter: PlaceFilter, $order: PlaceOrder, $first: Int, $language: String, $from: Date, $to: Date) {
  places(near: $near, within: $within, filter: $filter, orderBy: $order, first: $first) { totalCount nodes {
    id name(language: $language) nameKana kinds status address { formatted } contacts { kind value note }
    schedules { text(language: $language) original note } specialHours(from: $from, to: $to) { from to opens closes reason }
    verification { status verifiedAt } sources { name license } } } }`;

function entry(app: App, place: PaperPlace, number: number): HTMLElement {
  const { words } = app;
  const hours = place.schedules.map((schedule) => schedule.text ?? schedule.original).filter((text) => text !== null);
  const off = place.specialHours.filter((special) => special.opens === null).slice(0, 3);
  const phone = place.contacts.find((contact) => contact.kind === 'PHONE')?.value;
  const verified = place.verification.verifiedAt;
  const exceptions = off.map((special) => words.rich('paper_except', { date: solid(date(special.from, words.language, false) + (special.to > special.from ? `–${date(special.to, words.language, false)}` : '')) }));
  return h('li', {}, h('span', { class: 'number' }, String(number)), mark(symbolKind(place.kinds), 'outline'), h('div', {},
    h('h2', { lang: 'ja' }, place.name, place.nameKana && h('span', { class: 'reading' }, place.nameKana)),
    place.status === 'TEMPORARILY_CLOSED' && h('p', {}, h('b', {}, words.rich('state_paused'))),
    h('p', {}, hours.length > 0 ? hours.join(' / ') : words.rich('state_unknown')),
    exceptions.map((text) => h('p', {}, text)),
    h('p', {}, h('span', { lang: 'ja' }, place.address?.formatted ?? ''), ' ', phone ? h('b', { class: 'solid' }, phone) : words.rich('paper_no_phone')),
    h('p', { class: 'note' }, verified ? words.rich('paper_confirmed', { date: solid(longDate(dayOf(new Date(verified)), words.language)) }) : words.rich('unverified'))));
}

export const mountPrint: Mount = (host, app) => {
  const { words, store } = app;
  const search = parseSearch(location.search);
  const wanted = Number(new URLSearchParams(location.search).get('n'));
  const first = Number.isInteger(wanted) && wanted > 0 ? Math.min(MOST, wanted) : USUAL;
  const back = h('a', { class: 'crumb', href: app.href('/', formatSearch(search)) }, icon('back'), words.rich('back'));
  const tools = h('div', { class: 'paper-tools' }, back, h('button', { class: 'button main', type: 'button', onclick: () => print() }, icon('print'), words.rich('paper_print')));
  const paper = h('article', { class: 'paper' }, h('p', {}, words.rich('loading')));
  replace(host, tools, paper);
  app.title(words.text('paper_title'));
  const load = async () => {
    const today = dayOf(new Date());
    const question = await toQuestion(search, store.position, app.config.site, words.language);
    const order = search.sort === 'name' ? { field: 'NAME' } : search.sort === 'next' ? { field: 'NEXT_OPENING' } : null;
    const reply = await ask<{ places: { totalCount: number; nodes: readonly PaperPlace[] } | null }>(PAPER, { ...variables(question), order, first, language: words.language, from: today, to: addDays(today, HORIZON_DAYS) });
    const { totalCount, nodes } = reply.places ?? { totalCount: 0, nodes: [] };
    const kinds = KINDS.filter((kind) => nodes.some((place) => symbolKind(place.kinds) === kind));
    const names = [...new Set(nodes.flatMap((place) => place.sources.map((source) => (source.license ? `${source.name}（${source.license}）` : source.name))))].slice(0, 8);
    const phone = app.config.site.contact?.phone;
    replace(paper,
      h('header', { class: 'paper-head' },
        h('div', {}, app.config.site.operator && h('p', { lang: 'ja' }, app.config.site.operator), h('h1', {}, words.rich('paper_title')), h('p', {}, words.rich('paper_of', { total: totalCount, n: nodes.length }))),
        h('p', {}, words.rich('paper_date', { date: solid(longDate(today, words.language)) }))),
      h('ul', { class: 'paper-keys' }, kinds.map((kind) => h('li', {}, mark(kind, 'outline'), words.rich(`kind_${kind}`)))),
      h('ol', { class: 'paper-list' }, nodes.map((place, at) => entry(app, place, at + 1))),
      h('div', { class: 'paper-foot' },
        h('p', {}, words.rich('paper_foot', { address: location.host }), phone && [' ', words.rich('operator_phone'), ' ', h('b', {}, phone)]),
        names.length > 0 && h('p', {}, words.rich('paper_source', { names: h('span', { lang: 'ja' }, names.join('、')) }))));
  };
  const tryLoad = () => {
    load().catch(() => {
      replace(paper, h('div', { role: 'alert' }, h('p', {}, words.rich('error')), h('button', { class: 'button', type: 'button', onclick: tryLoad }, words.rich('retry'))));
    });
  };
  tryLoad();
  return () => undefined;
};
