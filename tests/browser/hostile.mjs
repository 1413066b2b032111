// The payloads of payloads.json in every text field of places, through every view and file: nothing may run, and the
// content policy may not even have to refuse anything.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DESKTOP, URL_OF_SERVER, graphql, visit } from './browser.mjs';

const PAYLOADS = JSON.parse(readFileSync(new URL('payloads.json', import.meta.url), 'utf8'));
const KEY = process.env.IBASHO_KEY;
const CREATE = `mutation Create($input: PlaceCreateInput!) { placeCreate(input: $input) { place { id } userErrors { field message } } }`;
/** Each place carries one payload in each field; the window of time and the point put them into view together. */
const FIELDS = ['name', 'nameKana', 'summary', 'addressText', 'phone', 'web', 'contactNote', 'accessNote', 'original', 'scheduleNote', 'reason', 'englishName', 'englishSummary'];
const AT = { latitude: 34.36, longitude: 137.01 };

function fieldsOf(payload, left) {
  const at = (name) => (left.has(name) ? payload : null);
  const contacts = [{ kind: 'PHONE', value: at('phone') ?? '00-0000-0000', note: at('contactNote') }, ...(at('web') ? [{ kind: 'WEB', value: at('web') }] : [])];
  return {
    kinds: ['OTHER'], name: at('name') ?? 'てすと', nameKana: at('nameKana'), summary: at('summary'), addressText: at('addressText'), location: AT, contacts,
    translations: at('englishName') || at('englishSummary') ? [{ language: 'en', name: at('englishName') ?? 'Test', summary: at('englishSummary') }] : [],
    accessibility: [{ feature: 'WHEELCHAIR', available: true, note: at('accessNote') }],
    schedules: [{ original: at('original') ?? '不定', note: at('scheduleNote') }],
    specialHours: at('reason') ? [{ from: '2027-01-01', to: '2027-01-01', reason: at('reason') }] : [],
  };
}

/** Writes it; fields that the server refuses for this payload (a web address that is none) are left out. */
async function plant(payload) {
  const left = new Set(FIELDS);
  const refused = new Set();
  for (let tries = 0; tries < 8; tries += 1) {
    const { placeCreate } = await graphql(CREATE, { input: { place: fieldsOf(payload, left), allowDuplicate: true } }, KEY);
    if (placeCreate?.place) return { id: placeCreate.place.id, refused };
    const out = new Set((placeCreate?.userErrors ?? []).map(({ field }) => nameOf(field ?? [])));
    if ([...out].filter((name) => left.delete(name)).length === 0) throw new Error(`${payload}: ${JSON.stringify(placeCreate)}`);
    out.forEach((name) => refused.add(name));
  }
  throw new Error(`${payload} was refused everywhere: ${[...refused].join()}`);
}

function nameOf([, , first, index, last]) {
  if (first === 'translations') return last === 'summary' ? 'englishSummary' : 'englishName';
  if (first === 'contacts') return index === '1' ? 'web' : last === 'note' ? 'contactNote' : 'phone';
  if (first === 'accessibility') return 'accessNote';
  if (first === 'schedules') return last === 'note' ? 'scheduleNote' : 'original';
  return first === 'specialHours' ? 'reason' : first;
}

/** The cells of a table (RFC 4180), quotes taken off. */
function cells(text) {
  const quoted = /"((?:[^"]|"")*)"|([^,\r\n]*)/y;
  const found = [];
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; at = quoted.lastIndex + (text.startsWith('\r\n', quoted.lastIndex) ? 2 : 1)) {
    quoted.lastIndex = at;
    const [, inside, bare] = quoted.exec(text);
    found.push(inside?.replaceAll('""', '"') ?? bare);
  }
  return found;
}

export const scenarios = {
  'hostile words in every field never run': async () => {
    assert.ok(PAYLOADS.length >= 200);
    if (!KEY) return 'skip';
    const planted = [];
    for (let at = 0; at < PAYLOADS.length; at += 8) planted.push(...(await Promise.all(PAYLOADS.slice(at, at + 8).map(plant))));
    const views = await visit(DESKTOP, async (page, context) => {
      let seen = 0;
      const look = async (path) => {
        await page.goto(`${URL_OF_SERVER}${path}`);
        await page.locator('h1, ibasho-map').first().waitFor();
        seen += 1;
      };
      const near = `near=${AT.latitude},${AT.longitude}&radius=100`;
      await look(`/?kinds=OTHER&${near}`);
      for (let more = 0; more < PAYLOADS.length / 20; more += 1) {
        const rows = page.locator('.results .rows > li');
        const before = await rows.count();
        const button = page.locator('#more-rows');
        if (!(await button.isVisible().catch(() => false))) break;
        await button.click();
        await page.waitForFunction((count) => document.querySelectorAll('.results .rows > li').length > count, before).catch(() => undefined);
      }
      assert.ok((await page.locator('.results .rows > li').count()) >= PAYLOADS.length * 0.9, 'not all are listed');
      for (const path of [`/?kinds=OTHER&${near}&lang=en`, `/?kinds=OTHER&${near}&view=map&z=18&c=${AT.latitude},${AT.longitude}`, `/print?kinds=OTHER&${near}&n=100`, '/embed?kinds=OTHER', '/coverage']) {
        await look(path);
        await page.waitForTimeout(600);
      }
      // Several pages at once: most of a visit is waiting.
      const left = planted.map(({ id }) => id);
      const visitAll = async (one) => {
        for (let id = left.pop(); id; id = left.pop()) {
          await one.goto(`${URL_OF_SERVER}/p/${id}${['', '?lang=en', '?lang=ja-Hira'][left.length % 3]}`, { waitUntil: 'domcontentloaded' });
          await one.locator('.page .head').waitFor();
          seen += 1;
        }
      };
      await Promise.all((await Promise.all([1, 2, 3, 4].map(() => context.newPage()))).map(visitAll));
      return seen;
    });
    for (const { id } of planted.slice(0, 40)) JSON.parse(await (await fetch(`${URL_OF_SERVER}/places/${id}.jsonld`)).text());
    const csv = await fetch(`${URL_OF_SERVER}/places.csv?kinds=OTHER`);
    assert.equal(csv.status, 200);
    const formula = cells(await csv.text()).find((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && Number.isNaN(Number(cell)));
    assert.equal(formula, undefined, 'a formula in the CSV');
    for (const path of ['/places.geojson', '/calendar.ics']) assert.ok(!/html/.test((await fetch(`${URL_OF_SERVER}${path}?kinds=OTHER`)).headers.get('content-type')), path);
    return `${PAYLOADS.length} payloads, ${views} views, refused: ${[...new Set(planted.flatMap(({ refused }) => [...refused]))].join()},`;
  },
};
