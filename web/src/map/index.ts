// The map beside the list. See contract.ts for what it and the page say to each other.
import type { MapHost, MapView } from './contract.ts';

export function mountMap(_element: HTMLElement, _host: MapHost): Promise<MapView> {
  return Promise.reject(new Error('no map'));
}
