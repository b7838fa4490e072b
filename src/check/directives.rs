//! Every directive and template that an article names exists, and directives get what they take.

use crate::article::{Article, Form, front_matter};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::template::{Templates, UNKNOWN_DIRECTIVE, UNKNOWN_TEMPLATE};
use crate::trace::{Notes, Read};

pub(super) fn article(
    article: &Article,
    templates: &Templates,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for used in &article.body.uses {
        notes.add(Read::Component(used.name.value.as_str().into()));
        if let Some(component) = templates.component(&used.name.value) {
            component.check(used, &article.file, diagnostics);
            continue;
        }
        notes.add(Read::Templates);
        let name = &used.name.value;
        let help = did_you_mean(name, templates.directives(), || {
            let escape = if used.form == Form::Text {
                format!("`\\:{name}`")
            } else {
                "a backslash before the colons".into()
            };
            format!(
                "directives are `{}`; {escape} makes it plain text",
                templates.directives().collect::<Vec<_>>().join("`, `")
            )
        });
        diagnostics.push(
            Diagnostic::new(
                &UNKNOWN_DIRECTIVE,
                Place::new(&article.file, used.name.span()),
                format!("there is no directive `{name}`"),
                help,
            )
            .label("unknown directive"),
        );
    }
    let Some(template) = &article.front_matter.template else { return };
    notes.add(Read::Template(template.value.as_str().into()));
    if !templates.page_templates().contains(&template.value.as_str()) {
        notes.add(Read::Templates);
        let known = templates.page_templates();
        let help = did_you_mean(&template.value, known.iter().copied(), || {
            format!("put a file `{}` into `templates/`", template.value)
        });
        diagnostics.push(Diagnostic::new(
            &UNKNOWN_TEMPLATE,
            front_matter::place(&article.file, template),
            format!("there is no template `{}`", template.value),
            help,
        ));
    }
}
