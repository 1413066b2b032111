// The map beside the list. See contract.ts for what it and the page say to each other. Where it cannot be drawn the
// page says so and stays with the list.
import type { MapHost, MapView } from './contract.ts';
import './map.css';
import { hasWebGl } from './webgl.ts';

export async function mountMap(element: HTMLElement, host: MapHost): Promise<MapView> {
  if (!hasWebGl()) throw new Error('no WebGL');
  const { openMap } = await import('./view.ts');
  return openMap(element, host);
}
