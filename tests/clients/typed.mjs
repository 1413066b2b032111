// Generates types for an application, from our schema or from a running server, and compiles it under --strict.
// Usage: node typed.mjs SCHEMA_OR_URL
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { generate } from '@graphql-codegen/cli';

const [schema] = process.argv.slice(2);
// Inside this folder, so that the packages are found.
const folder = mkdtempSync(join(process.cwd(), 'node_modules/.typed-'));
try {
  cpSync('typed/app.ts', join(folder, 'app.ts'));
  await generate({
    schema: schema.startsWith('http') ? schema : resolve(schema),
    documents: [join(folder, 'app.ts')],
    generates: { [join(folder, 'generated/')]: { preset: 'client', config: { useTypeImports: true } } },
    silent: true,
  }, true);
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2022', 'app.ts'];
  execFileSync('node', [tsc, ...options], { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  console.log('compiled');
} catch (error) {
  console.log(error.stdout ?? '', error.stderr ?? '', error.stack ?? error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
process.exit();
