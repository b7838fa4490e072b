//! What a field means to a reader's health, whatever it is called.

/// What a field means. The rules of `balm check`, the order in which a page shows fields, and JSON-LD go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// How much to take or do, and how often.
    Dose,
    /// What to be careful about.
    Caution,
    /// Who must not use it.
    Contraindication,
    /// What it may help with.
    Claim,
    /// How sure research is.
    Evidence,
    /// The works that the row rests on.
    Source,
    /// Signs that somebody needs help.
    DangerSign,
}

impl Role {
    /// Every role, in the order in which they are listed to authors.
    pub const ALL: [Role; 7] = [
        Role::Dose,
        Role::Caution,
        Role::Contraindication,
        Role::Claim,
        Role::Evidence,
        Role::Source,
        Role::DangerSign,
    ];

    /// The word that an author writes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Dose => "dose",
            Role::Caution => "caution",
            Role::Contraindication => "contraindication",
            Role::Claim => "claim",
            Role::Evidence => "evidence",
            Role::Source => "source",
            Role::DangerSign => "danger-sign",
        }
    }

    /// The role that `word` names.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}
