// The map beside the list. See contract.ts for what it and the page say to each other. Without WebGL it is not even
// fetched; the page then says so and stays with the list.
import type { MapHost, MapView } from './contract.ts';

function hasWebGl(): boolean {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

export async function mountMap(element: HTMLElement, host: MapHost): Promise<MapView> {
  if (!hasWebGl()) throw new Error('no WebGL');
  const { openMap } = await import('./view.ts');
  return openMap(element, host);
}
