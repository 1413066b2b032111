// Makes `ibasho-map.js`, the stable address that other sites put into a script tag. It is a classic script, so
// that it can ask where it came from, and it loads the hashed module of the element from there.
import type { Plugin } from 'vite';

export function loader(entry: string): Plugin {
  return {
    name: 'ibasho-loader',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunk = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === entry);
      if (!chunk) throw new Error(`no entry ${entry}`);
      const path = JSON.stringify(chunk.fileName);
      this.emitFile({
        type: 'asset',
        fileName: 'ibasho-map.js',
        source: `(function(){import(new URL(${path},document.currentScript.src).href)})();\n`,
      });
    },
  };
}
