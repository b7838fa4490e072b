//! What an author is told about a table.

use super::*;

#[test]
fn one_run_reports_every_mistake_of_a_toml_table() {
    let text = r#"
[[exercise]]
name = "Bird dog"
stepps = ["x"]
kind = "strech"
hold = "30-20"
pain_limit = 12
[[exercise]]
id = "Bird Dog"
name = "Bird"
steps = [""]
[[exercise]]
name = "Cat-cow"
"#;
    assert_eq!(
        faults("exercises.toml", text),
        [
            "unknown-key: there is no key `stepps` in an exercise | did you mean `steps`? | stepps",
            "wrong-type: `kind` does not know the word `strech` | did you mean `stretch`? | \"strech\"",
            "wrong-type: `hold` runs backwards, from 30 to 20 | put the smaller number first: `\"20-30\"` | \"30-20\"",
            "wrong-type: `pain_limit` takes a number from 0 to 10, not 12 | write a number from 0 to 10 | 12",
            "id-form: `Bird Dog` is not an id: an id has lower-case letters, digits and single hyphens | write `bird-dog` | \"Bird Dog\"",
            "missing-key: `steps` is empty, and an exercise needs it | give `steps` a value | [\"\"]",
            "missing-key: an exercise needs the key `steps` | add `steps` | [[exercise]]",
        ]
    );
}

#[test]
fn a_table_under_the_wrong_key_is_told_the_right_one() {
    let rows = |text: &str| read("exercises.toml", text);
    let (read, found) = rows("[[exercises]]\nname = \"A\"\nsteps = [\"x\"]\n");
    assert_eq!(
        found,
        [
            "table-key: there is no key `exercises` at the top of `exercises.toml` | did you mean `[[exercise]]`? | exercises"
        ]
    );
    assert_eq!(read.len(), 1, "it is read all the same");
    let (read, found) = rows("[exercise]\nname = \"A\"\nsteps = [\"x\"]\n");
    assert_eq!(
        found,
        [
            "not-a-list: `exercise` is a single table here, not a list of rows | write `[[exercise]]`, with double brackets, before each row | exercise"
        ]
    );
    assert_eq!(read.len(), 1, "it is read all the same");
    for (text, message) in [
        (
            "[[remedy]]\nname = \"A\"\n",
            "table-key: `remedy` does not belong in `exercises.toml` | put it into `remedies.toml` in the same folder, or write `[[exercise]]` here | remedy",
        ),
        (
            "name = \"A\"\n",
            "table-key: there is no key `name` at the top of `exercises.toml` | `name` belongs to an exercise: write `[[exercise]]` on a line of its own before it | name",
        ),
        (
            "exercise = 1\n",
            "not-a-list: `exercise` is the number 1 here, not a list of rows | write `[[exercise]]` before each row, and its fields below | 1",
        ),
        (
            "exercise = [1]\n",
            "wrong-type: an exercise takes one table of keys, not the number 1 | write `key = value`, one per line | 1",
        ),
        (
            "# nothing\n",
            "empty-table: this table has no rows | add rows that start with `[[exercise]]`, or remove the file | ",
        ),
    ] {
        let (read, found) = rows(text);
        assert_eq!(found, [message]);
        assert!(read.is_empty());
    }
    assert_eq!(values("exercises.toml", &format!("\"$schema\" = \"x.json\"\n{BIRD_DOG}")).len(), 1);
}

#[test]
fn values_that_contradict_each_other_are_reported() {
    let row = |rest: &str| {
        faults("exercises.toml", &format!("[[exercise]]\nname = \"A\"\nsteps = [\"x\"]\n{rest}\n"))
    };
    assert_eq!(
        row("reps_per_side = true"),
        [
            "contradiction: `reps_per_side` says that there are sides, but `side` is `none` | write `side = \"each\"` or `side = \"alternate\"`, or leave `reps_per_side` out | true"
        ]
    );
    assert_eq!(
        row("harder = \"a\""),
        [
            "contradiction: `a` is given as its own `harder` exercise | name another exercise, or leave `harder` out | \"a\""
        ]
    );
    assert_eq!(
        row("easier = \"b\"\nharder = \"b\""),
        [
            "contradiction: `b` cannot be both easier and harder than `a` | name another exercise, or leave one of the two out | \"b\""
        ]
    );
    assert_eq!(row("hold_note = \"a few seconds\"\nreps_per_side = false"), Vec::<String>::new());
}

#[test]
fn single_values_are_held_to_their_limits() {
    let remedy = |rest: &str| faults("remedies.toml", &format!("[[remedy]]\nname = \"A\"\n{rest}\n"));
    assert_eq!(remedy("children_min_age = 12"), Vec::<String>::new());
    assert_eq!(remedy("summary = \"\"\nforms = [\"\"]"), Vec::<String>::new());
    assert_eq!(
        remedy("evidence = {grade = \"low\", cebm = 6}"),
        ["wrong-type: `cebm` takes a number from 1 to 5, not 6 | write a number from 1 to 5 | 6"]
    );
    assert_eq!(
        remedy("evidence = {grade = \"low\", as_of = 2026-02-30}"),
        [
            "wrong-type: `2026-02-30` is not a date: February 2026 has no day 30 | write a day as year-month-day: `2026-11-22` | 2026-02-30"
        ]
    );
    assert_eq!(
        remedy("[[remedy.may_help]]\ngrade = \"good\""),
        [
            "missing-key: `may_help` needs the key `text` | add `text` | [[remedy.may_help]]",
            "wrong-type: `grade` does not know the word `good` | choose one of `high`, `moderate`, `low`, `very-low`, `none` | \"good\"",
        ]
    );
    let source = |url: &str| faults("sources.toml", &format!("[[source]]\ntitle = \"A\"\nurl = \"{url}\"\n"));
    for good in ["https://a.org/b?c#d", "http://a.org", "HTTPS://a.org"] {
        assert_eq!(source(good), Vec::<String>::new(), "{good}");
    }
    assert_eq!(
        source("www.nhs.uk/x"),
        [
            "wrong-type: `url` takes a web address, not `www.nhs.uk/x` | write `https://www.nhs.uk/x` | \"www.nhs.uk/x\""
        ]
    );
    for bad in ["javascript:alert(1)", "ftp://a.org", "https://", "https://a b", "mailto:a@b.c", "nhs"] {
        assert_eq!(source(bad).len(), 1, "{bad}");
    }
    assert_eq!(
        faults("causes.toml", "[[cause]]\nname = \"!?\"\n"),
        [
            "id-form: `!?` has no letter and no digit, so no id can be made of it | write an `id` of lower-case letters, digits and hyphens | \"!?\""
        ]
    );
    assert_eq!(
        faults("causes.toml", "[[cause]]\nname = \" \"\n"),
        ["missing-key: `name` is empty, and a cause needs it | give `name` a value | \" \""]
    );
}

#[test]
fn a_control_character_is_taken_out_of_a_name() {
    let (rows, found) = read("causes.toml", "[[cause]]\nname = \"\\u0000I0:9:x\"\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("control-character: "), "{found:?}");
    assert_eq!(rows[0].name().value, "I0:9:x");
}

#[test]
fn what_concerns_a_column_is_reported_once_at_the_header() {
    let text = "name,stepps,kind,Kind,\nA,x,stretch,,\nB,,stretch,,y\n";
    assert_eq!(
        faults("exercises.csv", text),
        [
            "unknown-column: there is no column `stepps` in an exercise | did you mean `steps`? | stepps",
            "duplicate-column: there are two columns `kind` | remove or rename one of the two | Kind",
            "missing-header: column 5 has values but no name | name the column in the first row, or remove it | ",
        ]
    );
    assert_eq!(
        faults("remedies.csv", "name,evidence\nA,low\n"),
        [
            "unknown-column: there is no column `evidence` in a remedy | use a column for each part: `evidence.as_of`, `evidence.cebm`, `evidence.grade`, `evidence.summary` | evidence",
        ]
    );
    assert_eq!(
        faults("remedies.csv", "name,may_help.text,may_help.sources\nA,x,nhs\nB,,\n"),
        [
            "missing-column: `may_help` needs the column `may_help.grade` | add the column `may_help.grade` with a value in every row | name,may_help.text,may_help.sources",
        ]
    );
    assert_eq!(
        faults("exercises.csv", "Bird dog,Kneel.\nBridge,Lie.\n"),
        [
            "missing-header: the first row names no column that balm knows | name the columns in the first row, such as `name,steps` | Bird dog,Kneel.",
        ]
    );
}

#[test]
fn what_concerns_a_cell_is_reported_at_the_cell() {
    let text = "name,steps,hold,pain_limit,reps_per_side\nA, ,30-20,eleven,maybe\nB,x,02-Mar,,\n,x,,,\n";
    let found = faults("exercises.csv", text);
    let help = "write `10`, `20-30` or `20 to 30`";
    assert_eq!(found, [
        "missing-key: `steps` is empty, and an exercise needs it | give `steps` a value | ".to_owned(),
        "wrong-type: `hold` runs backwards, from 30 to 20 | put the smaller number first: `20-30` | 30-20".into(),
        "wrong-type: `pain_limit` takes a whole number, not the text `eleven` | write the number alone, in digits | eleven".into(),
        "wrong-type: `reps_per_side` takes yes or no, not `maybe` | write `yes` or `no` | maybe".into(),
        format!("wrong-type: `hold` takes a number of seconds or a range, not `02-Mar` | {help}; a spreadsheet leaves `20 to 30` as it is, but may turn `2-3` into a date | 02-Mar"),
        "missing-key: `name` is empty, and an exercise needs it | give `name` a value | ".into(),
    ]);
}

#[test]
fn rows_of_another_length_and_loose_quotes_are_reported() {
    let text = "name,summary\nA\nB,slow, steady\nC,\"say \"stop\" now\"\nD,x,,\nE,\"open\nF,x\n";
    assert_eq!(
        faults("causes.csv", text),
        [
            "short-row: this row has 1 cell, but the header has 2 | add the missing separators: an empty cell needs one too | A",
            "long-row: this row has 3 cells, but the header has 2 | put a cell that contains the separator between double quotes | steady",
            "stray-quote: the cell continues after its closing quote | double any quote inside a quoted cell: `\"\"` | \"stop\" now\"",
            "unclosed-quote: this double quote is never closed, so the rest of the file is one cell | close the cell with `\"`; double any quote inside a quoted cell: `\"\"` | \"",
        ]
    );
    assert_eq!(
        faults("causes.csv", "name,summary\n"),
        [
            "empty-table: this table has a header but no rows | add rows below a header, or remove the file | name,summary"
        ]
    );
    assert_eq!(
        faults("causes.csv", "\n \n"),
        ["empty-table: this table is empty | add rows below a header, or remove the file | "]
    );
}
