// One place with all that its page shows.
import type { Point } from '../config.ts';
import { ask } from './client.ts';
import type { Access, Contact, OpenState, RowPlace, Verification } from './search.ts';

export interface Opening {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly note: string | null;
  readonly service: { readonly name: string } | null;
}
export interface Schedule {
  readonly text: string | null;
  readonly original: string | null;
  readonly note: string | null;
}
export interface SpecialHours {
  readonly from: string;
  readonly to: string;
  readonly opens: string | null;
  readonly closes: string | null;
  readonly reason: string | null;
}
export interface Source {
  readonly kind: 'FILE' | 'VISIT' | 'SURVEY' | 'SUGGESTION' | 'OPERATOR';
  readonly name: string;
  readonly url: string | null;
  readonly license: string | null;
  readonly attribution: string | null;
  readonly retrievedAt: string | null;
}
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly summary: string | null;
  readonly modes: readonly string[];
  readonly isFree: boolean | null;
  readonly fee: string | null;
  readonly eligibility: string | null;
  readonly minimumAge: number | null;
  readonly maximumAge: number | null;
  readonly requiredDocuments: readonly string[];
  readonly idRequired: boolean | null;
  readonly reservationRequired: boolean | null;
  readonly openState: OpenState | null;
  readonly contacts: readonly Contact[];
}
export interface Place extends Omit<RowPlace, 'services' | 'verification'> {
  readonly summary: string | null;
  readonly mergedInto: { readonly id: string; readonly name: string } | null;
  readonly locationPrecision: 'EXACT' | 'BLOCK' | 'TOWN' | 'HIDDEN' | 'UNKNOWN';
  readonly address: { readonly formatted: string; readonly postalCode: string | null } | null;
  readonly districts: readonly { readonly name: string; readonly level: string }[];
  readonly organization: { readonly name: string; readonly url: string | null } | null;
  readonly verification: Verification & { readonly method: string | null; readonly expiresAt: string | null; readonly by: { readonly name: string } | null };
  readonly schedules: readonly Schedule[];
  readonly specialHours: readonly SpecialHours[];
  readonly nextOpenings: readonly Opening[] | null;
  readonly accessibility: readonly Access[];
  readonly location: Point | null;
  readonly sources: readonly Source[];
  readonly updatedAt: string;
  readonly services: {
    readonly totalCount: number;
    readonly edges: readonly { readonly note: string | null; readonly schedules: readonly Schedule[]; readonly contacts: readonly Contact[]; readonly node: Service }[];
  } | null;
}

const HOURS = 'text(language: $language) original note';
const STATE = 'openState { isOpen opensAt closesAt reason }';
const CONTACTS = 'contacts { kind value note }';
const PLACE = `query Place($id: ID!, $language: String, $from: Date, $to: Date) { node(id: $id) { ... on Place {
  id name(language: $language) nameKana summary(language: $language) kinds status languages timeZone mergedInto { id name(language: $language) }
  location { latitude longitude } locationPrecision address { formatted postalCode } districts { name(language: $language) level }
  organization { name(language: $language) url } ${STATE} verification { status verifiedAt method expiresAt by { name(language: $language) } }
  schedules { ${HOURS} } specialHours(from: $from, to: $to) { from to opens closes reason }
  nextOpenings(first: 6) { startsAt endsAt note service { name(language: $language) } }
  accessibility { feature available note } ${CONTACTS} sources { kind name url license attribution retrievedAt } updatedAt
  terms { code label(language: $language) scheme { code } }
  services(first: 20) { totalCount edges { note schedules { ${HOURS} } ${CONTACTS} node {
    id name(language: $language) summary(language: $language) modes isFree fee eligibility minimumAge maximumAge requiredDocuments
    idRequired reservationRequired ${STATE} ${CONTACTS} } } } } } }`;

/** Null: no such place. Archived and merged ids answer, too. */
export async function askPlace(id: string, language: string, from: string, to: string, signal?: AbortSignal): Promise<Place | null> {
  const reply = await ask<{ node: Partial<Place> | null }>(PLACE, { id, language, from, to }, { signal });
  // The id of something else than a place answers with an empty object.
  return reply.node?.name === undefined ? null : (reply.node as Place);
}
