// The audit of GraphQL over HTTP that the npm package graphql-http publishes.
// Usage: node audit.mjs URL. Prints what failed; exit code 1 when anything did.
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
const audits = serverAudits({ url });
const results = await Promise.all(audits.map(({ fn }) => fn()));
const failed = results.filter((result) => result.status !== 'ok');
for (const { id, name, status, reason } of failed) console.log(`${status}: ${id} ${name}: ${reason}`);
console.log(`${results.length - failed.length} of ${results.length} audits`);
process.exit(failed.length > 0 || results.length < 61 ? 1 : 0);
