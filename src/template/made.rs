//! What shows the kinds of row that a site declares: directives made for them, and templates for any kind.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, FileName};
use crate::kind::declare::KIND_NAME;
use crate::kind::{DeclaredBy, Kind, Kinds};
use crate::source::{self, File, Sources};

/// The templates of the directives that show rows of each of `kinds` that a site declares or that has pages: all of them,
/// and one. A kind for whose directive there is a file has none.
pub(super) fn directives(sources: &Sources, kinds: &Kinds) -> Vec<(FileName, Arc<str>)> {
    let shown = kinds.iter().filter(|kind| !kind.is_built_in() || kind.pages.is_some());
    let all = shown
        .flat_map(|kind| [(kind.stem.replace('_', "-"), all(kind)), (kind.key.replace('_', "-"), one(kind))]);
    let file = |(directive, text): (String, String)| {
        let path = format!("templates/components/{directive}.html");
        sources.get(&path).is_none().then(|| (path.into(), text.into()))
    };
    all.filter_map(file).collect()
}

/// Templates of the theme that show rows of any kind, on a page each and as a list.
const OF_ANY_KIND: [&str; 2] = ["templates/row.html", "templates/rows.html"];

/// Whether `file` is one of the templates of a site with these `kinds`. What the theme has for any kind builds on the theme's
/// other templates, which a site in which every kind has templates of its own may have replaced.
pub(super) fn is_used(file: &File, sources: &Sources, kinds: &Kinds) -> bool {
    let has = |name: &str| sources.get(&format!("templates/{name}.html")).is_some();
    let needs = |kind: &Kind| kind.pages.is_some() && !(has(&kind.key) && has(&kind.stem));
    file.origin != source::FileOrigin::Theme || !OF_ANY_KIND.contains(&&*file.path) || kinds.iter().any(needs)
}

/// Reports the kinds that a site declares under the name of a directive of the theme, which shows something else. A file of
/// that name in the site's own templates is there to show their rows.
pub(super) fn taken(sources: &Sources, kinds: &Kinds) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for kind in kinds.iter() {
        let DeclaredBy::Site(place) = &kind.origin else { continue };
        for (name, what) in [(&kind.stem, "the table"), (&kind.key, "its rows")] {
            let directive = name.replace('_', "-");
            let file = sources.get(&format!("templates/components/{directive}.html"));
            if file.is_some_and(|file| file.origin == source::FileOrigin::Theme) {
                diagnostics.push(Diagnostic::new(
                    &KIND_NAME,
                    place.clone(),
                    format!("`::{directive}` shows something else already, so {what} cannot be called `{name}`"),
                    "choose another name, or show the rows with a directive of that name in your own `templates/components/`",
                ));
            }
        }
    }
    diagnostics
}

/// `::vaccines{only="…"}`: the rows of a topic, or those that are named.
fn all(kind: &Kind) -> String {
    let (name, key) = (kind.stem.replace('-', "_"), &kind.key);
    format!(
        r#"{{% component {name}(view: string = "auto", only: string = "", from: string = "", columns: string = "", caption: string = "", label: string = "", level: integer = 3, anchors: bool = true) {{"forms": ["leaf"], "choices": {{"view": ["auto", "table", "cards"]}}}} -%}}
{{%- set items = rows(kind="{key}", only=only, from=from) -%}}
{{{{ <kind_rows kind={{kind(key="{key}")}} items={{items}} view={{view}} columns={{columns}} caption={{caption or label}} level={{level}} anchors={{anchors}}/> }}}}
{{%- endcomponent %}}
"#
    )
}

/// `::vaccine{id="…"}` shows one row as a card, `:vaccine[…]{id="…"}` in a sentence links to it.
fn one(kind: &Kind) -> String {
    let (name, key, called) = (&kind.key, &kind.key, &kind.name_field);
    format!(
        r#"{{% component {name}(id: string, label: string = "", inline: bool = false, level: integer = 3) {{"forms": ["leaf", "text"]}} -%}}
{{%- set item = row(kind="{key}", id=id) -%}}
{{%- if inline -%}}
{{%- set url = item.page_url if item.page_url is defined else item.url -%}}
{{%- if url %}}<a href="{{{{ url }}}}">{{{{ label or item.{called} }}}}</a>{{% else %}}{{{{ label or item.{called} }}}}{{% endif -%}}
{{%- else -%}}
{{{{ <kind_card kind={{kind(key="{key}")}} row={{item}} level={{level}}/> }}}}
{{%- endif -%}}
{{%- endcomponent %}}
"#
    )
}
