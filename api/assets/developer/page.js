// The developers' page: one query, one answer, and the schema to read beside it. No code of others, no storage.
const element = (id) => document.getElementById(id);
const [query, variables, key, status, answer, search, schema] = ['query', 'variables', 'key', 'status', 'answer', 'search', 'schema'].map(element);

query.value = `query Nearest($near: NearInput!) {
  places(near: $near, first: 5) {
    totalCount
    edges {
      distanceMeters
      node { id name kinds address { formatted } }
    }
  }
  rateLimit { cost remaining }
}
`;
variables.value = `{
  "near": { "point": { "latitude": 34.35, "longitude": 137.0 }, "radiusMeters": 2000 }
}
`;

async function ask(document, values) {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  if (key.value) headers.authorization = `Bearer ${key.value}`;
  const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: document, variables: values }) });
  return { status: response.status, body: await response.json() };
}

async function run() {
  let values = {};
  try {
    if (variables.value.trim()) values = JSON.parse(variables.value);
  } catch (error) {
    status.textContent = `The variables are not JSON: ${error.message}`;
    return;
  }
  status.textContent = 'asking …';
  const began = performance.now();
  try {
    const { status: code, body } = await ask(query.value, values);
    status.textContent = `${code} after ${Math.round(performance.now() - began)} ms`;
    answer.textContent = JSON.stringify(body, null, 2);
  } catch (error) {
    status.textContent = `No answer: ${error.message}`;
  }
}

element('ask').addEventListener('submit', (event) => { event.preventDefault(); run(); });
document.addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run(); });

const INTROSPECTION = `{ __schema { types { name kind description
  fields(includeDeprecated: true) { name description type { ...t } args { name description type { ...t } } }
  inputFields { name description type { ...t } } enumValues(includeDeprecated: true) { name description } } } }
  fragment t on __Type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }`;

function written(type) {
  if (type.kind === 'NON_NULL') return `${written(type.ofType)}!`;
  if (type.kind === 'LIST') return `[${written(type.ofType)}]`;
  return type.name;
}

function make(tag, text, ...children) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function shown(type) {
  const rows = [];
  for (const member of [...(type.fields ?? []), ...(type.inputFields ?? [])]) {
    const given = (member.args ?? []).map((argument) => `${argument.name}: ${written(argument.type)}`).join(', ');
    rows.push(make('dt', `${member.name}${given && `(${given})`}: ${written(member.type)}`), make('dd', member.description));
  }
  for (const value of type.enumValues ?? []) rows.push(make('dt', value.name), make('dd', value.description));
  const block = make('details', '', make('summary', `${type.name} (${type.kind.toLowerCase().replaceAll('_', ' ')})`), make('p', type.description), make('dl', '', ...rows));
  block.dataset.words = block.textContent.toLowerCase();
  return block;
}

search.addEventListener('input', () => {
  const wanted = search.value.trim().toLowerCase();
  for (const block of schema.children) block.hidden = !block.dataset.words?.includes(wanted);
});

const { body } = await ask(INTROSPECTION, {});
const first = ['Query', 'Mutation', 'Subscription'];
const rank = (type) => (first.indexOf(type.name) + first.length + 1) % (first.length + 1);
const types = (body.data?.__schema.types ?? []).filter((type) => !type.name.startsWith('__'));
types.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
schema.append(...types.map(shown));
