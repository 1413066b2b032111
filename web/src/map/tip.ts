// What is under the pointer or the cross-hair: the name of a place, or what a cluster is made of.
import type { MapGeoJSONFeature } from 'maplibre-gl';
import { h, replace } from '../dom.ts';
import { KINDS } from '../kinds.ts';
import { mark } from '../mark.ts';
import type { MapHost } from './contract.ts';

export function makeTip(host: MapHost) {
  const element = h('div', { class: 'map-tip', hidden: true });
  const hide = () => {
    element.hidden = true;
  };
  return {
    element,
    hide,
    show(feature: MapGeoJSONFeature | undefined, x: number, y: number): void {
      if (!feature) return hide();
      const words = host.words();
      const { properties } = feature;
      if (typeof properties['name'] === 'string') replace(element, properties['name']);
      else {
        const counts = KINDS.flatMap((kind) => (Number(properties[kind]) > 0 ? [[kind, Number(properties[kind])] as const] : [])).sort(([, a], [, b]) => b - a);
        replace(element, h('b', {}, words.rich('map_cluster', { n: Number(properties['count']) })), h('ul', {}, counts.map(([kind, count]) => h('li', {}, mark(kind), words.rich(`kind_${kind}`), h('span', {}, words.number(count))))));
      }
      // Canvas positions are not known to the sheet; these two go through the object model, not through markup.
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      element.hidden = false;
    },
  };
}
