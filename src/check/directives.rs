//! Every directive and template that an article names exists, and directives get what they take.

use rayon::prelude::*;

use crate::article::{Article, Form, front_matter};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::site::Site;
use crate::template::{Templates, UNKNOWN_DIRECTIVE, UNKNOWN_TEMPLATE};

pub(super) fn check(site: &Site, templates: &Templates, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.par_extend(site.pages.par_iter().filter_map(|page| page.article.as_ref()).flat_map_iter(
        |article| {
            let mut mistakes = Vec::new();
            article_uses(article, templates, &mut mistakes);
            mistakes
        },
    ));
}

fn article_uses(article: &Article, templates: &Templates, diagnostics: &mut Vec<Diagnostic>) {
    for used in &article.body.uses {
        if let Some(component) = templates.component(&used.name.value) {
            component.check(used, &article.file, diagnostics);
            continue;
        }
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
    if let Some(template) = &article.front_matter.template
        && !templates.page_templates().contains(&template.value.as_str())
    {
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
