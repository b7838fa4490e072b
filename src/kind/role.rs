//! What a field means to a reader's health, whatever it is called.

/// What a field means. The rules of `balm check`, the order in which a page shows fields, and JSON-LD go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// How much to take or do.
    Dose,
    /// How often to take or do it.
    Frequency,
    /// What to be careful about.
    Caution,
    /// Who must not use it.
    Contraindication,
    /// What it must not be combined with.
    Interaction,
    /// What it does that matters beside other medicines: it makes drowsy, it thins the blood.
    Class,
    /// What happens without it.
    Untreated,
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
    pub const ALL: [Role; 11] = [
        Role::Dose,
        Role::Frequency,
        Role::Caution,
        Role::Contraindication,
        Role::Interaction,
        Role::Class,
        Role::Untreated,
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
            Role::Frequency => "frequency",
            Role::Caution => "caution",
            Role::Contraindication => "contraindication",
            Role::Interaction => "interaction",
            Role::Class => "class",
            Role::Untreated => "untreated",
            Role::Claim => "claim",
            Role::Evidence => "evidence",
            Role::Source => "source",
            Role::DangerSign => "danger-sign",
        }
    }

    /// Whether a text with it warns a reader of something.
    #[must_use]
    pub fn is_warning(self) -> bool {
        match self {
            Role::Caution | Role::Contraindication | Role::Interaction => true,
            Role::Dose
            | Role::Frequency
            | Role::Class
            | Role::Untreated
            | Role::Claim
            | Role::Evidence
            | Role::Source
            | Role::DangerSign => false,
        }
    }

    /// The role that `word` names.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}
