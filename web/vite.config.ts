// How the page is built: which files have stable names, and where addresses are absolute.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { icons } from './build/icons.ts';
import { loader } from './build/loader.ts';
import { shell } from './build/shell.ts';

const at = (path: string) => resolve(import.meta.dirname, path);
/** The server that `npm run dev` asks for data. */
const server = process.env.IBASHO_SERVER ?? 'http://127.0.0.1:8080';
const data = ['/graphql', '/tiles', '/tiles.json', '/places', '/places.geojson', '/coverage.geojson', '/coverage.csv', '/calendar.ics'];

export default defineConfig({
  plugins: [icons(), loader('element'), shell()],
  // The pages lie at several depths (`/p/…`), so their links are absolute; modules find each other relatively,
  // so that the element works from a foreign site.
  experimental: {
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `/${file}` : { relative: true }),
  },
  build: {
    target: 'es2020',
    cssTarget: 'chrome87',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: at('index.html'),
        embed: at('embed.html'),
        element: at('src/embed/element.ts'),
        sw: at('src/sw.ts'),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: Object.fromEntries(data.map((path) => [path, server])) },
  preview: { proxy: Object.fromEntries(data.map((path) => [path, server])) },
});
