//! What tables are read as.

mod any_text;
mod mistakes;

use serde_json::{Value as Json, json};

use super::*;
use crate::kind::{Field, FieldType};
use crate::source::{Content, FileOrigin};

fn file(path: &str, text: &str) -> File {
    File { path: path.into(), content: Content::Text(text.into()), origin: FileOrigin::Site }
}

/// The rows of `text` and each diagnostic as one line, with the text it marks.
fn read(name: &str, text: &str) -> (Vec<Row>, Vec<String>) {
    let (rows, mut diagnostics) = rows(&file(&format!("content/back/{name}"), text), built_in());
    crate::diagnostic::sort(&mut diagnostics);
    let shown = diagnostics.iter().map(|diagnostic| {
        let place = &diagnostic.primary.place;
        let marked = text.get(place.start..place.end).expect("a place in the text");
        format!("{}: {} | {} | {marked}", diagnostic.code.name, diagnostic.message, diagnostic.help)
    });
    let shown = shown.collect();
    (rows, shown)
}

fn faults(name: &str, text: &str) -> Vec<String> {
    read(name, text).1
}

/// Rows that are read without a complaint, as templates get them, with Markdown as it is written.
fn values(name: &str, text: &str) -> Vec<Json> {
    let (rows, faults) = read(name, text);
    assert_eq!(faults, Vec::<String>::new());
    let value = |row: &Row| {
        let mut map = serde_json::Map::from_iter([("id".to_owned(), json!(row.id.value))]);
        fields(&row.kind.fields, &row.cells, &mut map);
        map.extend(row.extras().into_iter().map(|(key, value)| (key.to_owned(), self::value(&value, None))));
        Json::Object(map)
    };
    rows.iter().map(value).collect()
}

fn fields(fields: &[Field], cells: &Cells, map: &mut serde_json::Map<String, Json>) {
    for (field, cell) in cells.of(fields).filter(|(field, _)| !matches!(field.takes, FieldType::Own(_))) {
        let absent = if field.is_list() { json!([]) } else { Json::Null };
        if field.takes.choices().is_some() && !field.is_list() {
            let words = |cell: &Cell| match &cell.value {
                CellValue::Choice(choice) => json!(choice.text),
                _ => Json::Null,
            };
            map.insert(format!("{}_text", field.name), cell.map_or(Json::Null, words));
        }
        map.insert(field.name.clone(), cell.map_or(absent, |cell| value(&cell.value, Some(field))));
    }
}

fn value(of: &CellValue, field: Option<&Field>) -> Json {
    match of {
        CellValue::Text(text)
        | CellValue::Link(text)
        | CellValue::Telephone(text)
        | CellValue::Picture(text)
        | CellValue::Reference(text) => json!(text),
        CellValue::Markdown(markdown) => json!(markdown.text),
        CellValue::Number(number) => json!(number.as_whole()),
        CellValue::Range(range) => json!({
            "min": range.least().as_whole(), "max": range.most().as_whole(), "text": range.to_string(),
        }),
        CellValue::Duration(duration) => json!(duration.to_string()),
        CellValue::Age(age) => json!(age.to_string()),
        CellValue::Date(date) => json!(date.to_string()),
        CellValue::YesNo(is) => json!(is),
        CellValue::Choice(choice) => json!(choice.word),
        CellValue::List(items) => items.iter().map(|item| value(&item.value, field)).collect(),
        CellValue::Group(cells) => {
            let mut map = serde_json::Map::new();
            fields(field.map_or(&[], Field::inner), cells, &mut map);
            Json::Object(map)
        }
    }
}

const BIRD_DOG: &str = r#"
[[exercise]]
name = "Bird dog"
kind = "strength"
start = "hands-and-knees"
steps = ["Kneel.", "Reach *out*."]
hold = "3-5"
reps = 10
side = "alternate"
reps_per_side = true
pain_limit = 4
easier = "bridge-pose"
sources = ["nice-ng59"]
image = "bird-dog.webp"
"#;

#[test]
fn an_exercise_reaches_templates_with_every_key() {
    let [row] = &values("exercises.toml", BIRD_DOG)[..] else { panic!("one row") };
    assert_eq!(
        *row,
        json!({
            "id": "bird-dog", "name": "Bird dog", "also_called": [], "kind": "strength", "kind_text": "Strength",
            "start": "hands-and-knees", "start_text": "On your hands and knees", "summary": null,
            "steps": ["Kneel.", "Reach *out*."], "feel": null,
            "hold": {"min": 3, "max": 5, "text": "3 to 5"}, "hold_note": null,
            "reps": {"min": 10, "max": 10, "text": "10"}, "sets": null, "side": "alternate",
            "side_text": "Changing sides each time", "reps_per_side": true,
            "rest": null, "times_per_day": null, "days_per_week": null, "weeks": null, "pain_limit": 4,
            "effort": null, "effort_text": null, "equipment": [], "muscles": [], "easier": "bridge-pose", "harder": null,
            "progress_when": null, "tips": [], "avoid_if": [], "ask_first_if": [], "stop_if": [],
            "sources": ["nice-ng59"], "image": "bird-dog.webp", "alt": null
        })
    );
}

#[test]
fn a_remedy_reaches_templates_with_words_for_its_grades() {
    let text = r#"
[[remedy]]
id = "heat"
name = "Heat"
kind = "heat-and-cold"
route = "skin"
classes = ["potassium-raising"]
max_time = [10, 15]
[[remedy.may_help]]
text = "May ease pain."
grade = "low"
sources = ["a", "b"]
[remedy.evidence]
grade = "none"
cebm = 5
as_of = 2026-11-22
[[remedy.guideline]]
body = "NICE"
view = "only-with"
source = "nice-ng59"
"#;
    let [row] = &values("remedies.toml", text)[..] else { panic!("one row") };
    assert_eq!(row["kind_text"], "Heat and cold");
    assert_eq!(row["route_text"], "On the skin");
    assert_eq!(row["max_time"], json!({"min": 10, "max": 15, "text": "10 to 15"}));
    assert_eq!(
        row["may_help"],
        json!([{"text": "May ease pain.", "outcome": null, "population": null, "grade": "low",
                "grade_text": "Weak evidence", "sources": ["a", "b"]}])
    );
    assert_eq!(
        row["evidence"],
        json!({"grade": "none", "grade_text": "No good evidence", "summary": null, "cebm": 5, "as_of": "2026-11-22"})
    );
    assert_eq!(
        row["guideline"],
        json!([{"body": "NICE", "view": "only-with", "text": null, "source": "nice-ng59",
                "view_text": "Recommends it only together with other care"}])
    );
    let (rows, _) = read("remedies.toml", text);
    let references: Vec<_> = rows[0]
        .references()
        .iter()
        .map(|r| (r.field.name.as_str(), r.id, &text[r.cell.span.clone()]))
        .collect();
    let expected =
        [("sources", "a", "\"a\""), ("sources", "b", "\"b\""), ("source", "nice-ng59", "\"nice-ng59\"")];
    assert_eq!(references, expected);
}

#[test]
fn the_other_kinds_reach_templates_too() {
    let cause = &values("causes.toml", "[[cause]]\nname = \"Posture\"\nevidence = \"very-low\"\n")[0];
    assert_eq!(
        *cause,
        json!({"id": "posture", "name": "Posture", "summary": null, "helps": [], "remedies": [],
               "evidence": "very-low", "evidence_text": "Very weak evidence", "sources": []})
    );
    let question = &values("faq.toml", "[[question]]\nquestion = \"Why?\"\nanswer = \"Because.\"\n")[0];
    assert_eq!(*question, json!({"id": "why", "question": "Why?", "answer": "Because.", "sources": []}));
    let source = "[[source]]\nid = \"ng59\"\ntitle = \"Back pain\"\nyear = 2020\nnumber = 59\nkind = \"review\"\nurl = \"https://a.org\"\n";
    assert_eq!(
        values("sources.toml", source)[0],
        json!({"id": "ng59", "title": "Back pain", "publisher": null, "authors": [], "year": 2020, "number": "59",
               "url": "https://a.org", "kind": "review", "kind_text": "Review of studies", "note": null})
    );
}

#[test]
fn a_row_knows_its_place() {
    let text =
        "[[cause]]\nname = \"A\"\n\n[[cause]]\nid = \"b\"\nname = \"Bé\"\nhelps = [\"x\",\n \"y\"]\n# end\n";
    let (rows, _) = read("causes.toml", text);
    let places: Vec<_> = rows.iter().map(|row| &text[row.place.start..row.place.end]).collect();
    assert_eq!(
        places,
        ["[[cause]]\nname = \"A\"", "[[cause]]\nid = \"b\"\nname = \"Bé\"\nhelps = [\"x\",\n \"y\"]"]
    );
    let ids: Vec<_> = rows.iter().map(|row| (row.id.value.as_str(), &text[row.id.span()])).collect();
    assert_eq!(ids, [("a", "\"A\""), ("b", "\"b\"")]);
    assert_eq!(
        (rows[0].folder(), &**rows[0].file(), rows[0].kind()),
        ("back", "content/back/causes.toml", &Cause::kind())
    );
    let (rows, _) = super::rows(&file("content/causes.toml", text), built_in());
    assert_eq!(rows[0].folder(), "");
}

#[test]
fn the_name_of_a_file_tells_its_kind() {
    assert_eq!(kind_of("content/a/b/exercises.toml", built_in()), Some(&Exercise::kind()));
    assert_eq!(kind_of("content/faq.csv", built_in()), Some(&Question::kind()));
    for path in [
        "content/a/exercises.md",
        "templates/causes.toml",
        "content/exercise.toml",
        "site.toml",
        "content/faq",
    ] {
        assert_eq!(kind_of(path, built_in()), None, "{path}");
        let (rows, diagnostics) = rows(&file(path, BIRD_DOG), built_in());
        assert!(rows.is_empty() && diagnostics.is_empty(), "{path}");
    }
}

#[test]
fn a_spreadsheet_holds_the_same_rows_as_toml() {
    let toml = values("exercises.toml", BIRD_DOG);
    let header = [
        "Name",
        "kind",
        "START",
        "Steps",
        "hold",
        "reps",
        "side",
        "Reps per side",
        "pain-limit",
        "easier",
        "sources",
        "image",
        "tips",
    ];
    let row = [
        "Bird dog",
        "strength",
        "hands-and-knees",
        "Kneel.; Reach *out*.",
        "3 to 5",
        "10",
        "alternate",
        "yes",
        "4",
        "bridge-pose",
        "nice-ng59",
        "bird-dog.webp",
        "",
    ];
    for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\r")] {
        let line =
            |cells: &[&str]| cells.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(separator);
        let text = format!("{}{end}{end}{}{end}{}{end}", line(&header), line(&row), separator.repeat(12));
        assert_eq!(values("exercises.csv", &text), toml, "{text}");
        let hinted = format!("sep={separator}{end}{text}");
        assert_eq!(values("exercises.csv", &hinted), toml, "{hinted}");
    }
}

#[test]
fn dotted_columns_make_tables_and_lists_of_one() {
    let text = "name,evidence.grade,evidence.as_of,may_help.text,may_help.grade,may_help.sources,guideline.body,guideline.view,guideline.source\n\
                Heat,low,2026-11-22,Eases pain.,low,a;b,,,\n\
                Cold,,,,,,NICE,for,ng59\n";
    let rows = values("remedies.csv", text);
    assert_eq!(rows[0]["evidence"]["as_of"], "2026-11-22");
    assert_eq!(rows[0]["may_help"][0]["sources"], json!(["a", "b"]));
    assert_eq!(
        (&rows[0]["guideline"], &rows[1]["may_help"], &rows[1]["evidence"]),
        (&json!([]), &json!([]), &Json::Null)
    );
    assert_eq!(rows[1]["guideline"][0]["view"], "for");
}

#[test]
fn every_item_of_a_list_in_a_cell_has_its_place() {
    let text = "name,steps,sources\nA,\"Say \"\"stop\"\"; now\n  then *go* \",\" a ; b\"\n";
    let (rows, faults) = read("exercises.csv", text);
    assert_eq!(faults, Vec::<String>::new());
    let exercise = rows[0].get::<Exercise>().expect("an exercise");
    let steps: Vec<_> = exercise.steps.iter().map(|step| (step.text(), &text[step.span()])).collect();
    assert_eq!(steps, [("Say \"stop\"; now", "Say \"\"stop\"\"; now"), ("then *go*", "then *go*")]);
    let sources: Vec<_> = exercise.sources.iter().map(|source| &text[source.span()]).collect();
    assert_eq!(sources, ["a", "b"]);
    assert_eq!(
        &text[rows[0].place.start..rows[0].place.end],
        text.split_once('\n').expect("a header").1.trim_end()
    );
}

#[test]
fn a_schema_describes_the_whole_file() {
    for kind in built_in().iter() {
        let schema = schema(kind);
        let text = serde_json::to_string(schema.as_value()).expect("a schema serializes");
        assert!(!text.contains("null") && !text.contains("writeOnly"), "{text}");
        let json = schema.as_value();
        assert_eq!(json["title"], format!("{}.toml", kind.stem));
        let reference =
            json["properties"][kind.key.as_str()]["items"]["$ref"].as_str().expect("a row's definition");
        let row = json.pointer(reference.trim_start_matches('#')).expect("the definition is there");
        let Some(fields) = row["properties"].as_object() else { panic!("a row has fields") };
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        let mut known: Vec<&str> =
            kind.fields.iter().map(|field| field.name.as_str()).chain(["id"]).collect();
        known.sort_by_key(|name| names.iter().position(|other| other == name));
        assert_eq!(known, names, "the schema has the fields that are read");
        for (name, field) in fields {
            assert!(field["description"].is_string(), "`{name}` of {} has no description", kind.noun);
        }
    }
}

#[test]
fn the_example_of_every_code_stands_in_its_page() {
    for code in CODES {
        assert!(code.page.lines().count() > 2, "{} needs a page", code.name);
    }
}
