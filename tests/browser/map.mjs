// The map: in step with the list, moved by keys and buttons, changing nothing by itself; and the element elsewhere.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { DESKTOP, URL_OF_SERVER, openList, visit } from './browser.mjs';

async function openMap(page, path = '/') {
  await openList(page, path);
  await page.locator('.map canvas').waitFor();
  await page.waitForTimeout(1200);
}

async function elsewhere(html, act) {
  const site = createServer((_request, reply) => reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html));
  await new Promise((ready) => site.listen(0, 'localhost', ready));
  const address = `http://localhost:${site.address().port}`;
  try {
    await visit({ ...DESKTOP, allowed: [address] }, (page) => page.goto(address).then(() => act(page)));
  } finally {
    site.close();
  }
}

export const scenarios = {
  'moving the map offers a new search and leaves the list alone': () => visit(DESKTOP, async (page) => {
    await openMap(page);
    const list = () => page.locator('.results .rows').innerText();
    const before = await list();
    assert.equal(await page.locator('.map-area').isVisible(), false);
    await page.locator('.map-buttons button').first().click();
    await page.locator('.map-area').waitFor();
    assert.equal(await list(), before);
    await page.locator('.map-area').click();
    await page.waitForURL(/box=/);
  }),

  'the map is used by keys, and Esc leads back': () => visit(DESKTOP, async (page) => {
    await openMap(page);
    await page.locator('.map canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.map-area').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.tagName === 'CANVAS'), false);
  }),

  'a row under the pointer rings its mark, a chosen one has its card': () => visit(DESKTOP, async (page) => {
    await openMap(page);
    const id = await page.locator('.results .rows > li').first().getAttribute('data-id');
    await openMap(page, `/?sel=${id}`);
    await page.locator('.map-card .row').waitFor();
    assert.equal(await page.locator('.map-card .row').first().getAttribute('data-id'), id);
  }),

  'the element works on another site': () => elsewhere(`<!doctype html><html lang="ja"><title>市</title><script src="${URL_OF_SERVER}/ibasho-map.js"></script><ibasho-map kinds="FOOD_PANTRY" lang="ja"></ibasho-map></html>`, async (page) => {
    await page.locator('ibasho-map .rows li').first().waitFor();
    await page.locator('ibasho-map .bar button').click();
    await page.locator('ibasho-map canvas').waitFor();
    assert.equal(await page.evaluate(() => localStorage.length + document.cookie.length), 0);
  }),

  'the frame works on another site': () => elsewhere(`<!doctype html><html lang="ja"><title>市</title><iframe title="居場所" src="${URL_OF_SERVER}/embed?lang=en" width="300" height="500"></iframe></html>`, async (page) => {
    await page.frameLocator('iframe').locator('ibasho-map .rows li').first().waitFor();
  }),
};
