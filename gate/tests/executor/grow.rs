//! Documents made of bytes: the same bytes give the same document, fewer bytes a smaller one.

use std::fmt::Write as _;

use apollo_compiler::ast::Type;
use apollo_compiler::schema::{ExtendedType, FieldDefinition, InputValueDefinition};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Node, Schema};

/// Levels of fields.
const DEEPEST: usize = 6;

/// What documents grow from.
pub struct Source {
    schema: Valid<Schema>,
}

/// Choices taken from bytes; 0 when there are none left, which is always the choice that ends soonest.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn below(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        usize::from(*first) % bound.max(1)
    }

    fn is_spent(&self) -> bool {
        self.0.is_empty()
    }
}

impl Source {
    pub fn new(sdl: &str) -> Source {
        let schema = Schema::parse_and_validate(sdl, "schema.graphql").expect("the schema is valid");
        Source { schema }
    }

    /// One operation, at times with fragments, variables and directives.
    pub fn document(&self, bytes: &[u8]) -> String {
        let mut choices = Choices(bytes);
        let mut grown = Grown {
            source: self,
            fragments: String::new(),
            number: 0,
        };
        let selection = grown.selections("Query", &mut choices, 1);
        let head = ["", "query ", "query Named ", "# said before\nquery N,\u{feff}"];
        let head = head.get(choices.below(4)).copied().unwrap_or_default();
        format!("{head}{selection}{}", grown.fragments)
    }
}

struct Grown<'a> {
    source: &'a Source,
    fragments: String,
    number: usize,
}

impl Grown<'_> {
    fn selections(&mut self, of: &str, choices: &mut Choices<'_>, level: usize) -> String {
        let mut text = "{ ".to_owned();
        let more = 1 + choices.below(4);
        for _ in 0..more {
            match choices.below(8) {
                6 if level < DEEPEST => {
                    let inner = self.selections(of, choices, level + 1);
                    let condition = if choices.below(2) == 0 {
                        format!(" on {of}")
                    } else {
                        String::new()
                    };
                    let _ = write!(text, "...{condition}{} {inner} ", directive(choices));
                }
                7 if level < DEEPEST => {
                    self.number += 1;
                    let name = format!("part{}", self.number);
                    let inner = self.selections(of, choices, level + 1);
                    let _ = write!(self.fragments, " fragment {name} on {of} {inner}");
                    let _ = write!(text, "...{name}{} ", directive(choices));
                }
                _ => {
                    let field = self.field(of, choices, level);
                    text += &field;
                }
            }
            if choices.is_spent() {
                break;
            }
        }
        text + "}"
    }

    fn field(&mut self, of: &str, choices: &mut Choices<'_>, level: usize) -> String {
        let fields = self.fields(of);
        let chosen = choices.below(fields.len() + 1);
        let Some(definition) = chosen.checked_sub(1).and_then(|chosen| fields.get(chosen)) else {
            return "__typename ".to_owned();
        };
        let inner = definition.ty.inner_named_type();
        let is_composite = matches!(
            self.source.schema.types.get(inner),
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_))
        );
        if is_composite && level >= DEEPEST {
            return "__typename ".to_owned();
        }
        // Numbered aliases never conflict.
        self.number += 1;
        let arguments = self.arguments(&definition.arguments, choices);
        let mut text = format!(
            "a{}: {}{arguments}{} ",
            self.number,
            definition.name,
            directive(choices)
        );
        if is_composite {
            text += &self.selections(inner, choices, level + 1);
            text.push(' ');
        }
        text
    }

    fn fields(&self, of: &str) -> Vec<Node<FieldDefinition>> {
        match self.source.schema.types.get(of) {
            Some(ExtendedType::Object(object)) => object.fields.values().cloned().collect(),
            Some(ExtendedType::Interface(found)) => found.fields.values().cloned().collect(),
            _ => Vec::new(),
        }
    }

    fn arguments(&self, defined: &[Node<InputValueDefinition>], choices: &mut Choices<'_>) -> String {
        let mut given = Vec::new();
        for argument in defined {
            if argument.is_required() || choices.below(3) == 1 {
                given.push(format!(
                    "{}: {}",
                    argument.name,
                    self.value(&argument.ty, choices, 0)
                ));
            }
        }
        if given.is_empty() {
            String::new()
        } else {
            format!("({})", given.join(", "))
        }
    }

    fn value(&self, ty: &Type, choices: &mut Choices<'_>, level: usize) -> String {
        if !ty.is_non_null() && (level > 4 || choices.below(5) == 4) {
            return "null".to_owned();
        }
        if ty.is_list() {
            let items = choices.below(3);
            let items: Vec<String> = (0..items)
                .map(|_| self.value(ty.item_type(), choices, level + 1))
                .collect();
            return format!("[{}]", items.join(" "));
        }
        let name = ty.inner_named_type();
        match self.source.schema.types.get(name) {
            Some(ExtendedType::Enum(found)) => {
                let chosen = choices.below(found.values.len());
                found
                    .values
                    .keys()
                    .nth(chosen)
                    .map(ToString::to_string)
                    .unwrap_or_default()
            }
            Some(ExtendedType::InputObject(found)) => {
                let is_one_of = found.directives.has("oneOf");
                let chosen = choices.below(found.fields.len());
                let mut given = Vec::new();
                for (position, (name, field)) in found.fields.iter().enumerate() {
                    let (wanted, ty) = if is_one_of {
                        (position == chosen, field.ty.as_ref().clone().non_null())
                    } else {
                        let wanted = field.is_required() || level < 3 && choices.below(4) == 1;
                        (wanted, field.ty.as_ref().clone())
                    };
                    if wanted {
                        given.push(format!("{name}: {}", self.value(&ty, choices, level + 1)));
                    }
                }
                format!("{{{}}}", given.join(", "))
            }
            _ => scalar(name, choices),
        }
    }
}

fn scalar(name: &str, choices: &mut Choices<'_>) -> String {
    let of = |values: &[&str], choices: &mut Choices<'_>| {
        values
            .get(choices.below(values.len()))
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    match name {
        "Int" => of(&["1", "-1", "0", "100", "2147483647"], choices),
        "Float" => of(&["1.5", "-1e10", "0", "139.7", "1.0E-3"], choices),
        "Boolean" => of(&["true", "false"], choices),
        "ID" => of(&["\"x\"", "5", "\"\\u3042\""], choices),
        "String" => of(
            &[
                "\"a\"",
                "\"\"\"b \\\"\"\" \n c\"\"\"",
                "\"\\n\\\"\"",
                "\"こども食堂\"",
                "\"\"",
            ],
            choices,
        ),
        _ => of(
            &[
                "\"2026-01-01\"",
                "{type: \"Polygon\", coordinates: [[[1, 2], [3.5, 4]]]}",
                "[[], {}]",
                "A",
            ],
            choices,
        ),
    }
}

fn directive(choices: &mut Choices<'_>) -> &'static str {
    match choices.below(9) {
        7 => " @skip(if: false)",
        8 => " @include(if: true)",
        _ => "",
    }
}

/// The same document after some accidents.
pub fn damaged(document: &str, bytes: &[u8]) -> String {
    const PIECES: [&str; 24] = [
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "\"",
        "\"\"\"",
        "...",
        "@",
        "$",
        "#",
        "\n",
        "\u{feff}",
        "\\u{1F600}",
        "\\uD83D\\uDE00",
        "!",
        "|",
        "&",
        "fragment a on ",
        "mutation ",
        "[[[[[[[[",
        "{a:{a:{a:",
        "é",
    ];
    let mut characters: Vec<char> = document.chars().collect();
    let mut choices = Choices(bytes);
    let accidents = 1 + choices.below(3);
    for _ in 0..accidents {
        let at = (choices.below(256) * 256 + choices.below(256)) % (characters.len() + 1);
        let until = (at + choices.below(20)).min(characters.len());
        let piece: Vec<char> = match choices.below(4) {
            0 => Vec::new(),
            1 => characters
                .get(at..until)
                .unwrap_or_default()
                .repeat(2 + choices.below(40)),
            2 => PIECES
                .get(choices.below(PIECES.len()))
                .copied()
                .unwrap_or_default()
                .repeat(1 + choices.below(80))
                .chars()
                .collect(),
            _ => PIECES
                .get(choices.below(PIECES.len()))
                .copied()
                .unwrap_or_default()
                .chars()
                .collect(),
        };
        let keep = choices.below(2) == 0;
        let until = if keep { at } else { until };
        characters.splice(at..until, piece);
    }
    characters.into_iter().collect()
}
