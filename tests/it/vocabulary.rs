//! A strict check of JSON-LD: balm's own has no superseded terms, no text in place of a thing, and no empty values.

use std::collections::BTreeMap;

use balm::schema_org::Vocabulary;
use serde_json::{Map, Value as Json};

/// Compares documents with the vocabulary of schema.org.
pub(crate) struct Judge(&'static Vocabulary);

impl Judge {
    pub(crate) fn new() -> Judge {
        Judge(Vocabulary::get())
    }

    /// What is wrong with a document, in words.
    pub(crate) fn faults(&self, document: &Json) -> Vec<String> {
        let mut faults = Vec::new();
        if document["@context"] != "https://schema.org" {
            faults.push(format!("the context is {}", document["@context"]));
        }
        let nodes = document["@graph"].as_array().expect("there is a graph");
        let known: BTreeMap<&str, Vec<&str>> =
            nodes.iter().filter_map(|node| Some((node["@id"].as_str()?, types(node)))).collect();
        for node in nodes {
            self.node(node.as_object().expect("a node is an object"), &known, &mut faults);
        }
        faults
    }

    fn node(&self, node: &Map<String, Json>, known: &BTreeMap<&str, Vec<&str>>, faults: &mut Vec<String>) {
        let types = types(&Json::Object(node.clone())).into_iter().map(str::to_owned).collect::<Vec<_>>();
        if types.is_empty() {
            faults.push(format!("a node without a type: {node:?}"));
        }
        for name in &types {
            if !self.0.has_type(name) {
                faults.push(format!("there is no type {name}"));
            }
            self.refuse_superseded(name, faults);
        }
        for (property, value) in node.iter().filter(|(key, _)| !key.starts_with('@')) {
            let Some(known_as) = self.0.property(property) else {
                faults.push(format!("there is no property {property}"));
                continue;
            };
            let (domain, range) = (&known_as.domain, &known_as.range);
            self.refuse_superseded(property, faults);
            if !types.iter().any(|name| domain.iter().any(|wanted| self.0.is_a(name, wanted))) {
                faults.push(format!("{types:?} has no {property}"));
            }
            let values = value.as_array().map_or_else(|| vec![value], |values| values.iter().collect());
            if values.is_empty() {
                faults.push(format!("{property} is empty"));
            }
            for value in values {
                if !range.iter().any(|wanted| self.fits(value, wanted, known)) {
                    faults.push(format!("{property} of {types:?} takes {range:?}, not {value}"));
                }
                if let Some(inner) = value.as_object().filter(|inner| inner.contains_key("@type")) {
                    self.node(inner, known, faults);
                }
            }
        }
    }

    fn refuse_superseded(&self, name: &str, faults: &mut Vec<String>) {
        if self.0.is_superseded(name) {
            faults.push(format!("{name} is superseded"));
        }
    }

    /// Whether `value` is a `wanted`. The type of a node is its own, or that of the node with its id in the graph.
    fn fits(&self, value: &Json, wanted: &str, known: &BTreeMap<&str, Vec<&str>>) -> bool {
        match value {
            Json::Object(node) => {
                let own = types(value);
                let named = node.get("@id").and_then(Json::as_str).and_then(|id| known.get(id));
                let types = if own.is_empty() { named.cloned().unwrap_or_default() } else { own };
                types.iter().any(|name| self.0.is_a(name, wanted))
            }
            Json::Number(number) => wanted == "Number" || wanted == "Integer" && number.is_u64(),
            Json::Bool(_) => wanted == "Boolean",
            Json::String(text) => match wanted {
                "Text" => true,
                "Date" => text.parse::<balm::data::Date>().is_ok(),
                "URL" | "WebPage" | "Thing" => text.starts_with("https://") || text.starts_with("http://"),
                enumeration => {
                    let member = text.strip_prefix("https://schema.org/");
                    member.is_some_and(|member| self.0.is_member(member, enumeration))
                }
            },
            _ => false,
        }
    }
}

/// The types of a node.
pub(crate) fn types(node: &Json) -> Vec<&str> {
    match &node["@type"] {
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

#[test]
fn the_judge_reports_what_is_wrong() {
    let judge = Judge::new();
    let faults = |node: Json| {
        let sure = serde_json::json!({ "@id": "#x", "@type": "MedicalCondition", "name": "X" });
        judge.faults(&serde_json::json!({ "@context": "https://schema.org", "@graph": [node, sure] })).len()
    };
    for (expected, node) in [
        (0, r##"{"@type":"MedicalWebPage","about":{"@id":"#x"},"lastReviewed":"2026-11-22"}"##),
        (
            0,
            r#"{"@type":["ExercisePlan","HowTo"],"repetitions":10,"step":[{"@type":"HowToStep","text":"Lie."}]}"#,
        ),
        (0, r#"{"@type":"ExercisePlan","category":"https://schema.org/Balance"}"#),
        (
            0,
            r#"{"@type":"MedicalCondition","possibleTreatment":[{"@type":"ExercisePlan"},{"@type":"Diet"}]}"#,
        ),
        // An unknown term, a superseded one, and one of different types.
        (1, r#"{"@type":"MedicalPage"}"#),
        (1, r#"{"@type":"MedicalWebPage","nextReview":"2026-11-22"}"#),
        (1, r#"{"@type":"MedicalWebPage","aspect":"Treatment"}"#),
        (1, r#"{"@type":["ExercisePlan","HowTo"],"contraindication":"Pain."}"#),
        (1, r#"{"@type":"ExercisePlan","step":"Lie."}"#),
        (1, r#"{"@type":"MedicalTherapy","safetyConsideration":"Hot."}"#),
        // Values of the wrong type.
        (1, r#"{"@type":"MedicalCondition","possibleTreatment":{"@type":"DietarySupplement"}}"#),
        (1, r#"{"@type":"MedicalCondition","possibleTreatment":{"@type":"TherapeuticProcedure"}}"#),
        (1, r##"{"@type":"MedicalCondition","possibleTreatment":{"@id":"#x"}}"##),
        (1, r##"{"@type":"MedicalWebPage","about":{"@id":"#y"}}"##),
        (1, r#"{"@type":"MedicalWebPage","lastReviewed":"last week"}"#),
        (1, r#"{"@type":"MedicalWebPage","citation":{"@type":"MedicalGuideline"}}"#),
        (1, r#"{"@type":"ExercisePlan","repetitions":"10"}"#),
        (1, r#"{"@type":"ExercisePlan","activityDuration":20}"#),
        (1, r#"{"@type":"MedicalCode","codeValue":{"@type":"Thing"}}"#),
        (1, r#"{"@type":"MedicalWebPage","author":[]}"#),
        // A nested node.
        (1, r#"{"@type":"MedicalWebPage","mainEntity":{"@type":"Drug","aspects":"x"}}"#),
    ] {
        assert_eq!(faults(serde_json::from_str(node).expect("it is JSON")), expected, "{node}");
    }
}
