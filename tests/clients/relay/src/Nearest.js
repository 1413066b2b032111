// A Relay app in the small: a paged list near a point, a card that refetches itself, an edit, changes as they come.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query NearestQuery($near: NearInput!, $count: Int!, $cursor: String, $id: ID!) {
    ...Nearest_list @arguments(near: $near, count: $count, cursor: $cursor)
    node(id: $id) { id ... on Place { name } }
    nodes(ids: [$id]) { __typename id }
  }
`;

export const list = graphql`
  fragment Nearest_list on Query
  @refetchable(queryName: "NearestPageQuery")
  @argumentDefinitions(near: { type: "NearInput!" }, count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    places(near: $near, first: $count, after: $cursor) @connection(key: "Nearest_places") {
      edges { distanceMeters node { id ...Nearest_card } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const card = graphql`
  fragment Nearest_card on Place @refetchable(queryName: "NearestCardQuery") @argumentDefinitions(language: { type: "String" }) {
    name(language: $language)
    kinds
    location { latitude longitude }
    services(first: 5) { edges { cursor node { id name } } pageInfo { hasNextPage endCursor } }
    verification { status verifiedAt }
  }
`;

export const rename = graphql`
  mutation NearestRenameMutation($input: PlaceUpdateInput!) {
    placeUpdate(input: $input) { place { id version ...Nearest_card } userErrors { code field message } seq }
  }
`;

export const changed = graphql`
  subscription NearestChangedSubscription($within: AreaInput!) {
    placeChanged(within: $within) { change { id action } place { id ...Nearest_card } }
  }
`;
