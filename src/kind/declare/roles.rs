//! The roles of fields: which fields can have them, and what a role asks for beside its field.

use super::field::BROKEN;
use super::keys::{KeyReader, listed, short};
use super::takes::SOURCES;
use super::{DeclarationScope, FIELD_ROLE, FIELD_TYPE};
use crate::data::{Entry, Node};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::kind::{DeclaredBy, Field, FieldType, Role};

/// The role that a declaration names.
pub(super) fn role(keys: &mut KeyReader<'_>) -> Option<Role> {
    let (word, span) = keys.text("role")?;
    let role = Role::of_word(word);
    if role.is_none() {
        let words = || Role::ALL.map(Role::word);
        let help = match word {
            "warning" | "precaution" => "write `caution`".to_owned(),
            "red-flag" => "write `danger-sign`".to_owned(),
            "benefit" => "write `claim`".to_owned(),
            "grade" => "write `evidence`".to_owned(),
            "how-often" => "write `frequency`".to_owned(),
            _ => did_you_mean(word, words(), || format!("choose one of {}", listed(words()))),
        };
        keys.report(&FIELD_ROLE, span, format!("there is no role `{}`", short(word)), help);
    }
    role
}

/// Whether rules ask every row for a field with `role`.
pub(super) fn asked(keys: &mut KeyReader<'_>, role: Option<Role>) -> bool {
    let Some(asked) = keys.flag("asked") else { return true };
    if let Some(entry) = keys.get("asked").filter(|_| role.is_none() && keys.get("role").is_none()) {
        keys.report(
            &FIELD_ROLE,
            entry.key_span.clone(),
            "`asked` says whether rules ask for a role, and the field has none",
            "add a `role`, or leave `asked` out",
        );
    }
    asked
}

/// Whether a field that takes `takes` can have `role`, which is reported where it cannot.
pub(super) fn can_be(keys: &mut KeyReader<'_>, role: Role, takes: &FieldType) -> bool {
    let is_text = |takes: &FieldType| matches!(takes, FieldType::Text | FieldType::Markdown(_));
    let is_texts = is_text(takes) || matches!(takes, FieldType::List(of) if is_text(of));
    let is_group = matches!(takes, FieldType::Group { .. });
    let is_amount = matches!(takes, FieldType::Number(_) | FieldType::Range(_) | FieldType::Duration(_));
    let (can, wanted) = match role {
        Role::Dose => (
            is_texts || is_group || is_amount,
            "a text, a number, a range, a duration, a list of texts or a group",
        ),
        Role::Frequency => {
            (is_texts || is_amount, "a text, a number, a range, a duration or a list of texts")
        }
        Role::Caution | Role::Contraindication | Role::Interaction | Role::Untreated | Role::DangerSign => {
            (is_texts, "a text or a list of texts")
        }
        Role::Class => (takes.choices().is_some(), "a choice or a list of choices"),
        Role::Claim => (is_texts || is_group, "a text, a list of texts or a group"),
        Role::Evidence => (
            is_text(takes) || is_group || matches!(takes, FieldType::Choice(_)),
            "a grade, a text or a group",
        ),
        Role::Source => {
            (takes.references() == [SOURCES], "a reference to `sources` or a list of such references")
        }
    };
    if !can && let Some(entry) = keys.get("role") {
        let help = match role {
            Role::Source => "write `type = \"list\"`, without `of` and `to`, or another role".to_owned(),
            Role::Evidence => {
                "write `type = \"choice\"` without `choices` for the grades, or another role".to_owned()
            }
            Role::Class => {
                "write `type = \"list\"` with `of = \"choice\"`, without `choices` for those that balm knows, or leave the role out"
                    .to_owned()
            }
            Role::Dose
            | Role::Frequency
            | Role::Caution
            | Role::Contraindication
            | Role::Interaction
            | Role::Untreated
            | Role::Claim
            | Role::DangerSign => {
                "write `type = \"list\"` for one text an item, or leave the role out".to_owned()
            }
        };
        keys.report(
            &FIELD_ROLE,
            entry.value.span.clone(),
            format!("the role `{}` is for {wanted}", role.word()),
            help,
        );
    }
    can
}

/// Reports pictures that no field describes: those who do not see them need a text.
pub(super) fn pictures(fields: &[Field], diagnostics: &mut Vec<Diagnostic>) {
    for field in fields {
        pictures(field.inner(), diagnostics);
        let item = if let FieldType::List(of) = &field.takes { of } else { &field.takes };
        let alt = field.alt();
        let is_described = fields.iter().any(|field| {
            field.name == alt && matches!(field.takes, FieldType::Text | FieldType::Own(BROKEN))
        });
        if let (FieldType::Picture, DeclaredBy::Site(place), false) = (item, &field.origin, is_described) {
            diagnostics.push(Diagnostic::new(
                &FIELD_TYPE,
                place.clone(),
                format!(
                    "no field says what the picture in `{}` shows, for those who do not see it",
                    field.name
                ),
                format!("declare a field `{alt}` beside it with `type = \"text\"`"),
            ));
        }
    }
}

/// Reports claims that no field backs: each needs evidence and sources, in its group or beside it.
pub(super) fn claims(
    fields: &[Field],
    entries: &[Entry],
    scope: &DeclarationScope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    const BACKING: [(Role, &str); 2] = [
        (Role::Evidence, "one with `type = \"choice\"` and `role = \"evidence\"`"),
        (Role::Source, "one with `type = \"list\"` and `role = \"source\"`"),
    ];
    // What a field with mistakes will be is not known.
    let may_be =
        |field: &Field, role: Role| field.role == Some(role) || field.takes == FieldType::Own(BROKEN);
    let mut check = |field: &Field, entry: Option<&Entry>, inner: &[Field]| {
        let missing = BACKING
            .into_iter()
            .filter(|(role, _)| !fields.iter().chain(inner).any(|field| may_be(field, *role)));
        let (roles, ways): (Vec<&str>, Vec<&str>) = missing.map(|(role, way)| (role.word(), way)).unzip();
        let Some(role) = entry.and_then(|entry| entry.value.get("role")).filter(|_| !roles.is_empty()) else {
            return;
        };
        diagnostics.push(Diagnostic::new(
            &FIELD_ROLE,
            Place::new(scope.file, role.span.clone()),
            format!(
                "nothing backs the claim in `{}`: no field beside it has the role `{}`",
                field.name,
                roles.join("` or `")
            ),
            format!("declare {}", ways.join(", and ")),
        ));
    };
    for field in fields {
        let entry = entries.iter().find(|entry| entry.key == field.name);
        if field.role == Some(Role::Claim) {
            check(field, entry, field.inner());
        }
        for inner in field.inner().iter().filter(|inner| inner.role == Some(Role::Claim)) {
            let entries = entry.and_then(|entry| entry.value.get("fields")).map_or(&[][..], Node::entries);
            check(inner, entries.iter().find(|entry| entry.key == inner.name), field.inner());
        }
    }
}
