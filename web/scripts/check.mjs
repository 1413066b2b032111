// What must hold of the built page: the shell fits its budget, every word is there in three languages, every kanji
// in やさしい日本語 has a reading, and no word is left over. Run after `npm run build`.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 80 * 1024;
const WORDS_BUDGET = 6 * 1024;
const faults = [];
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const size = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

// Budget: what the browser fetches until the first result, compressed.
const html = readFileSync('dist/index.html', 'utf8');
const linked = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
const words = readdirSync('dist/assets').filter((file) => /^(?:ja|easy|en)-.*\.js$/.test(file));
const parts = [['index.html', size('dist/index.html')], ...linked.map((file) => [file, size(`dist/${file}`)])];
const largest = Math.max(...words.map((file) => size(`dist/assets/${file}`)));
for (const file of words) if (size(`dist/assets/${file}`) > WORDS_BUDGET) faults.push(`${file}: ${kb(size(`dist/assets/${file}`))} of words, more than ${kb(WORDS_BUDGET)}`);
parts.push(['words of the largest language', largest]);
for (const [name, bytes] of parts) console.log(`${kb(bytes).padStart(9)}  ${name}`);
const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
console.log(`${kb(total).padStart(9)}  shell to the first result, of ${kb(BUDGET)}`);
if (total > BUDGET) faults.push(`the shell is ${kb(total)}, more than ${kb(BUDGET)}`);
if (linked.some((file) => /maplibre|map-/.test(file))) faults.push('the map is loaded with the shell');
if (/<script(?![^>]*(?:src=|application\/json))/.test(html)) faults.push('index.html has an inline script');

// Words.
const table = (file) => new Map([...readFileSync(`src/words/${file}.ts`, 'utf8').matchAll(/^ {2}(\w+): '(.*)',$/gm)].map((match) => [match[1], match[2]]));
const [ja, easy, en] = ['ja', 'easy', 'en'].map(table);
const values = (text) => [...text.matchAll(/%(\w+)%/g)].map((match) => match[1]).sort().join();
for (const [language, other] of [['easy', easy], ['en', en]]) {
  for (const key of ja.keys()) {
    if (!other.get(key)) faults.push(`${language}: no word for ${key}`);
    else if (values(other.get(key)) !== values(ja.get(key))) faults.push(`${language}: ${key} has other values than the Japanese`);
  }
  for (const key of other.keys()) if (!ja.has(key)) faults.push(`${language}: ${key} is in no other language`);
}
for (const [key, text] of easy) {
  const bare = text.replace(/\{[^|{}]+\|[^|{}]+\}/g, '');
  if (/\p{Script=Han}/u.test(bare)) faults.push(`easy: ${key} has a kanji without a reading: ${text}`);
  if (/[{}|]/.test(bare)) faults.push(`easy: ${key} has a broken reading: ${text}`);
}
const sources = readdirSync('src', { recursive: true }).filter((file) => file.endsWith('.ts') && !file.startsWith('words')).map((file) => readFileSync(`src/${file}`, 'utf8')).join('\n');
// Made from parts where they are used, or given by name to the map, which is loaded later.
const composed = /^(?:map|kind|access|level|mode|contact|method|source|when|theme)_/;
for (const key of ja.keys()) if (!composed.test(key) && !new RegExp(`['"\`]${key}['"\`]`).test(sources)) faults.push(`${key} is used nowhere`);
console.log(`${ja.size} words in three languages`);

// Hostile text can only become text.
for (const file of readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts'))) {
  if (/\.(?:innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(/.test(readFileSync(`src/${file}`, 'utf8'))) faults.push(`src/${file} makes markup from a string`);
}
for (const fault of faults) console.error(`check: ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
