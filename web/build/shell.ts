// Tells the service worker which files make the shell: all that is built but the map and the pages for other sites.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Entries and chunks that are not needed for the list. */
const APART = /(?:embed|element|maplibre|map-|ibasho-map|pmtiles|worker)/;

export function shell(): Plugin {
  return {
    name: 'ibasho-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') throw new Error('no sw.js');
      const files = Object.keys(bundle).filter((name) => /^assets\/.*\.(?:js|css)$/.test(name) && !APART.test(name)).sort();
      const paths = files.map((name) => `/${name}`);
      const version = createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 12);
      worker.code = worker.code.replace(/__SHELL__/g, JSON.stringify(paths)).replace(/__VERSION__/g, JSON.stringify(version));
    },
  };
}
