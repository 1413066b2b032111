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
        /// Create, change and archive places.
        EditPlace = "EDIT_PLACE",
        /// Hand out keys.
        ManageKeys = "MANAGE_KEYS",
    }
}

/// Who asks. Every function that writes takes one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub role: Role,
    /// Who it is, for retries and logs: never a person's name.
    pub name: String,
}

impl Actor {
    /// Whoever works at the machine's own command line: the operating system let them in.
    pub fn at_the_console() -> Actor {
        Actor {
            role: Role::Operator,
            name: "console".to_owned(),
        }
    }

    /// Anybody.
    pub fn anonymous() -> Actor {
        Actor {
            role: Role::Anonymous,
            name: "anonymous".to_owned(),
        }
    }

    /// The decision.
    pub fn allows(&self, action: Action) -> bool {
        match action {
            Action::ReadPublic => true,
            Action::Import | Action::EditPlace | Action::ManageKeys => self.role == Role::Operator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_roles_and_actions() {
        let actors = [Actor::anonymous(), Actor::at_the_console()];
        let table: Vec<(Role, Action, bool)> = actors
            .iter()
            .flat_map(|actor| {
                Action::ALL
                    .iter()
                    .map(|action| (actor.role, *action, actor.allows(*action)))
            })
            .collect();
        assert_eq!(
            table,
            [
                (Role::Anonymous, Action::ReadPublic, true),
                (Role::Anonymous, Action::Import, false),
                (Role::Anonymous, Action::EditPlace, false),
                (Role::Anonymous, Action::ManageKeys, false),
                (Role::Operator, Action::ReadPublic, true),
                (Role::Operator, Action::Import, true),
                (Role::Operator, Action::EditPlace, true),
                (Role::Operator, Action::ManageKeys, true),
            ]
        );
    }
}
