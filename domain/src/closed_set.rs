//! Enums for sets that code branches on. Each value has one code, the same in the database, in GraphQL,
//! in REST parameters and in change images. Whatever a council may extend is a term instead.

/// Declares an enum with its codes: `code()`, `parse()` (any case) and `ALL`, plus serde by code.
#[macro_export]
macro_rules! closed_set {
    ($(#[$meta:meta])* $name:ident { $($(#[$value_meta:meta])* $value:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$value_meta])* #[serde(rename = $code)] $value),+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The code, in capitals, as databases and clients see it.
            pub const fn code(self) -> &'static str {
                match self { $($name::$value => $code),+ }
            }

            /// The value with this code, in any case.
            pub fn parse(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.code().eq_ignore_ascii_case(code))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
