//! Who may do what: the only place that decides.

use crate::closed_set;

closed_set! {
    /// What somebody is to the register, least first.
    Role {
        Anonymous = "ANONYMOUS",
        Operator = "OPERATOR",
    }
}

closed_set! {
    /// What somebody wants to do.
    Action {
        /// Search and read the public register.
        ReadPublic = "READ_PUBLIC",
        /// Plan an import and apply it.
        Import = "IMPORT",
    }
}

/// Who asks. Every function that writes takes one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub role: Role,
}

impl Actor {
    /// Whoever works at the machine's own command line: the operating system let them in.
    pub const fn at_the_console() -> Actor {
        Actor { role: Role::Operator }
    }

    /// The decision.
    pub fn allows(&self, action: Action) -> bool {
        match action {
            Action::ReadPublic => true,
            Action::Import => self.role == Role::Operator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_roles_and_actions() {
        let table: Vec<(Role, Action, bool)> = Role::ALL
            .iter()
            .flat_map(|role| {
                Action::ALL
                    .iter()
                    .map(|action| (*role, *action, Actor { role: *role }.allows(*action)))
            })
            .collect();
        assert_eq!(
            table,
            [
                (Role::Anonymous, Action::ReadPublic, true),
                (Role::Anonymous, Action::Import, false),
                (Role::Operator, Action::ReadPublic, true),
                (Role::Operator, Action::Import, true),
            ]
        );
    }
}
