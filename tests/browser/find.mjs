// Residents at their tasks.
import assert from 'node:assert/strict';
import { DESKTOP, PHONE, URL_OF_SERVER, graphql, launchWithoutWebGl, open, openList, visit } from './browser.mjs';

const middle = async () => {
  const { places } = await graphql('{ places(filter: {kinds: [FOOD_PANTRY]}, first: 20) { nodes { location { latitude longitude } } } }');
  const { latitude, longitude } = places.nodes.find(({ location }) => location).location;
  return `${latitude.toFixed(3)},${longitude.toFixed(3)}`;
};
const rows = (page) => page.locator('.results .rows > li[data-id]').evaluateAll((all) => all.map((row) => row.dataset.id));
const settled = async (page) => {
  // A map that goes on drawing, or a busy machine, must not hold a test up for ever.
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
  await page.waitForTimeout(150);
};

/** Presses Tab until the element has the focus; returns how many it took. */
async function tabTo(page, selector, most = 40) {
  for (let pressed = 1; pressed <= most; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return pressed;
  }
  throw new Error(`${selector} is not reached within ${most} presses`);
}

async function pantryByKeys(page) {
  await openList(page, `/?near=${await middle()}&radius=50000`);
  let keys = await tabTo(page, 'input[type=checkbox][value=FOOD_PANTRY], .kinds .chip:nth-child(2) input');
  await page.keyboard.press('Space');
  keys += 1;
  await settled(page);
  assert.match(page.url(), /kinds=FOOD_PANTRY/);
  keys += await tabTo(page, '.results .rows > li a');
  const { places } = await graphql('query($id: ID!) { node(id: $id) { ... on Place { kinds } } }', { id: (await rows(page))[0] }).then(({ node }) => ({ places: node }));
  assert.ok(places.kinds.includes('FOOD_PANTRY'));
  await page.keyboard.press('Enter');
  keys += 1;
  await page.waitForURL(/\/p\//);
  assert.ok(keys <= 40, `${keys} keys`);
  return `${keys} key presses`;
}

export const scenarios = {
  'a pantry near a point is found by keyboard alone': () => visit(DESKTOP, pantryByKeys),
  'the same on a phone': () => visit(PHONE, pantryByKeys),

  'each language is chosen by its own name and stays': () => visit(DESKTOP, async (page) => {
    await openList(page, '/');
    const heading = () => page.locator('h1').first().innerText();
    const before = await heading();
    for (const [name, tag] of [['English', 'en'], ['やさしい日本語', 'ja'], ['日本語', 'ja']]) {
      await page.getByText(name, { exact: true }).locator('visible=true').first().click();
      await page.waitForFunction((wanted) => document.documentElement.lang === wanted, tag);
      await settled(page);
    }
    assert.equal(await heading(), before);
  }),

  'a shared address shows the same results to somebody else': async () => {
    const look = () => visit(DESKTOP, async (page) => {
      await openList(page, '/?kinds=GATHERING_PLACE&sort=name');
      await settled(page);
      return { ids: await rows(page), url: page.url() };
    });
    const [mine, theirs] = [await look(), await look()];
    assert.ok(mine.ids.length > 0);
    assert.deepEqual(theirs, mine);
  },

  'without network the last results are there, and say so': () => visit(DESKTOP, async (page, context) => {
    await openList(page, '/');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await settled(page);
    const before = await rows(page);
    await context.setOffline(true);
    await page.reload();
    await page.locator('.banner:not([hidden])').waitFor();
    await page.locator('.results .rows > li[data-id]').first().waitFor();
    assert.deepEqual(await rows(page), before);
  }),

  'without WebGL the list is complete and the map says why it is not there': async () => {
    const plain = await launchWithoutWebGl();
    try {
      await visit(DESKTOP, async (page) => {
        await openList(page, '/');
        await page.locator('.map-none').waitFor();
        assert.equal((await rows(page)).length, 20);
      }, plain);
    } finally {
      await plain.close();
    }
  },

  'without script the first results and a place are there': () => visit({ ...DESKTOP, javaScriptEnabled: false }, async (page) => {
    await page.goto(`${URL_OF_SERVER}/`);
    const links = page.locator('ol.rows > li a');
    assert.ok((await links.count()) > 0, 'no rows');
    await page.goto(new URL(await links.first().getAttribute('href'), URL_OF_SERVER).href);
    assert.ok((await page.locator('h1').first().innerText()).length > 0);
  }),

  'no view scrolls sideways at 320 px': () => visit({ viewport: { width: 320, height: 640 } }, async (page) => {
    for (const lang of ['ja', 'ja-Hira', 'en']) {
      for (const path of ['/', '/?view=map', '/coverage', '/about', '/print', '/embed']) {
        await page.goto(`${URL_OF_SERVER}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        await settled(page);
        const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${path} in ${lang}: ${over} px too wide`);
      }
    }
  }),

  'the position of the device goes into no address': () => visit({ ...DESKTOP, geolocation: { latitude: 34.3512, longitude: 137.0034 }, permissions: ['geolocation'] }, async (page) => {
    const addresses = [];
    page.on('request', (request) => addresses.push(request.url()));
    await openList(page, '/');
    await page.locator('#near').click();
    await page.waitForURL(/near=me/);
    await settled(page);
    assert.ok(![...addresses, page.url(), await page.title()].some((text) => /34\.35|137\.00/.test(text)), 'a position in an address');
    assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes('34.35'));
  }),

  'unknown scripts are not the page': async () => {
    for (const path of ['/nothing.js', '/assets/nothing.js', '/nothing.mjs']) assert.equal((await fetch(`${URL_OF_SERVER}${path}`)).status, 404, path);
  },

  'the first results are there within a second at a quarter of the speed': () => visit(PHONE, async (page, context) => {
    await open(page, '/about');
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(`${URL_OF_SERVER}/`, { waitUntil: 'commit' });
    await page.locator('.rows > li').first().waitFor();
    const time = await page.evaluate(() => Math.round(performance.now() - performance.getEntriesByType('navigation')[0].responseStart));
    return `${time} ms after the first byte`;
  }),
};
