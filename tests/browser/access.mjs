// axe on every view, language and theme, also with filters open and a place chosen.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DESKTOP, PHONE, URL_OF_SERVER, graphql, visit } from './browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function check(page) {
  // Evaluated by the debugger: the content policy of the page stays as it is.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }), TAGS);
  return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 120)}`);
}

async function all(options, theme) {
  const { places } = await graphql('{ places(first: 1) { nodes { id } } }');
  const id = places.nodes[0].id;
  const found = [];
  let runs = 0;
  const speak = (lang) => visit({ ...options, colorScheme: theme }, async (page) => {
    for (const path of ['/', `/?view=map&sel=${id}`, '/?q=zzzzqqqq', `/p/${id}`, '/coverage', '/print', '/about', '/embed']) {
      await page.goto(`${URL_OF_SERVER}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      await page.locator('.results .mark, .result-body h3, .page h2, .page table, .paper li, ibasho-map .rows').first().waitFor({ timeout: 5000 }).catch(() => undefined);
      await page.waitForTimeout(path.includes('map') ? 700 : 150);
      if (path === '/') await page.locator('.chip-button').first().click().catch(() => undefined);
      runs += 1;
      found.push(...(await check(page)).map((text) => `${path} ${lang}: ${text}`));
    }
  });
  await Promise.all(['ja', 'ja-Hira', 'en'].map(speak));
  if (found.length > 0) throw new Error(found.slice(0, 8).join('\n  '));
  return `${runs} runs`;
}

export const scenarios = {
  'axe finds nothing on a wide screen, light': () => all(DESKTOP, 'light'),
  'axe finds nothing on a phone, dark': () => all(PHONE, 'dark'),
};
