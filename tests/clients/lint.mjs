// graphql-eslint's rules for schemas and for Relay, without three that ask more than the specifications do: an id on
// edges and payloads, backward arguments, no plain lists. Then graphql-inspector: nothing breaks what was released.
// Usage: node lint.mjs SCHEMA RELEASED
import { readFileSync } from 'node:fs';
import { diff, CriticalityLevel } from '@graphql-inspector/core';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { buildSchema } from 'graphql';

const [schemaPath, releasedPath] = process.argv.slice(2);
const schema = readFileSync(schemaPath, 'utf8');
const { configs } = graphqlPlugin;
const rules = {
  ...configs['flat/schema-recommended'].rules ?? configs['flat/schema-recommended'],
  ...configs['flat/schema-relay'].rules ?? configs['flat/schema-relay'],
  '@graphql-eslint/require-description': ['error', { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true, DirectiveDefinition: true, rootField: true }],
  // An id belongs to nodes; values, connections, edges and payloads have none.
  '@graphql-eslint/strict-id-in-types': 'off',
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false }],
};
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: { parser: graphqlPlugin.parser, parserOptions: { graphQLConfig: { schema } } },
    rules,
  }],
});
const [result] = await eslint.lintText(schema, { filePath: 'schema.graphql' });
// The language's own directives are printed by the executor's library, with arguments that it does not describe.
const isOurs = (message) => !/ in directive "(include|skip|specifiedBy|oneOf|deprecated)"$/.test(message.message);
const found = result.messages.filter(isOurs).map((message) => `${message.line}: ${message.ruleId}: ${message.message}`);

// Breaking changes that were decided, each with the record of its decision.
const recorded = JSON.parse(readFileSync('breaking.json', 'utf8'));
const changes = await diff(buildSchema(readFileSync(releasedPath, 'utf8')), buildSchema(schema));
const breaking = changes.filter((change) => change.criticality.level === CriticalityLevel.Breaking && !(change.message in recorded));
found.push(...breaking.map((change) => `breaks what was released: ${change.message}`));
console.log(found.join('\n'));
console.log(`${found.length} violations under ${Object.keys(rules).length} rules`);
process.exit(found.length > 0 ? 1 : 0);
