// A smoke test by urql: by POST and by GET, with variables, an argument that is refused, a document that is invalid.
// Usage: node urql.mjs URL
import assert from 'node:assert/strict';
import { Client, fetchExchange, gql } from '@urql/core';

const [url] = process.argv.slice(2);
for (const preferGetMethod of [false, 'force']) {
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod });
  const document = gql`query Near($near: NearInput!, $first: Int) {
    places(near: $near, first: $first) { totalCount edges { distanceMeters node { id name } } pageInfo { hasNextPage endCursor } } }`;
  const variables = { near: { point: { latitude: 34.35, longitude: 137 }, radiusMeters: 5000 }, first: 3 };
  const { data, error } = await client.query(document, variables).toPromise();
  assert.equal(error, undefined);
  assert.equal(data.places.edges.length, 3);
  const refused = await client.query(document, { ...variables, first: 1000 }).toPromise();
  assert.equal(refused.data.places, null);
  assert.equal(refused.error.graphQLErrors[0].extensions.code, 'BAD_USER_INPUT');
  const invalid = await client.query(gql`{ nothing }`, {}).toPromise();
  assert.equal(invalid.error.graphQLErrors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
}
console.log('fine');
