// Documents in all the forms that clients write, made of parts that are combined.

const NEAR = { point: { latitude: 34.35, longitude: 137 }, radiusMeters: 3000 };
const BOX = { boundingBox: { south: 34.3, west: 136.9, north: 34.4, east: 137.1 } };

export function corpus(ids) {
  const [place, other, third] = ids.places;
  const cases = [];
  const add = (query, variables, operationName) => cases.push({ query, variables, operationName });
  const records = { Place: place, Service: ids.service, Organization: ids.organization, District: ids.districts[0], Term: ids.terms[0], Change: ids.change };
  const leaves = {
    Place: 'name kinds version', Service: 'name modes isFree', Organization: 'name kind url', District: 'name level officialCode', Term: 'label code synonyms', Change: 'seq action fields',
  };

  // A record by its id, in every form of fragment.
  for (const [type, id] of Object.entries(records)) {
    const some = leaves[type];
    const elsewhere = type === 'Place' ? 'Term' : 'Place';
    for (const selection of [
      'id', '__typename id', `id ... on ${type} { ${some} }`, `... on ${type} { ${some} id } id`, `... { id ... on ${type} { ${some} } }`,
      `... on Node { id ... on ${type} { ... on Node { id } ${some} } }`, `... on ${elsewhere} { id }`, `... on ${elsewhere} { id } __typename`,
      `a: id b: id ... on ${type} { a: id c: __typename }`, `... on ${type} { ... on ${type} { ... on ${type} { ${some} } } }`,
    ]) add(`query ($id: ID!) { node(id: $id) { ${selection} } }`, { id });
    for (const [spread, fragments] of [
      ['...f', `fragment f on ${type} { ${some} }`], ['...f', `fragment f on Node { id ...g } fragment g on ${type} { ${some} }`],
      ['...f ...f id', `fragment f on ${type} { ${some} }`], ['...f ...g', `fragment f on ${type} { ${some} } fragment g on ${elsewhere} { id }`],
      ['id ...f @include(if: true)', `fragment f on ${type} { ${some} }`], ['id ...f @skip(if: true)', `fragment f on ${type} { ${some} }`],
    ]) add(`query ($id: ID!) { node(id: $id) { ${spread} } } ${fragments}`, { id });
    add(`query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on ${type} { ${some} } } }`, { ids: [id, 'nothing', place, id] });
  }

  // Lists of records of several types, with holes.
  const all = Object.values(records);
  for (const list of [[], ['x'], all, [...all].reverse(), [...all, 'x', ...all]]) {
    add('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: list });
    add('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Place { name } ... on Service { name } ... on Term { name: label } } }', { ids: list });
  }
  add(`{ nodes(ids: "${place}") { id } }`);
  add('query ($id: ID!) { nodes(ids: [$id, $id]) { id } }', { id: place });
  add('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: place });
  add('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [null] });
  add('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: null });
  add('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {});
  add('query ($ids: [ID!]! = ["x"]) { nodes(ids: $ids) { id } }', {});
  add('query ($ids: [ID!]! = ["x"]) { nodes(ids: $ids) { id } }', { ids: [] });
  add('{ nodes(ids: [5, "5"]) { id } node(id: 5) { id } }');

  // Pages.
  const rest = 'edges { cursor distanceMeters node { id name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  for (const variables of [{}, { near: null }, { near: NEAR }, { near: { point: NEAR.point } }, { near: { ...NEAR, radiusMeters: null } }, { near: { ...NEAR, radiusMeters: 0 } }, { near: { radiusMeters: 5 } }, { near: { point: {} } }, { near: 5 }, { near: [NEAR] }]) {
    add(`query ($near: NearInput) { places(near: $near, first: 4) { totalCount ${rest} } }`, variables);
  }
  for (const within of [BOX, { districtIds: ids.districts }, { districtIds: ids.districts[0] }, { districtIds: [] }, {}, { boundingBox: null }, { ...BOX, districtIds: [] }, { boundingBox: {} }, { nothing: 1 }, { area: { type: 'Polygon', coordinates: [[[136, 34], [138, 34], [138, 35], [136, 34]]] } }, { area: { 'odd key': [1, { a: null }] } }, { area: 5 }, null]) {
    add('query ($within: AreaInput) { places(within: $within, first: 2) { totalCount unmappedCount nodes { id } } }', { within });
    add('query ($within: AreaInput!) { placeClusters(within: $within, zoom: 10) { zoom totalCount clusters { cell count } } }', { within });
  }
  for (const within of ['{ boundingBox: { south: 34, west: 136, north: 35, east: 138 } }', `{ districtIds: ["${ids.districts[0]}"] }`, '{}', '{ boundingBox: null }', '{ districtIds: [], boundingBox: { south: 1, west: 1, north: 1, east: 1 } }', '{ area: { type: "Point", coordinates: [1, 2] } }']) {
    add(`{ places(within: ${within}, first: 1) { totalCount } }`);
  }
  // Variables inside of an input that takes exactly one.
  for (const variables of [{ d: [ids.districts[0]] }, { d: null }, {}]) {
    add('query ($d: [ID!]!) { places(within: { districtIds: $d }, first: 1) { totalCount } }', variables);
    add('query ($d: [ID!]) { places(within: { districtIds: $d }, first: 1) { totalCount } }', variables);
    add('query ($d: ID!) { places(within: { districtIds: [$d] }, first: 1) { totalCount } }', { d: variables.d?.[0] ?? null });
  }
  add('query ($b: BoundingBoxInput!) { places(within: { boundingBox: $b }, first: 1) { totalCount } }', { b: BOX.boundingBox });
  add('query ($s: Float!) { places(within: { boundingBox: { south: $s, west: 136, north: 35, east: 138 } }, first: 1) { totalCount } }', { s: 34 });

  // Page sizes: omitted, null and given, with and without a default.
  for (const type of ['Int', 'Int = 2', 'Int!', 'Int! = 2']) {
    for (const variables of [{}, { n: null }, { n: 0 }, { n: 3 }, { n: 101 }, { n: '3' }, { n: 3.5 }, { n: 2147483648 }, { n: [3] }, { n: true }]) {
      add(`query ($n: ${type}) { places(first: $n, filter: { kinds: [CHILDRENS_CAFETERIA] }) { nodes { id } } }`, variables);
    }
  }
  for (const first of ['0', '3', '-1', '101', 'null', '"3"', '3.0', '[3]', 'THREE', '2147483648']) add(`{ places(first: ${first}, filter: { kinds: [CHILDRENS_CAFETERIA] }) { nodes { id } } }`);
  for (const variables of [{ a: ids.after }, { a: null }, {}, { a: '' }, { a: 5 }]) {
    add('query ($a: String) { places(after: $a, first: 2, filter: { kinds: [CHILDRENS_CAFETERIA] }) { nodes { id } pageInfo { hasPreviousPage endCursor } } }', variables);
  }

  // Filters, whole and in parts.
  for (const filter of [null, {}, { text: null }, { text: '食堂' }, { kinds: null }, { kinds: [] }, { kinds: ['MEDICAL'] }, { kinds: 'MEDICAL' }, { kinds: ['CASTLE'] }, { kinds: [null] }, { kinds: ['MEDICAL', 'OTHER'], text: '' }, { termIds: [ids.terms[0]] }, { termIds: ['x'] }, { includeArchived: null }, { includeArchived: true }, { unknown: 1 }, { text: 5 }]) {
    add('query ($filter: PlaceFilter) { places(filter: $filter, first: 2) { totalCount nodes { id } } }', { filter });
  }
  for (const variables of [{ k: ['MEDICAL'] }, { k: 'MEDICAL' }, { k: null }, {}, { k: [] }]) {
    add('query ($k: [PlaceKind!]) { places(filter: { kinds: $k }, first: 2) { totalCount } }', variables);
    add('query ($k: [PlaceKind!] = [OTHER], $t: String) { places(filter: { kinds: $k, text: $t }, first: 2) { totalCount } }', variables);
  }
  for (const variables of [{ k: 'MEDICAL' }, { k: null }, {}, { k: 'medical' }]) {
    add('query ($k: PlaceKind!) { places(filter: { kinds: [$k, OTHER] }, first: 2) { totalCount } }', variables);
    add('query ($k: PlaceKind! = MEDICAL) { places(filter: { kinds: [$k] }, first: 2) { totalCount } }', variables);
  }
  for (const order of ['{ field: NAME }', '{ field: NAME, direction: DESC }', '{ field: NAME, direction: null }', '{ field: DISTANCE }', '{ field: "NAME" }', '{}', 'null']) {
    add(`{ places(orderBy: ${order}, first: 3) { nodes { name } } }`);
  }

  // The same key twice, and aliases that trade places.
  for (const selection of [
    'places(first: 2) { nodes { id } } places(first: 2) { nodes { name } }', 'places(first: 2) { nodes { id name } nodes { kinds id } }',
    'a: places(first: 1) { nodes { id } } b: places(first: 2) { nodes { id } } a: places(first: 1) { totalCount }',
    'places(first: 2) { nodes { location { latitude } } nodes { location { longitude } } nodes { id location { latitude } } }',
    'schemes { code } ... { schemes { name } }', 'schemes { name: code code: name }', '...f schemes { code } ...f', 'schemes { code name } ...f',
    'places(first: 2) { edges { node { id } } edges { node { name } cursor } }', '__typename a: __typename __typename',
  ]) add(`query { ${selection} } ${selection.includes('...f') ? 'fragment f on Query { schemes { name code } }' : ''}`);

  // Directives.
  for (const directive of ['@skip(if: true)', '@skip(if: false)', '@include(if: true)', '@include(if: false)', '@skip(if: false) @include(if: false)', '@skip(if: true) @include(if: true)', '@include(if: true) @skip(if: false)', '@skip', '@skip(if: null)', '@skip(if: "true")', '@nothing']) {
    add(`{ schemes { code name ${directive} } __typename }`);
    add(`{ schemes { code ... ${directive} { name } } }`);
    add(`{ schemes { code ...f ${directive} } } fragment f on Scheme { name }`);
    add(`{ schemes ${directive} { code } __typename }`);
  }
  for (const type of ['Boolean!', 'Boolean! = true', 'Boolean', 'Boolean = true']) {
    for (const variables of [{}, { b: null }, { b: true }, { b: false }, { b: 'true' }]) {
      // async-graphql takes null for false here where the specification wants an error of the field.
      if (type === 'Boolean = true' && variables.b === null) continue;
      add(`query ($b: ${type}) { schemes { code @skip(if: $b) name @include(if: $b) } __typename }`, variables);
    }
  }
  add('query ($b: Boolean!) { schemes { code ...f @include(if: $b) } places(first: 1) @skip(if: $b) { nodes { id ...p } } } fragment f on Scheme { name } fragment p on Place { name @skip(if: $b) }', { b: true });
  add('{ schemes { code @skip(if: true) } }');
  add('{ schemes @skip(if: true) { code } }');

  // Fields with arguments below records, and errors in each position.
  for (const field of [
    'name(language: "en")', 'name(language: null)', 'name', 'summary(language: "ja")', 'services(first: 2) { totalCount nodes { id name } edges { cursor note schedules { rule } } pageInfo { hasNextPage } }',
    'services(first: 101) { totalCount }', 'services(first: -1) { nodes { id } } name', 'history(first: 1) { nodes { action subject { __typename id } } }', 'history(after: "x") { nodes { id } }', 'districts { name }',
    'districts(level: MUNICIPALITY) { id name }', 'terms { code }', 'terms(scheme: "need") { code scheme { code } }', 'terms(scheme: "x") { code }', 'distanceTo(point: { latitude: 34, longitude: 137 })',
    'distanceTo(point: { latitude: 99, longitude: 137 }) name', 'organization { id name places(first: 1) { nodes { id } } }', 'address { formatted municipality }', 'contacts { kind value visibility }', 'accessibility { feature available note }',
    'verification { status verifiedAt by { name } }', 'sources { kind name license retrievedAt fields }', 'specialHours { from to }', 'specialHours(from: "2026-01-01") { from }', 'createdAt updatedAt timeZone', 'location { latitude longitude }',
    'distanceTo', 'distanceTo(point: null)', 'distanceTo(point: {})', 'nothing', 'name { x }', 'organization', 'services(last: 1) { totalCount }', 'services(first: 1, first: 2) { totalCount }',
  ]) {
    add(`query ($id: ID!) { node(id: $id) { ... on Place { id ${field} } } }`, { id: place });
    add(`{ places(first: 3, filter: { kinds: [CHILDRENS_CAFETERIA] }) { nodes { ${field} } } schemes { code } }`);
  }
  for (const variables of [{ l: 'en' }, { l: null }, {}, { l: 5 }]) {
    add('query ($id: ID!, $l: String) { node(id: $id) { ... on Place { name(language: $l) terms(scheme: $l) { label(language: $l) } } } }', { id: other, ...variables });
    add('query ($id: ID!, $l: String = "ja") { node(id: $id) { ...p } } fragment p on Place { name(language: $l) }', { id: third, ...variables });
  }
  for (const variables of [{ p: NEAR.point }, { p: null }, {}, { p: { latitude: 1 } }, { p: { latitude: 91, longitude: 1 } }, { p: { latitude: '1', longitude: 1 } }, { p: { latitude: 1, longitude: 2, altitude: 3 } }]) {
    add('query ($id: ID!, $p: GeoPointInput!) { node(id: $id) { ... on Place { distanceTo(point: $p) } } }', { id: place, ...variables });
  }

  // Operations by name.
  const two = 'query A { __typename } query B { schemes { code } }';
  for (const name of ['A', 'B', 'C', '', null, undefined]) add(two, {}, name);
  add('query A { __typename }', {}, 'A');
  add('query A { __typename }', {});
  add('{ __typename }', {}, 'A');

  // Introspection, and what is no document.
  add('{ __type(name: "Place") { kind name fields { name } interfaces { name } enumValues { name } inputFields { name } } }');
  add('query ($n: String!) { __type(name: $n) { kind name possibleTypes { name } enumValues { name } } }', { n: 'PlaceKind' });
  add('query ($n: String!) { __type(name: $n) { kind name } }', { n: 'Nothing' });
  for (const broken of [
    '', '{', '{}', '{ }', 'query', '{ schemes }', '{ schemes {} }', '{ schemes { } }', '{ a }', '{ schemes { code }', '{ schemes { code } } }', 'query Q { ...f }', 'fragment f on Query { schemes { code } }', '{ ...f } fragment f on Query { ...f }',
    '{ ...f } fragment f on Nothing { a }', '{ ...f } fragment f on PlaceKind { a }', '{ ...f } fragment f on Place { id }', '{ schemes { ... on Place { id } } }', 'query ($a: Int) { __typename }', 'query { places(first: $n) { seq } }',
    'query ($a: Int, $a: Int) { places(first: $a) { seq } }', 'query ($a: Place) { node(id: $a) { id } }', 'query ($a: String) { node(id: $a) { id } }', 'query ($a: [ID]) { nodes(ids: $a) { id } }', 'query Q { __typename } query Q { __typename }', '{ __typename } query Q { __typename }',
    '{ places(first: 1) { seq } places(first: 2) { seq } }', '{ schemes { a: code a: name } }', '{ node { id } }', '{ node(id: null) { id } }', '{ node(id: {}) { id } }', '{ node(ID: "x") { id } }', 'subscription { __typename }', 'type Query { a: Int }', 'query ($a: Int = "x") { places(first: $a) { seq } }',
    '{ places(filter: { text: "a" text: "b" }) { seq } }', '{ places(filter: { kinds: ["MEDICAL"] }) { seq } }', '{ node(id: "\\u{110000}") { id } }', '{ node(id: "a\nb") { id } }', '# only a comment', '{ schemes { code } } garbage',
  ]) add(broken);
  for (const fine of ['{schemes{code}}', 'query{schemes{code}}', ',,{,schemes,{,code,}}', '\ufeff{ schemes { code } }', '{ # c\n schemes # d\n { code } }', '{ node(id: """block""") { id } }', '{ node(id: "\\u3042\\n\\"") { id } }', 'query query { query: __typename }', '{ on: __typename true: __typename }']) add(fine);
  return cases;
}
