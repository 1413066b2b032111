// Runs the tests of the modules that need no browser: `src/**/*.test.ts`, turned into JavaScript by tsc and run by
// Node's own runner (Node 20 does not read types yet).
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';

const out = 'node_modules/.cache/tests';
rmSync(out, { recursive: true, force: true });
const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run('node_modules/.bin/tsc', ['--noEmit', 'false', '--rewriteRelativeImportExtensions', '--outDir', out, '--rootDir', '.']);
const tests = readdirSync(out, { recursive: true }).filter((file) => file.endsWith('.test.js')).map((file) => `${out}/${file}`);
if (tests.length === 0) throw new Error('no tests');
run(process.execPath, ['--test', ...tests]);
