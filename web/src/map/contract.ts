// What the page and the map say to each other. The map shows the same answer as the list; it never asks for another
// one by itself, and it never moves the focus unless somebody pressed a key in it.
import type { BaseMap, Point } from '../config.ts';
import type { Kind } from '../kinds.ts';
import type { Light } from '../mark.ts';
import type { Box, Search } from '../state/url.ts';
import type { Words } from '../words/index.ts';

/** A place that the list knows: its mark needs no further question. */
export interface KnownPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly light: Light;
  /** Null: on no map. */
  readonly location: Point | null;
}

/** What the list shows now. */
export interface MapAnswer {
  readonly search: Search;
  /** Variables of the GraphQL question, `PlaceFilter` and `AreaInput.districtIds`; never with `near`. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly districtIds: readonly string[];
  /** The middle of "near", also of the device: it stays here and goes into no address. */
  readonly near: Point | null;
  readonly radiusMeters: number;
  readonly total: number;
  readonly unmapped: number;
  readonly places: readonly KnownPlace[];
  /** Saved results without network: the marks are those of the list, nothing is asked. */
  readonly offline: boolean;
}

/** What the page does for the map. */
export interface MapHost {
  words(): Words;
  readonly base: BaseMap;
  /** Origin of the server for elements on foreign sites, else empty. */
  readonly server: string;
  /** Whether outlines may be kept on the device for use without network. */
  readonly keep: boolean;
  /** Where the map begins when the answer has no place on it. */
  readonly start: { readonly point: Point | null; readonly zoom: number | null; readonly center: Point | null };
  /** Rows for the card, in this order; those that cannot be had are left out. */
  card(ids: readonly string[]): Promise<readonly HTMLElement[]>;
  /** Somebody chose a mark; null: nothing is chosen any more. */
  chosen(id: string | null): void;
  /** The pointer is on a mark. */
  pointed(id: string | null): void;
  /** Somebody asks for the list of what the map shows; absent where the question is fixed. */
  area?(box: Box, center: Point, zoom: number): void;
  /** The view came to rest, by whomever. */
  moved(center: Point, zoom: number): void;
  /** Asks the device for its position, as the button of the form does; absent where there is none. */
  position?(): void;
  /** Esc: back to where the list stands. */
  back(): void;
  /** One polite message. */
  announce(text: string): void;
}

export interface MapView {
  show(answer: MapAnswer): void;
  /** The list points at a place: its mark is ringed, and brought into view if hidden. */
  point(id: string | null): void;
  choose(id: string | null): void;
  /** Another language or theme. */
  repaint(): void;
  destroy(): void;
}
