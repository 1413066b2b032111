// What an application in TypeScript writes; it must compile under --strict against the generated types.
import { graphql } from './generated';
import type { NearestQuery, NearestQueryVariables, PlaceKind } from './generated/graphql';

export const nearest = graphql(`
  query Nearest($near: NearInput!, $filter: PlaceFilter, $first: Int, $after: String) {
    places(near: $near, filter: $filter, first: $first, after: $after) {
      totalCount
      edges { distanceMeters node { id name kinds location { latitude longitude } accessibility { feature available } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const edit = graphql(`
  mutation Edit($input: PlaceUpdateInput!) {
    placeUpdate(input: $input) { place { id version } userErrors { code field message } seq }
  }
`);

export const watch = graphql(`
  subscription Watch($within: AreaInput!) { placeChanged(within: $within) { change { action } place { id name } } }
`);

export const variables: NearestQueryVariables = { near: { point: { latitude: 34.35, longitude: 137 } } };

export function lines(data: NearestQuery): string[] {
  const edges = data.places?.edges ?? [];
  return edges.map(({ node, distanceMeters }) => {
    const kinds: readonly PlaceKind[] = node.kinds;
    const meters: number | null | undefined = distanceMeters;
    return `${node.name} (${kinds.join(', ')}) ${meters?.toFixed(0) ?? '?'} m, lift: ${node.accessibility.some((one) => one.available === true)}`;
  });
}
