// Guides a reader through exercises, one step after the other, in a dialog.
//
// Its words come from `template#session`, exercises from what has `data-exercise` (a template, or a part of the page),
// drawings from `.phases`. Places with `data-start` get a button that starts the exercises whose ids stand there.

/** Seconds to get into place, between repeats, for a repeat without a hold, and before the next exercise. */
const PLACE = 20, EASE = 5, PACE = 6, NEXT = 30;
/** Sleep longer than this, in milliseconds, pauses the session: nobody was there. */
const AWAY = 120_000;

const sheet = /** @type {HTMLTemplateElement} */ (document.getElementById("session"));

/** Says the messages that the element `id` holds as JSON. @param {string} id */
export function speaker(id) {
  /** @type {Messages} */
  const { numbers, words, dose } = JSON.parse(document.getElementById(id)?.textContent ?? "{}");

  /** @param {string} pattern @param {Gaps} gaps */
  const filled = (pattern, gaps) => pattern.replace(/\{(\w+)\}/g, (_, key) => text(gaps[key] ?? ""));

  /** @param {Gaps[string]} value @returns {string} */
  const text = (value) => {
    const [from = "", to = from] = [value].flat();
    return from === to ? String(to) : filled(numbers.range, { from, to });
  };

  /** The number in the gap `n` chooses the plural form. @param {string} key @param {Gaps} [gaps] */
  const say = (key, gaps = {}, from = words) => {
    const message = from[key] ?? "";
    if (typeof message === "string") return filled(message, gaps);
    const [least = 0, most = least] = [gaps.n ?? 0].flat().map(Number);
    const lang = message.lang ?? numbers.lang;
    const form = least === most ? message[most] && String(most) : numbers.forms[lang];
    return filled(message[form || new Intl.PluralRules(lang).select(most)] ?? message.other ?? "", gaps);
  };
  return { say, text, dose };
}

const { say } = speaker("session-words");

/** @param {string} selector @param {ParentNode} from */
const all = (selector, from) => [.../** @type {NodeListOf<HTMLElement>} */ (from.querySelectorAll(selector))];

/** @param {(string | false | undefined)[]} parts */
const sentences = (...parts) => parts.filter(Boolean).map((part) => `${part}.`.replace(/([.!?])\.$/, "$1")).join(" ");

/** Every exercise of the page, by id, with its drawings as they were before anything moved them. */
const rows = new Map(
  all("[data-exercise]", document).map((row) => {
    const inert = row instanceof HTMLTemplateElement;
    const phases = (inert ? document : row).querySelector(".phases")?.querySelectorAll("svg") ?? [];
    return [
      row.dataset.exercise,
      /** @type {Exercise} */ ({
        name: row.dataset.name ?? "",
        data: row.dataset,
        content: inert ? row.content : row,
        phases: [...phases].map((svg) => /** @type {Element} */ (svg.cloneNode(true))),
      }),
    ];
  }),
);

/** The least or the most of a dose. @param {DOMStringMap} data @param {boolean} most */
const numbers = ({ hold, reps, sets, rest }, most) =>
  [hold, reps, sets, rest].map((range) => Number(range?.split(" ")[most ? 1 : 0] ?? 0));

/** All steps, by the least or the most of the doses. @param {Exercise[]} exercises @param {boolean} most @returns {Step[]} */
function plan(exercises, most) {
  return exercises.flatMap(({ name, data }, of) => {
    const [hold, reps, sets, rest] = numbers(data, most);
    const note = data.note && /^\p{Ll}/u.test(data.note) ? data.note : "";
    /** @type {Step[]} */
    const steps = [];
    /** @param {Step["kind"]} kind @param {number} seconds @param {string} what @param {string} [full] @param {string} [where] */
    const add = (kind, seconds, what, full = what, where = "") => {
      const step = { of, kind, seconds, what, say: sentences(full, where), where };
      steps.push(step);
      return /** @type {Step} */ (step);
    };
    const from = data.from && say("from", { start: data.from });
    if (of > 0) add("ready", NEXT, say("next", { step: name }), sentences(say("next", { step: name }), from, say("starts", { n: NEXT })));
    else add("ready", 0, say("ready"), sentences(name, from));
    if (!hold && !reps && !note) return steps;
    add("place", PLACE, say("place"));

    const pause = () => add("rest", rest ?? 0, say("rest"), rest ? say("rest_for", { n: rest }) : say("rest_wait"));
    const inAll = reps || 1;
    const perSide = "perSide" in data;
    /** @type {{ rep: number, of: number, other?: boolean }[]} */
    let turns = Array.from({ length: inAll }, (_, at) => ({ rep: at + 1, of: inAll }));
    if (data.side === "alternate") {
      turns = turns.flatMap((turn) =>
        perSide ? [{ ...turn, other: false }, { ...turn, other: true }] : [{ ...turn, other: turn.rep % 2 === 0 }],
      );
    } else if (data.side === "each") {
      const first = perSide || !reps ? inAll : Math.ceil(inAll / 2);
      const side = (/** @type {number} */ length, /** @type {boolean} */ other) =>
        Array.from({ length }, (_, at) => ({ rep: at + 1, of: length, other }));
      turns = [...side(first, false), ...side(perSide || !reps ? inAll : inAll - first, true)];
    }

    const times = sets || 1;
    for (let set = 1; set <= times; set += 1) {
      turns.forEach((turn, at) => {
        const where = [
          turn.of > 1 && say("rep", { n: turn.rep, of: turn.of }),
          turn.other !== undefined && say(turn.other ? "other" : "first"),
          times > 1 && say("set", { n: set, of: times }),
        ].filter(Boolean).join(" · ");
        const full = hold ? say("hold_seconds", { n: hold }) : note ? say("hold_words", { words: note }) : say("move");
        const work = add("work", hold || PACE, say(hold || note ? "hold" : "move"), full, where);
        work.other = Boolean(turn.other);
        if (!hold) work.count = String(turn.rep);
        const next = turns[at + 1];
        if (next && next.other !== turn.other && (hold || data.side === "each")) add("change", EASE, say("change"));
        else if (next && rest && times < 2) pause();
        else if (next && hold) add("ease", EASE, say("ease"));
      });
      if (set < times) {
        pause();
      }
    }
    return steps;
  });
}

/** How a reader wants to be told, remembered where the browser lets us. */
const told = {
  key: "balm-session",
  /** @type {Record<string, boolean>} */
  ways: { sound: true, voice: false, shake: true },
  read() {
    try {
      Object.assign(this.ways, JSON.parse(localStorage.getItem(this.key) ?? "{}"));
    } catch {}
  },
  write() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.ways));
    } catch {}
  },
};

/** @type {AudioContext | undefined} */
let audio;

/** A soft tone of `pitch` hertz. @param {number} pitch @param {number} [length] in seconds */
function tone(pitch, length = 0.15) {
  if (!told.ways.sound) return;
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const [wave, gain, now] = [audio.createOscillator(), audio.createGain(), audio.currentTime];
    wave.frequency.value = pitch;
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(0.2, now + 0.02);
    gain.gain.linearRampToValueAtTime(0, now + length);
    wave.connect(gain).connect(audio.destination);
    wave.start(now);
    wave.stop(now + length);
  } catch {}
}

/** @param {string} text */
function speak(text) {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.cancel();
  if (!told.ways.voice || !text) return;
  const speech = new SpeechSynthesisUtterance(text);
  speech.lang = document.documentElement.lang;
  speechSynthesis.speak(speech);
}

/** @param {Exercise[]} exercises */
function session(exercises) {
  const dialog = /** @type {HTMLDialogElement} */ (/** @type {Element} */ (sheet.content.firstElementChild).cloneNode(true));
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (dialog.querySelector(selector));
  const at = (/** @type {string} */ name) => part(`[data-at="${name}"]`);
  const put = (/** @type {string} */ name, /** @type {string} */ text) => {
    const place = at(name);
    if (place.textContent !== text) place.textContent = text;
    place.hidden = text === "";
  };
  const main = part('[data-do="main"]');
  const middle = part(".session-middle");

  let most = false;
  let steps = plan(exercises, most);
  let index = 0;
  /** Milliseconds left when the time stands still. */
  let left = 0;
  /** When the step ends, by `performance.now()`; 0 while time stands still. */
  let deadline = 0;
  let seen = performance.now();
  /** @type {"run" | "pain" | "done"} */
  let screen = "run";
  /** @type {WakeLockSentinel | undefined} */
  let lock;

  const now = () => performance.now();
  const step = () => /** @type {Step} */ (steps[index]);
  /** Whether the reader holds the time; a step that waits for them is no pause. */
  const paused = () => !deadline && left > 0;
  /** Whether the step was turned to in a pause and has not begun: it is what comes next. */
  const untouched = () => paused() && left === step().seconds * 1000;

  const wake = async () => {
    try {
      const held = await navigator.wakeLock?.request("screen");
      if (dialog.open) lock = held;
      else await held?.release();
    } catch {}
  };

  /** Says `text` once, to screen readers and, where wanted, aloud. @param {string} text */
  const announce = (text) => {
    at("said").textContent = text;
    speak(text);
  };

  /** @param {typeof screen} to */
  const show = (to) => {
    screen = to;
    for (const side of ["run", "pain", "done"]) part(`[data-screen="${side}"]`).hidden = side !== to;
  };

  /** That `step` comes next. @param {Step | undefined} step */
  const next = (step) =>
    !step ? "" : step.kind === "ready" ? step.what : say("next", { step: [step.what, step.where].filter(Boolean).join(", ") });

  const announcePause = () => announce(sentences(say("paused"), untouched() && next(step())));

  const paint = () => {
    const { seconds, count, kind, what, where } = step();
    const rest = deadline ? Math.max(0, deadline - now()) : left;
    const whole = Math.ceil(rest / 1000);
    put("number", seconds && kind !== "ready" ? count ?? String(whole) : "");
    put("where", untouched() ? "" : kind === "ready" && seconds ? say("starts", { n: whole }) : where);
    put("next", untouched() ? next(step()) : kind === "ready" ? "" : next(steps[index + 1]));
    at("bar").style.transform = `scaleX(${seconds ? rest / (seconds * 1000) : 0})`;
    put("main", deadline ? say("pause") : say(index === 0 ? "begin" : "on"));
    put("do", paused() ? say("paused") : what);
    dialog.classList.toggle("paused", paused());
    return rest;
  };

  /** Turns to a step, which begins unless the session is paused. @param {number} to @param {number} [late] milliseconds that it has begun in the past */
  const turn = (to, late = 0) => {
    if (to >= steps.length) return finish();
    const before = index;
    const last = step();
    const held = paused();
    index = Math.max(0, to);
    const { of, kind, seconds, other, say: full } = step();
    const exercise = /** @type {Exercise} */ (exercises[of]);
    left = seconds * 1000;
    deadline = seconds && !held ? now() + left - late : 0;
    put("count", exercises.length > 1 ? say("count", { n: of + 1, of: exercises.length }) : "");
    put("name", exercise.name);
    dialog.dataset.kind = kind;
    at("ready").hidden = kind !== "ready";
    if (kind === "ready") {
      put("dose", exercise.content.querySelector("[data-dose]")?.textContent ?? "");
      fill("signs", "before", exercise, "[data-stop] > li");
      fill("steps", "steps", exercise, "[data-steps] > li");
      amount();
    }
    const [start, hold = start, opposite = hold] = exercise.phases;
    draw(kind === "work" ? (other ? opposite : hold) : start);
    paint();
    // A reader who has scrolled to what they want to see keeps it in sight while an exercise lasts.
    if (last.of !== of || last.kind === "ready" || kind === "ready") middle.scrollTop = 0;
    if (paused()) announcePause();
    else announce(full);
    if (index !== before && !paused()) {
      tone(kind === "work" ? 880 : 587, 0.3);
      if (told.ways.shake) navigator.vibrate?.(kind === "work" ? 300 : [120, 80, 120]);
    }
    if (late > 0 && deadline && now() >= deadline) turn(index + 1, now() - deadline);
  };

  /**
   * Fills the list `name` with the items at `selector`; `around` is hidden where there is none.
   * @param {string} name @param {string} around @param {Exercise} exercise @param {string} selector
   */
  const fill = (name, around, { content }, selector) => {
    const items = all(selector, content);
    at(name).replaceChildren(...items.map((item) => item.cloneNode(true)));
    at(around).hidden = items.length === 0;
  };

  /** Shows how much is counted, where the dose leaves a choice. */
  const amount = () => {
    const { data } = /** @type {Exercise} */ (exercises[step().of]);
    const ranges = ["hold", "reps", "sets"].some((key) => new Set(data[key]?.split(" ")).size > 1);
    const [hold, reps, sets] = numbers(data, most);
    const parts = [
      hold && say("hold_seconds", { n: hold }),
      reps && say(data.perSide === undefined ? "reps" : "per_side", { n: reps }),
      sets && say("sets", { n: sets }),
    ];
    put("amount", ranges ? parts.filter(Boolean).join(" · ") : "");
    part('[data-way="most"]').hidden = !ranges;
  };

  /** @param {Element | undefined} svg */
  const draw = (svg) => {
    const copy = /** @type {Element | undefined} */ (svg?.cloneNode(true));
    for (const named of copy ? [copy, ...copy.querySelectorAll("[id]")] : []) named.removeAttribute("id");
    copy?.setAttribute("aria-hidden", "true");
    at("figure").replaceChildren(...(copy ? [copy] : []));
    at("figure").hidden = !copy;
  };

  const finish = () => {
    deadline = left = 0;
    show("done");
    put("count", "");
    put("name", "");
    at("name").hidden = true;
    at("list").replaceChildren(...exercises.map(({ name }) => Object.assign(document.createElement("li"), { textContent: name })));
    part(".session-end h3").focus();
    // A screen reader reads the heading that has the focus.
    speak(say("done"));
    tone(1047, 0.6);
    if (told.ways.shake) navigator.vibrate?.([300, 150, 300]);
  };

  const pause = () => {
    if (deadline) left = Math.max(1, deadline - now());
    deadline = 0;
  };

  let ticked = 0;
  const tick = () => {
    const away = now() - seen;
    seen = now();
    if (!deadline || screen !== "run") return;
    if (away > AWAY) {
      left = Math.max(1, Math.min(left, deadline - (seen - away)));
      deadline = 0;
      paint();
      return announcePause();
    }
    if (now() >= deadline) return turn(index + 1, Math.max(1, now() - deadline));
    const whole = Math.ceil(paint() / 1000);
    if (whole !== ticked && whole <= 3 && step().seconds > 5) tone(440, 0.08);
    ticked = whole;
  };

  /** @type {Record<string, () => void>} */
  const deeds = {
    end: () => dialog.close(),
    skip: () => turn(index + 1),
    back: () => {
      // Back to something to do, not to the pause before it.
      let to = index - 1;
      while (to > 0 && !["work", "ready"].includes(/** @type {Step} */ (steps[to]).kind)) to -= 1;
      turn(to);
    },
    main: () => {
      if (deadline) {
        pause();
        announcePause();
        return void paint();
      }
      seen = now();
      if (left === 0) return turn(index + 1);
      deadline = now() + left;
      announce(step().say);
      paint();
    },
    pain: () => {
      pause();
      fill("stop", "during", /** @type {Exercise} */ (exercises[step().of]), "[data-stop] > li");
      show("pain");
      speak("");
      part(".session-stop h3").focus();
    },
    return: () => {
      show("run");
      paint();
      main.focus();
    },
  };

  dialog.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button) return;
    deeds[button.dataset.do ?? ""]?.();
    // Space is for the button in the middle, whatever a mouse was on before.
    const mouse = event instanceof PointerEvent && event.pointerType === "mouse";
    if (mouse && button.dataset.do && dialog.open && screen === "run") main.focus();
    const way = button.dataset.way;
    if (way === "most") {
      most = !most;
      button.setAttribute("aria-pressed", String(most));
      const { of } = step();
      steps = plan(exercises, most);
      index = steps.findIndex((step) => step.of === of);
      amount();
    } else if (way) {
      told.ways[way] = !told.ways[way];
      button.setAttribute("aria-pressed", String(told.ways[way]));
      told.write();
      if (way === "sound") tone(880);
      if (way === "voice") speak(told.ways.voice ? step().say : "");
      if (way === "shake" && told.ways.shake) navigator.vibrate?.(200);
    }
  });
  dialog.addEventListener("keydown", (event) => {
    if (screen !== "run" || event.ctrlKey || event.altKey || event.metaKey) return;
    // The controls, where the focus is, do not scroll: what is above them does.
    const page = middle.clientHeight * 0.8;
    const by = { ArrowDown: 50, ArrowUp: -50, PageDown: page, PageUp: -page }[event.key];
    if (by && middle.scrollHeight > middle.clientHeight) {
      event.preventDefault();
      return middle.scrollBy(0, by);
    }
    const rtl = getComputedStyle(dialog).direction === "rtl";
    const deed = { ArrowRight: rtl ? "back" : "skip", ArrowLeft: rtl ? "skip" : "back", " ": "main" }[event.key];
    // A button that has the focus keeps its own Space.
    if (!deed || (event.key === " " && /** @type {Element} */ (event.target).closest("button, a"))) return;
    event.preventDefault();
    deeds[deed]?.();
  });
  const seenAgain = () => {
    if (document.visibilityState === "visible") void wake();
    tick();
  };
  const clock = setInterval(tick, 200);
  document.addEventListener("visibilitychange", seenAgain);
  dialog.addEventListener("close", () => {
    clearInterval(clock);
    document.removeEventListener("visibilitychange", seenAgain);
    void lock?.release();
    speak("");
    dialog.remove();
  });

  told.read();
  for (const button of all("[data-way]", dialog)) {
    const way = button.dataset.way ?? "";
    button.setAttribute("aria-pressed", String(way !== "most" && told.ways[way]));
    if ((way === "voice" && !("speechSynthesis" in window)) || (way === "shake" && !("vibrate" in navigator))) button.hidden = true;
  }
  document.body.append(dialog);
  show("run");
  dialog.showModal();
  turn(0);
  main.focus();
  void wake();
}

for (const place of all("[data-start]", document)) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = place.dataset.label ?? "";
  button.addEventListener("click", () => {
    const chosen = (place.dataset.start ?? "").split(" ").flatMap((id) => rows.get(id) ?? []);
    if (chosen.length > 0) session(chosen);
  });
  place.append(button);
}

/** Keeps this page for when there is no network; a preview changes all the time and is not kept. */
async function keep() {
  if (!navigator.serviceWorker || !sheet.dataset.worker || document.querySelector('script[src*="/_balm/"]')) return;
  await navigator.serviceWorker.register(sheet.dataset.worker);
  const cache = await caches.open("pages");
  // With the page and its files goes what the stop signs lead to.
  const help = all(".help a[href]", sheet.content).map((link) => new URL(link.getAttribute("href") ?? "", location.href).href);
  const entries = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  for (const name of [...entries.map(({ name }) => name), ...help]) {
    const url = name.split("#")[0] ?? "";
    if (url.startsWith(location.origin) && !(await cache.match(url))) await cache.add(url);
  }
}
addEventListener("load", () => void keep().catch(() => {}));
