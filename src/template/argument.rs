//! What a directive takes, learnt from its component's declaration, and the author's words as its values.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use tera::{ComponentArgType, ComponentInfo, Context, Value};

use super::{DIRECTIVE_ARGUMENT, TEMPLATE};
use crate::article::directive::Argument;
use crate::article::{DirectiveForm, DirectiveUse};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};

/// Arguments that balm fills in by itself.
const FILLED_IN: [&str; 2] = ["label", "inline"];

/// What the argument `level` of a component may be: a page's title is its only first-level heading.
const LEVELS: RangeInclusive<i64> = 2..=6;

/// A component that is a directive.
#[derive(Debug)]
pub struct Component {
    /// The directive's name, with hyphens.
    pub directive: String,
    /// The component's name in Tera, with underscores.
    pub name: String,
    /// Its file.
    pub file: FileName,
    info: ComponentInfo,
    forms: Vec<DirectiveForm>,
    label_required: bool,
    /// Whether it stands before the contents where a text begins with it.
    pub(crate) opens: bool,
    /// The kinds of row it may ask for, by their words; `None` is any.
    pub(super) kinds: Option<BTreeSet<String>>,
    choices: Vec<(String, Vec<String>)>,
}

impl Component {
    /// Whether it shows rows, or may do so.
    #[must_use]
    pub fn may_ask_for_rows(&self) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| !kinds.is_empty())
    }

    /// Reads the declaration and the metadata after it.
    pub(super) fn new(
        directive: &str,
        name: String,
        info: ComponentInfo,
        file: &FileName,
        text: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut component = Component {
            directive: directive.to_owned(),
            name,
            file: file.clone(),
            forms: vec![DirectiveForm::Container, DirectiveForm::Leaf],
            label_required: false,
            opens: false,
            kinds: None,
            choices: Vec::new(),
            info,
        };
        let metadata: Vec<(String, Value)> =
            component.info.metadata().iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        for (key, value) in metadata {
            if let Err(message) = component.read_metadata(&key, &value) {
                let at = text.find(&format!("\"{key}\"")).unwrap_or(0);
                diagnostics.push(Diagnostic::new(
                    &TEMPLATE,
                    Place::new(file, at..at + key.len() + 2),
                    message,
                    "a component's metadata has `forms`, `choices`, `label` and `opens`",
                ));
            }
        }
        component
    }

    fn read_metadata(&mut self, key: &str, value: &Value) -> Result<(), String> {
        match key {
            "forms" => {
                let words = value.as_array().ok_or("`forms` is a list")?;
                self.forms = words
                    .iter()
                    .map(|word| match word.as_str() {
                        Some("container") => Ok(DirectiveForm::Container),
                        Some("leaf") => Ok(DirectiveForm::Leaf),
                        Some("text") => Ok(DirectiveForm::Text),
                        _ => Err("`forms` holds `container`, `leaf` and `text`".to_owned()),
                    })
                    .collect::<Result<_, _>>()?;
            }
            "label" => self.label_required = value.as_str() == Some("required"),
            "opens" => self.opens = value.as_bool().ok_or("`opens` is `true` or `false`")?,
            "choices" => {
                let map = value.as_map().ok_or("`choices` is a map of lists")?;
                for (argument, words) in map {
                    let words = words.as_array().ok_or("`choices` is a map of lists")?;
                    let words = words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect();
                    self.choices.push((argument.to_string(), words));
                }
            }
            _ => return Err(format!("there is no metadata `{key}`")),
        }
        Ok(())
    }

    /// The names of the arguments that an author may write.
    fn arguments(&self) -> impl Iterator<Item = &tera::ComponentArg> {
        self.info.args().iter().filter(|arg| !arg.is_implicit() && !FILLED_IN.contains(&arg.name()))
    }

    /// Whether it has an argument called `name`.
    #[must_use]
    pub fn takes(&self, name: &str) -> bool {
        self.info.args().iter().any(|arg| arg.name() == name)
    }

    /// How the directive is written and what it takes, for people.
    #[must_use]
    pub fn described(&self) -> String {
        let ways: Vec<String> = self.forms.iter().map(|form| example(&self.directive, *form)).collect();
        let mut text = format!("{}\n  {}\n", self.directive, ways.join(", or "));
        if self.takes("label") {
            text.push_str(if self.label_required { "  [label]: required\n" } else { "  [label]\n" });
        }
        for argument in self.arguments() {
            let choices = self.choices.iter().find(|(name, _)| name == argument.name());
            let kind = match choices {
                Some((_, words)) => words.join(" | "),
                None => argument.arg_type().map_or("string", |kind| kind.as_str()).to_owned(),
            };
            let usual = match argument.default() {
                None => ", required".to_owned(),
                Some(value) if value.as_str() == Some("") || value.is_none() => String::new(),
                Some(value) => format!(", usually {value}"),
            };
            text.push_str(&format!("  {}: {kind}{usual}\n", argument.name()));
        }
        text
    }

    /// Reports what is wrong with `used` as a use of this component.
    pub fn check(&self, used: &DirectiveUse, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
        let mut report = |span: std::ops::Range<usize>, message: String, help: String| {
            diagnostics.push(Diagnostic::new(&DIRECTIVE_ARGUMENT, Place::new(file, span), message, help));
        };
        let name = &self.directive;
        if !self.forms.contains(&used.form) {
            let message = format!("`{name}` cannot be written {}", in_words(used.form));
            let ways: Vec<String> = self.forms.iter().map(|form| example(name, *form)).collect();
            report(used.span.clone(), message, format!("write {}", ways.join(" or ")));
        }
        match &used.label {
            None if self.label_required => {
                report(
                    used.name.span(),
                    format!("`{name}` needs a label"),
                    format!("write `:::{name}[The label]`"),
                );
            }
            Some(label) if !self.takes("label") => {
                report(
                    label.text.span(),
                    format!("`{name}` takes no label"),
                    "delete the square brackets".into(),
                );
            }
            _ => {}
        }
        for attribute in &used.attributes {
            let written = attribute.name.value.as_str();
            let Some(argument) = self.arguments().find(|arg| arg.name() == written) else {
                let names: Vec<&str> = self.arguments().map(tera::ComponentArg::name).collect();
                let help = did_you_mean(written, names.iter().copied(), || match names.as_slice() {
                    [] => format!("`{name}` takes no arguments"),
                    names => format!("`{name}` takes `{}`", names.join("`, `")),
                });
                report(attribute.name.span(), format!("`{name}` has no argument `{written}`"), help);
                continue;
            };
            let value = &attribute.value;
            if let Err((message, help)) = self.value(argument, &value.value) {
                report(value.span(), message, help);
            }
        }
        for argument in self.arguments().filter(|arg| arg.is_required()) {
            if used.get(argument.name()).is_none() {
                let missing = argument.name();
                let help = format!("add `{{{missing}=\"…\"}}`");
                report(used.name.span(), format!("`{name}` needs the argument `{missing}`"), help);
            }
        }
    }

    /// The author's word as the value that the argument is declared to take, or a message and a way out.
    fn value(&self, argument: &tera::ComponentArg, word: &str) -> Result<Value, (String, String)> {
        let name = argument.name();
        match argument.arg_type() {
            Some(ComponentArgType::Bool) => match word {
                "true" | "yes" => Ok(Value::from(true)),
                "false" | "no" => Ok(Value::from(false)),
                _ => Err((
                    format!("`{name}` is `true` or `false`, not `{word}`"),
                    format!("write `{name}=true` or `{name}=false`"),
                )),
            },
            Some(ComponentArgType::Integer) => {
                let number = word.trim().parse::<i64>().map_err(|_| {
                    (
                        format!("`{name}` is a whole number, not `{word}`"),
                        format!("write it in digits: `{name}=2`"),
                    )
                })?;
                if name == "level" && !LEVELS.contains(&number) {
                    return Err((
                        format!("a heading of level {number} is not allowed in a page's text"),
                        "write a level from 2 to 6".to_owned(),
                    ));
                }
                Ok(Value::from(number))
            }
            Some(kind @ (ComponentArgType::Number | ComponentArgType::Float)) => {
                let whole = word.trim().parse::<i64>().ok().filter(|_| kind == ComponentArgType::Number);
                let number = word.trim().parse::<f64>().ok().filter(|number| number.is_finite());
                whole.map(Value::from).or(number.map(Value::from)).ok_or_else(|| {
                    (
                        format!("`{name}` is a number, not `{word}`"),
                        format!("write it in digits: `{name}=1.5`"),
                    )
                })
            }
            Some(ComponentArgType::Array) => {
                Ok(Value::from(word.split_whitespace().map(Value::from).collect::<Vec<_>>()))
            }
            None | Some(ComponentArgType::String) => {
                match self.choices.iter().find(|(choice, _)| choice == name) {
                    Some((_, words)) if !words.iter().any(|allowed| allowed == word) => {
                        let help = did_you_mean(word, words.iter().map(String::as_str), || {
                            format!("`{name}` is `{}`", words.join("`, `"))
                        });
                        Err((format!("`{name}` cannot be `{word}`"), help))
                    }
                    _ => Ok(Value::from(word)),
                }
            }
            // Maps and bytes, and whatever Tera may add.
            Some(kind) => Err((
                format!("`{name}` takes `{}`, which cannot be written in an article", kind.as_str()),
                format!("delete it, or declare `{name}` in the component as text or a number"),
            )),
        }
    }

    /// Whether it may ask for rows of `kind`.
    #[must_use]
    pub fn may_ask_for(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(kind))
    }

    /// The arguments of `used`, with `label` as HTML. What [`Component::check`] reports is left out.
    #[must_use]
    pub fn context(&self, used: &DirectiveUse, label: Option<&str>) -> Context {
        self.context_with(used, label, |value, _| value)
    }

    /// The same, with each argument's value as `change` makes it, which is given the argument too.
    #[must_use]
    pub fn context_with(
        &self,
        used: &DirectiveUse,
        label: Option<&str>,
        change: impl Fn(Value, &Argument) -> Value,
    ) -> Context {
        let mut context = Context::new();
        for attribute in &used.attributes {
            let found = self.arguments().find(|arg| arg.name() == attribute.name.value);
            if let Some(value) = found.and_then(|argument| self.value(argument, &attribute.value.value).ok())
            {
                context.insert_value(attribute.name.value.clone(), change(value, attribute));
            }
        }
        if let Some(label) = label
            && self.takes("label")
        {
            context.insert_value("label", Value::safe_string(label));
        }
        if used.form == DirectiveForm::Text && self.takes("inline") {
            context.insert_value("inline", Value::from(true));
        }
        context
    }
}

fn in_words(form: DirectiveForm) -> &'static str {
    match form {
        DirectiveForm::Container => "around text, between colons",
        DirectiveForm::Leaf => "on a line of its own, with two colons",
        DirectiveForm::Text => "in running text",
    }
}

fn example(name: &str, form: DirectiveForm) -> String {
    match form {
        DirectiveForm::Container => format!("`:::{name}` … `:::` around text"),
        DirectiveForm::Leaf => format!("`::{name}` on a line of its own"),
        DirectiveForm::Text => format!("`:{name}[…]` in running text"),
    }
}
