// Compiles the documents of a Relay app against our schema.
// Usage: node relay.mjs SCHEMA
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import compiler from 'relay-compiler';

const [schema] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'relay-'));
try {
  cpSync('relay', folder, { recursive: true });
  cpSync(resolve(schema), join(folder, 'schema.graphql'));
  mkdirSync(join(folder, 'artifacts'));
  execFileSync(compiler, ['relay.config.json'], { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  const artifacts = readdirSync(join(folder, 'artifacts'));
  for (const name of ['NearestQuery', 'NearestPageQuery', 'NearestCardQuery', 'NearestRenameMutation', 'NearestChangedSubscription']) {
    if (!artifacts.includes(`${name}.graphql.js`)) throw new Error(`no ${name} in ${artifacts}`);
  }
  console.log(`${artifacts.length} artifacts`);
} catch (error) {
  console.log(error.stdout ?? '', error.stderr ?? '', error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
