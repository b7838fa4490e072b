// Types of the theme's scripts. They are here because the comments of scripts are published.

/** A text with placeholders such as "{n}", or one for each plural form and for single numbers. `lang` is the language of the
 *  forms where it is not that of the page's other messages. */
type Message = string | Record<string, string>;

/** What fills the placeholders of a message: words, a number, or the minimum and maximum of a range. */
type Gaps = Record<string, string | number | number[]>;

/** The messages of a page's scripts: `src/words/script.rs` writes them. */
type Messages = {
  numbers: { lang: string; range: string; forms: Record<string, string> };
  words: Record<string, Message>;
  dose?: any;
};

/** An exercise of a session. `data` has the numbers of its row, `content` its steps, stop signs and dose; `phases` are the
 *  drawings of the start, the hold and the other side. */
type Exercise = { name: string; data: DOMStringMap; content: ParentNode; phases: Element[] };

/** One step of a session. `of` is the index of its exercise. With 0 `seconds`, it waits for the reader. `what` is shown and
 *  `say` is spoken; `count` is shown in place of the seconds; `other` means the other side. */
type Step = {
  of: number;
  kind: "ready" | "place" | "work" | "ease" | "change" | "rest";
  seconds: number;
  what: string;
  say: string;
  where: string;
  count?: string;
  other?: boolean;
};
