//! What balm has in the place of what other systems call by a name.

/// What to write in the place of the construct called `word`.
#[must_use]
pub fn in_place_of(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    Some(match word.as_str() {
        "note" | "info" | "notice" | "abstract" | "summary" | "seealso" | "remark" | "example" | "quote"
        | "hint" | "admonition" | "callout" | "aside" | "tldr" | "definition" => {
            "`:::inset` … `:::` around the text, or `> [!NOTE]` before it"
        }
        "tip" | "success" | "check" | "done" => "`> [!TIP]` before the text, which then starts with `> `",
        "important" => "`> [!IMPORTANT]` before the text, which then starts with `> `",
        "caution" => "`> [!CAUTION]` before the text, which then starts with `> `",
        "warning" | "attention" | "alert" | "danger" | "error" | "bug" | "failure" => {
            "`:::warning[Heading]` … `:::` around the text"
        }
        "details" | "expand" | "collapse" | "collapsible" | "dropdown" | "spoiler" | "accordion"
        | "question" | "faq" => "`:::details[Heading]` … `:::` around the text",
        "figure" | "img" | "image" | "picture" | "imgproc" | "resize_image" | "caption" => {
            "`![what it shows](picture.webp)`, or `::figure[Caption]{src=\"picture.webp\" alt=\"…\"}`"
        }
        "gallery" => "each picture as `![what it shows](picture.webp)`",
        "youtube" | "vimeo" | "video" | "tweet" | "x" | "instagram" | "gist" | "embed" | "iframe"
        | "audio" | "map" => "a link, with words that say where it leads: `[title (video)](https://…)`",
        "ref" | "relref" | "link" | "post_url" | "doc" | "numref" | "any" | "download" | "get_url"
        | "button" | "cta" => "a link: `[text](file.md)`",
        "include" | "include_relative" | "rustdoc_include" | "snippet" | "readfile" | "literalinclude"
        | "mdinclude" => {
            "the text here; what several articles show belongs in a table, of which each shows rows"
        }
        "highlight" | "code" | "codeblock" | "code-block" | "sourcecode" | "playground" => {
            "a block of code: a line of three backticks with the language, and three below"
        }
        "table" | "csv-table" | "list-table" => "a Markdown table between `:::table[Caption]` and `:::`",
        "tabs" | "tab" | "tab-set" | "tab-item" | "tabitem" | "cards" | "card" | "grid" | "columns"
        | "column" => "headings with the text below each, or `:::details[Heading]` … `:::`",
        "math" | "katex" | "eq" => "the formula in words, as text, or as a picture",
        "footnote" => "a footnote: `[^name]` in the text and a line `[^name]: …`",
        "endraw" | "raw" => "code between backticks",
        _ => return None,
    })
}
