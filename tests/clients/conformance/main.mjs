// Asks our server and graphql-js the same documents and compares the answers, keys in order.
// Usage: node conformance/main.mjs URL SCHEMA [NUMBER]
//
// graphql-js runs each document itself: validation, variables, fragments, directives, merging, nulls. What it
// resolves it fetches from the same server in the plainest form there is, one field at a time, see resolve.mjs.
import { readFileSync } from 'node:fs';
import { buildSchema, execute, getOperationAST, parse, validate } from 'graphql';
import { corpus } from './corpus.mjs';
import { Register } from './resolve.mjs';

const [url, schemaPath, only] = process.argv.slice(2);
const schema = buildSchema(readFileSync(schemaPath, 'utf8'));

async function ask({ query, variables, operationName }) {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables, operationName }) });
  return response.json();
}

async function reference({ query, variables, operationName }, register) {
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return { errors: [error] };
  }
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  if (getOperationAST(document, operationName)?.operation === 'subscription') return { errors: [new Error('needs a socket')] };
  const answer = await execute({ schema, document, variableValues: variables, operationName, fieldResolver: register.resolve, typeResolver: (value) => value.__typename });
  return JSON.parse(JSON.stringify(answer));
}

/** Of errors only where they are; the words are each implementation's own. */
function comparable(answer) {
  if (answer.data === undefined) return 'refused as a whole';
  const paths = (answer.errors ?? []).map((error) => JSON.stringify(error.path)).sort();
  return JSON.stringify({ data: answer.data, errors: paths });
}

const ids = await Register.ids(ask);
const register = new Register(schema, ask);
let differences = 0;
const cases = corpus(ids).filter((_, number) => only === undefined || number === Number(only));
for (const [number, question] of cases.entries()) {
  const [ours, theirs] = [await ask(question), await reference(question, register)];
  if (comparable(ours) === comparable(theirs)) continue;
  differences += 1;
  const show = (answer) => `${comparable(answer)}\n    ${JSON.stringify(answer.errors ?? []).slice(0, 400)}`.slice(0, 1500);
  console.log(`${number}: ${JSON.stringify(question)}\n  ours:   ${show(ours)}\n  theirs: ${show(theirs)}`);
}
console.log(`${differences} differences in ${cases.length} documents`);
process.exit(differences > 0 || (only === undefined && cases.length < 300) ? 1 : 0);
