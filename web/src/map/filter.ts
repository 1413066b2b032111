// The parameters of the tiles for a search. Near and box are left out on purpose: a position is in no address, and
// tiles of the whole answer stay the same while the map moves, for everybody's cache.
import type { MapAnswer } from './contract.ts';

/** Null: the paths cannot say it (accessibility, a district without code), so GraphQL is asked. */
export function tileQuery(answer: MapAnswer): string | null {
  const { search, filter } = answer;
  if (search.access.length > 0 || filter['accessibility']) return null;
  const out = new URLSearchParams();
  if (search.text) out.set('text', search.text);
  if (search.kinds.length > 0) out.set('kinds', [...search.kinds].sort().join(','));
  if (search.terms.length > 0) out.set('terms', [...search.terms].sort().join(','));
  const open = filter['openAt'] as { from?: string | null; to?: string | null } | null | undefined;
  if (open) out.set('openAt', `${open.from ?? ''}/${open.to ?? ''}`);
  if (answer.districtIds.length > 0) {
    // One that has no official code goes by its id, which the paths do not know.
    if (!search.district || answer.districtIds.includes(search.district)) return null;
    out.set('district', search.district);
  }
  return out.toString();
}
