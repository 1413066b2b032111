//! The limits one by one, on a schema in the manner of the public one.

use super::*;

const SDL: &str = "
    directive @oneOf on INPUT_OBJECT
    interface Node { id: ID! }
    scalar JSON
    type Query {
      node(id: ID!): Node
      nodes(ids: [ID!]!): [Node]
      places(first: Int = 20, after: String, filter: Filter, near: [Float!]): PlaceConnection
      placeClusters: Clusters
      schemes: [Scheme!]
      area(within: Area): Int
    }
    type Mutation { touch(id: ID!): Place }
    type Subscription { changed: Place }
    input Filter { text: String kinds: [String!] deep: Filter }
    input Area @oneOf { box: Filter, ids: [ID!] }
    type PageInfo { endCursor: String }
    type PlaceConnection {
      edges: [PlaceEdge!]! nodes: [Place!]! pageInfo: PageInfo! totalCount: Int! facets: [Scheme!]!
      beyond(first: Int = 3): [PlaceEdge!]!
    }
    type PlaceEdge { cursor: String! node: Place! }
    type Place implements Node {
      id: ID! name(language: String): String! parent: Place tags: [String!]!
      services(first: Int = 20): ServiceConnection openings(first: Int = 5): [Opening!]
    }
    type Opening { startsAt: String! place: Place }
    type ServiceConnection { edges: [ServiceEdge!]! nodes: [Service!]! }
    type ServiceEdge { node: Service! }
    type Service implements Node { id: ID! places(first: Int = 20): PlaceConnection }
    type Scheme { code: String! }
    type Clusters { clusters: [Cluster!]! zoom: Int! }
    type Cluster { place: Place }
";

fn gate() -> Gate {
    Gate::new(SDL, Limits::default()).unwrap()
}

fn judge(document: &str, variables: &str) -> Result<u64, Code> {
    let gate = gate();
    let variables: JsonValue =
        apollo_compiler::response::serde_json_bytes::serde_json::from_str(variables).unwrap();
    let admitted = gate.admit(document).map_err(|refused| refused.code)?;
    let operation = gate.choose(&admitted, None).map_err(|refused| refused.code)?;
    gate.weigh(operation, variables.as_object().unwrap())
        .map(|weighed| weighed.cost)
        .map_err(|refused| refused.code)
}

fn cost(document: &str) -> u64 {
    judge(document, "{}").unwrap_or_else(|code| panic!("{document}: {code:?}"))
}

fn code(document: &str) -> Option<Code> {
    judge(document, "{}").err()
}

#[test]
fn the_text_is_bounded_before_it_is_understood() {
    for depth in [100, 500, 3_000] {
        let lists = format!("{{ f(a: {}1{}) }}", "[".repeat(depth), "]".repeat(depth));
        let objects = format!("{{ f(a: {}1{}) }}", "{a:".repeat(depth), "}".repeat(depth));
        let sets = format!("{}a{}", "{a".repeat(depth), "}".repeat(depth));
        for nested in [lists, objects, sets] {
            assert_eq!(code(&nested), Some(Code::NestingLimit), "{depth}");
        }
    }
    assert_eq!(code(&"{ a }".repeat(1_500)), Some(Code::TokenLimit));
    assert_eq!(code(&" ".repeat(17_000)), Some(Code::DocumentTooLarge));
    for broken in [
        "",
        "{",
        "{ f(a: }",
        "\u{0}",
        "query { a } }",
        "{}",
        "{ schemes {} }",
        "{ ...{} }",
    ] {
        assert_eq!(code(broken), Some(Code::ParseFailed), "{broken:?}");
    }
}

#[test]
fn what_does_not_fit_the_schema_is_refused_with_its_place() {
    let refused = gate().admit("{ schemes { code\n  nothing } }").unwrap_err();
    assert_eq!(refused.code, Code::ValidationFailed);
    let reason = refused.reasons.first().unwrap();
    assert_eq!(reason.location, Some((2, 3)));
    assert!(reason.message.contains("nothing"), "{reason:?}");
    for invalid in [
        "{ schemes }",
        "{ places(filter: { text: \"a\", text: \"b\" }) { totalCount } }",
        "query ($f: Filter = { text: \"a\", text: \"b\" }) { places(filter: $f) { totalCount } }",
        "query ($d: [ID!]) { area(within: { ids: $d }) }",
        "{ area(within: {}) }",
        "{ area(within: { ids: [], box: {} }) }",
        "{ places(first: \"5\") { totalCount } }",
        "{ places(first: 2147483648) { totalCount } }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "query ($unused: Int) { schemes { code } }",
        "{ schemes { code code: code @skip } }",
        "subscription { changed { id } other: changed { id } }",
        "type A { b: Int }",
    ] {
        assert_eq!(code(invalid), Some(Code::ValidationFailed), "{invalid}");
    }
}

#[test]
fn aliases_directives_and_repetitions_are_counted_in_the_text() {
    let aliased = |number: usize| {
        let fields: String = (0..number).map(|i| format!("a{i}: code ")).collect();
        format!("{{ schemes {{ {fields} }} }}")
    };
    assert_eq!(code(&aliased(30)), None);
    assert_eq!(code(&aliased(31)), Some(Code::AliasLimit));
    let nodes: String = (0..31)
        .map(|i| format!("a{i}: node(id: \"x\") {{ id }} "))
        .collect();
    assert_eq!(code(&format!("{{ {nodes} }}")), Some(Code::AliasLimit));
    let directed = |number: usize| format!("{{ schemes {{ {} }} }}", "code @skip(if: false) ".repeat(number));
    assert_eq!(code(&directed(50)), None);
    assert_eq!(code(&directed(51)), Some(Code::DirectiveLimit));
    for at in [
        "query Q DIRECTIVES { schemes { code } }",
        "{ ...f } fragment f on Query DIRECTIVES { schemes { code } }",
    ] {
        let many = at.replace("DIRECTIVES", &"@a ".repeat(1_000));
        assert_eq!(code(&many), Some(Code::DirectiveLimit));
    }
    let repeated = |number: usize| format!("{{ schemes {{ {} }} }}", "code ".repeat(number));
    assert_eq!(code(&repeated(101)), None);
    assert_eq!(code(&repeated(1_000)), Some(Code::SizeLimit));
}

#[test]
fn fragments_are_counted_wherever_they_are_spread() {
    let bomb = |levels: usize, width: usize| {
        let mut text = "{ ...f0 }".to_owned();
        for level in 0..levels {
            let inner = format!("...f{} ", level + 1).repeat(width);
            text += &format!(" fragment f{level} on Query {{ {inner} }}");
        }
        text + &format!(" fragment f{levels} on Query {{ schemes {{ code }} }}")
    };
    for (levels, width) in [(6, 20), (17, 2), (3, 200), (30, 20)] {
        assert_eq!(
            code(&bomb(levels, width)),
            Some(Code::SizeLimit),
            "{levels}x{width}"
        );
    }
    assert_eq!(code(&bomb(1, 5)), None);
    // A long chain is no bomb, but a walk down it is deep.
    assert_eq!(code(&bomb(70, 1)), Some(Code::NestingLimit));
    assert_eq!(code(&bomb(150, 1)), Some(Code::NestingLimit));
    // What is not chosen is walked by the executor as well.
    let gate = gate();
    let hidden = format!("query A {{ schemes {{ code }} }} query B {}", bomb(6, 20));
    assert_eq!(gate.admit(&hidden).unwrap_err().code, Code::SizeLimit);
}

#[test]
fn depth_is_counted_in_levels_of_fields_through_fragments() {
    let deep = |levels: usize| {
        format!(
            "{{ node(id: \"x\") {{ ... on Place {{ {} id {} }} }} }}",
            "parent {".repeat(levels),
            "}".repeat(levels)
        )
    };
    assert_eq!(code(&deep(10)), None);
    assert_eq!(code(&deep(11)), Some(Code::DepthLimit));
    let through = |levels: usize| {
        let mut text = "{ node(id: \"x\") { ...f0 } }".to_owned();
        for level in 0..levels {
            text += &format!(" fragment f{level} on Place {{ parent {{ ...f{} }} }}", level + 1);
        }
        text + &format!(" fragment f{levels} on Place {{ id }}")
    };
    assert_eq!(code(&through(10)), None);
    assert_eq!(code(&through(11)), Some(Code::DepthLimit));
    let roots = |number: usize| format!("{{ {} }}", "__typename ".repeat(number));
    assert_eq!(code(&roots(10)), None);
    assert_eq!(code(&roots(11)), Some(Code::RootFieldLimit));
    assert_eq!(
        code(
            "{ ...f ...f } fragment f on Query { ...g ...g } fragment g on Query { schemes { code } area area }"
        ),
        Some(Code::RootFieldLimit)
    );
}

#[test]
fn introspection_is_free_and_may_be_deeper_but_not_without_end() {
    let of_type = |levels: usize| {
        format!(
            "{{ __schema {{ types {{ fields {{ args {{ type {{ {} name {} }} }} }} }} }} }}",
            "ofType { ".repeat(levels),
            "}".repeat(levels)
        )
    };
    assert_eq!(cost(&of_type(9)), 0);
    assert_eq!(code(&of_type(10)), Some(Code::DepthLimit));
    let multiplied =
        "{ __schema { types { fields { type { fields { type { fields { type { fields { name }}}}}}}}}}";
    assert_eq!(code(multiplied), Some(Code::DepthLimit));
}

#[test]
fn cost_is_the_number_of_objects_that_may_come_back() {
    for (expected, document) in [
        (0, "{ __typename area }"),
        (5, "{ schemes { code } }"),
        // The connection and its page.
        (1 + 20, "{ places { nodes { id name tags } } }"),
        (
            1 + 7 * 2 + 1,
            "{ places(first: 7) { edges { node { id } } pageInfo { endCursor } } }",
        ),
        (1 + 7 + 5, "{ places(first: 7) { nodes { id } facets { code } } }"),
        (
            1 + 3 * 2,
            "{ places(first: 0) { nodes { id } beyond { node { id } } } }",
        ),
        (
            1 + 2 * (1 + 1 + 3),
            "{ places(first: 2) { nodes { services(first: 3) { nodes { id } } } } }",
        ),
        (
            1 + 2 * (1 + 4),
            "{ places(first: 2) { nodes { openings(first: 4) { startsAt } } } }",
        ),
        (
            1 + 2 * (1 + 5),
            "{ places(first: 2) { nodes { openings { startsAt } } } }",
        ),
        (
            3 * 2,
            "{ nodes(ids: [\"a\", \"b\", \"c\"]) { ... on Place { parent { id } } } }",
        ),
        (1 + 50 * 2, "{ placeClusters { clusters { place { id } } } }"),
        // Refused by the field, whatever it would be.
        (1 + 100, "{ places(first: 2147483647) { nodes { id } } }"),
        (1, "{ places(first: -1) { nodes { id } } }"),
        (1 + 20, "{ places(first: null) { nodes { id } } }"),
        (1 + 20, "{ places @skip(if: true) { nodes { id } } }"),
        (
            1 + 1 + 2,
            "{ ...f ...f } fragment f on Query { places(first: 1) { nodes { id } } }",
        ),
        // The dearest implementor.
        (
            1 + 21,
            "{ node(id: \"x\") { ... on Place { services { nodes { id } } } ... on Service { id } } }",
        ),
        (
            1 + 21,
            "{ node(id: \"x\") { ...p ...p2 } } fragment p on Place { services { nodes { id } } } fragment p2 on Service { places(first: 3) { nodes { id } } }",
        ),
    ] {
        assert_eq!(cost(document), expected, "{document}");
    }
    let places = "{ id services(first: 50) { nodes { openings: places(first: 1) { totalCount } } } }";
    assert_eq!(
        code(&format!("{{ places(first: 100) {{ nodes {places} }} }}")),
        Some(Code::CostLimit)
    );
    let ids = "\"x\",".repeat(100);
    assert_eq!(
        code(&format!("{{ nodes(ids: [{ids}]) {{ ... on Place {places} }} }}")),
        Some(Code::CostLimit)
    );
}

#[test]
fn cost_counts_with_the_variables() {
    let document = "query ($n: Int, $m: Int = 4, $ids: [ID!] = [\"a\"]) {
        places(first: $n) { nodes { services(first: $m) { nodes { id } } } } nodes(ids: $ids) { id } }";
    for (variables, places, services, ids) in [
        ("{}", 20, 4, 1),
        ("{\"n\": 3}", 3, 4, 1),
        ("{\"n\": null, \"m\": null}", 20, 20, 1),
        ("{\"n\": 1, \"m\": 1, \"ids\": [\"a\", \"b\"]}", 1, 1, 2),
        ("{\"n\": 1, \"m\": 1, \"ids\": \"a\"}", 1, 1, 1),
    ] {
        let expected = 1 + places * (1 + 1 + services) + ids;
        assert_eq!(judge(document, variables), Ok(expected), "{variables}");
    }
    assert_eq!(judge(document, "{\"n\": 100, \"m\": 100}"), Err(Code::CostLimit));
    // The same document again is weighed again.
    let gate = gate();
    let admitted = gate.admit(document).unwrap();
    let operation = gate.choose(&admitted, None).unwrap();
    let weigh = |number: i32| {
        let mut variables = JsonMap::new();
        variables.insert("n", JsonValue::from(number));
        gate.weigh(operation, &variables).unwrap().cost
    };
    assert_eq!((weigh(1), weigh(2), weigh(1)), (8, 14, 8));
}

#[test]
fn variables_that_are_left_out_have_their_defaults() {
    let gate = gate();
    let document = "query ($a: Boolean = true, $b: Int = 3, $c: Int, $d: String = \"x\") {
        places(first: $b, after: $d) @skip(if: $a) { totalCount } schemes { code @skip(if: $a) } x: places(first: $c) { totalCount } }";
    let admitted = gate.admit(document);
    let admitted = admitted.unwrap();
    let operation = gate.choose(&admitted, None).unwrap();
    let mut given = JsonMap::new();
    given.insert("d", JsonValue::Null);
    let found = gate.weigh(operation, &given).unwrap().variables;
    let mut expected = given.clone();
    expected.insert("a", JsonValue::Bool(true));
    expected.insert("b", JsonValue::from(3));
    assert_eq!(found, expected);
}

#[test]
fn variables_must_fit_their_types() {
    let document = "query ($n: Int!, $f: Filter, $a: Area) { places(first: $n, filter: $f) { totalCount } area(within: $a) }";
    for wrong in [
        "{}",
        "{\"n\": null}",
        "{\"n\": \"5\"}",
        "{\"n\": 2147483648}",
        "{\"n\": 1.5}",
        "{\"n\": 1, \"f\": {\"txet\": 1}}",
        "{\"n\": 1, \"a\": {}}",
        "{\"n\": 1, \"a\": {\"ids\": null}}",
        "{\"n\": 1, \"a\": {\"ids\": [], \"box\": {}}}",
    ] {
        assert_eq!(judge(document, wrong), Err(Code::BadUserInput), "{wrong}");
    }
    assert_eq!(
        judge(document, "{\"n\": 1, \"f\": {\"text\": null}, \"unknown\": 1}"),
        Ok(1)
    );
}

#[test]
fn the_operation_is_the_named_one_or_the_only_one() {
    let gate = gate();
    let two = gate
        .admit("query A { area } mutation B { touch(id: 1) { id } }")
        .unwrap();
    assert_eq!(gate.choose(&two, Some("A")).unwrap().kind(), Kind::Query);
    assert_eq!(gate.choose(&two, Some("B")).unwrap().kind(), Kind::Mutation);
    let anonymous = gate.admit("{ area }").unwrap();
    for (admitted, name) in [
        (&two, None),
        (&two, Some("C")),
        (&two, Some("")),
        (&anonymous, Some("A")),
    ] {
        let refused = gate.choose(admitted, name).unwrap_err();
        assert_eq!(refused.code, Code::OperationResolutionFailure, "{name:?}");
    }
}

#[test]
fn an_answer_is_never_longer_than_a_page() {
    let fields = "nothing_of_this_name_that_is_rather_long ".repeat(300);
    let refused = gate().admit(&format!("{{ {fields} }}")).unwrap_err();
    assert_eq!(refused.code, Code::SizeLimit);
    let fields: String = (0..300)
        .map(|i| format!("nothing{i}_{} ", "x".repeat(30)))
        .collect();
    let refused = gate().admit(&format!("{{ {fields} }}")).unwrap_err();
    assert_eq!(
        (refused.code, refused.reasons.len()),
        (Code::ValidationFailed, 20)
    );
    let name = "x".repeat(15_000);
    let refused = gate().admit(&format!("{{ {name} }}")).unwrap_err();
    assert!(
        refused
            .reasons
            .iter()
            .all(|reason| reason.message.chars().count() <= 200)
    );
}
