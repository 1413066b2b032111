// Where it is, as exactly as the register may say, and where the record comes from.
import type { Place, Source } from '../api/place.ts';
import type { App } from '../app.ts';
import { h, safeHref, type Child } from '../dom.ts';
import { icon } from '../mark.ts';
import { EMPTY, formatSearch } from '../state/url.ts';
import { longDate, solid } from '../when/dates.ts';
import { dayOf } from '../when/window.ts';
import type { WordKey } from '../words/index.ts';
import { box } from './view.ts';

const PRECISION: Readonly<Record<Place['locationPrecision'], WordKey | null>> = {
  EXACT: null, BLOCK: 'precision_block', TOWN: 'precision_town', HIDDEN: 'precision_hidden', UNKNOWN: 'precision_unknown',
};

export function whereBox(app: App, place: Place): HTMLElement {
  const { words } = app;
  const precision = PRECISION[place.locationPrecision];
  const { location: point, address } = place;
  const query = point && formatSearch({ ...EMPTY, view: 'map', center: point, zoom: 16, chosen: place.id });
  return box(words.rich('where'),
    address && h('p', { lang: 'ja' }, address.postalCode && `${words.text('postal', { code: address.postalCode })} `, address.formatted),
    precision && h('p', { class: 'note' }, words.rich(precision)),
    place.districts.length > 0 && h('p', { class: 'note' }, words.rich('part_of'), ': ', place.districts.map((district) => district.name).join(words.tag === 'ja' ? '・' : ', ')),
    query && h('p', { class: 'actions' }, h('a', { class: 'button', href: app.href('/', query) }, icon('map'), words.rich('on_map'))));
}

const SOURCE_KIND: Readonly<Record<Source['kind'], WordKey | null>> = {
  FILE: null, VISIT: 'source_visit', SURVEY: 'source_survey', SUGGESTION: 'source_suggestion', OPERATOR: 'source_operator',
};

function sourceItem(app: App, source: Source): HTMLElement {
  const { words } = app;
  const href = source.url && /^https?:/i.test(source.url) ? safeHref(source.url) : null;
  const kind = SOURCE_KIND[source.kind];
  const day = source.retrievedAt && solid(longDate(dayOf(new Date(source.retrievedAt)), words.language));
  const more: Child[] = [
    kind && words.rich(kind),
    source.license && words.rich('source_license', { license: source.license }),
    source.attribution && source.attribution !== source.name && h('span', { lang: 'ja' }, source.attribution),
    day && words.rich('source_fetched', { date: day }),
  ];
  return h('li', {}, href ? h('a', { href, rel: 'noopener noreferrer external', lang: 'ja' }, source.name) : h('span', { lang: 'ja' }, source.name), h('p', { class: 'facts' }, more.filter((part) => part).map((part) => h('span', { class: 'fact' }, part))));
}

export function trustBox(app: App, place: Place): HTMLElement {
  const { words } = app;
  const { verifiedAt, method, by, status, expiresAt } = place.verification;
  const day = (text: string) => solid(longDate(text.length > 10 ? dayOf(new Date(text)) : text, words.language));
  const how = words.rich(({ VISIT: 'method_visit', PHONE: 'method_phone', DOCUMENT: 'method_document', OPERATOR_STATEMENT: 'method_operator_statement', IMPORT: 'method_import' } as const)[method ?? ''] ?? 'method_document');
  const confirmed = verifiedAt && (by ? words.rich('trust_confirmed_by', { date: day(verifiedAt), how, who: h('span', { lang: 'ja' }, by.name) }) : words.rich('trust_confirmed', { date: day(verifiedAt), how }));
  return box(words.rich('trust'),
    h('p', {}, confirmed ?? words.rich('unverified')),
    status === 'DISPUTED' && h('p', { class: 'stale' }, icon('warning'), words.rich('disputed')),
    expiresAt && h('p', { class: 'note' }, words.rich('trust_until', { date: day(expiresAt) })),
    place.organization && h('p', {}, words.rich('run_by'), ': ', h('span', { lang: 'ja' }, place.organization.name)),
    place.sources.length > 0 && [h('h3', {}, words.rich('sources')), h('ul', { class: 'plain' }, place.sources.map((source) => sourceItem(app, source)))],
    h('p', { class: 'note' }, words.rich('updated', { date: day(place.updatedAt) })));
}
