// Runs every scenario against the server at IBASHO_URL and prints a TAP line for each.
// Usage: IBASHO_URL=http://127.0.0.1:8080 [IBASHO_KEY=…] npm test [-- part of a name]
// With a key of an operator the payloads of payloads.json are written into places first; without one that part is
// skipped in so many words.
import { browser } from './browser.mjs';
import { scenarios as access } from './access.mjs';
import { scenarios as find } from './find.mjs';
import { scenarios as map } from './map.mjs';
import { scenarios as hostile } from './hostile.mjs';

const part = process.argv[2] ?? '';
const chosen = Object.entries({ ...find, ...map, ...access, ...hostile }).filter(([name]) => name.includes(part));
console.log(`1..${chosen.length}`);
let failed = 0;
for (const [at, [name, run]] of chosen.entries()) {
  const since = Date.now();
  try {
    const note = await run();
    console.log(`ok ${at + 1} - ${name} # ${note === 'skip' ? 'SKIP no IBASHO_KEY' : `${note ?? ''} ${Date.now() - since} ms`}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${at + 1} - ${name}\n  ${String(error.stack ?? error).split('\n').slice(0, 6).join('\n  ')}`);
  }
}
await browser.close();
process.exitCode = failed > 0 ? 1 : 0;
