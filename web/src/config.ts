// What the operator says about this site. The server writes it into the page; without it the page works, too.

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}
export interface Site {
  readonly name: string | null;
  readonly operator: string | null;
  readonly contact: { readonly phone?: string | null; readonly url?: string | null; readonly email?: string | null } | null;
  readonly point: Point | null;
  readonly radiusMeters: number;
  readonly about: string | null;
}
export interface BaseMap {
  readonly kind: 'none' | 'style' | 'raster' | 'pmtiles';
  readonly url?: string | null;
  readonly attribution?: string | null;
}
export interface Config {
  readonly site: Site;
  readonly map: BaseMap;
  readonly language: string | null;
  readonly version: string;
}

const SITE: Site = { name: null, operator: null, contact: null, point: null, radiusMeters: 2000, about: null };

export function readConfig(): Config {
  const text = document.getElementById('ibasho-config')?.textContent ?? '{}';
  let given: Partial<Config> = {};
  try {
    given = JSON.parse(text) as Partial<Config>;
  } catch {
    // A broken setting must not take the page from residents.
  }
  return {
    site: { ...SITE, ...given.site },
    map: given.map ?? { kind: 'none' },
    language: given.language ?? null,
    version: given.version ?? '',
  };
}
