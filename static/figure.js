// The drawings of an exercise move: each goes back to the phase before it and comes again. The still drawings are in
// the page, and this only turns the groups in them. Nothing moves where a reader has asked for less motion, until they
// press the button; the button stops it too, and so does printing.

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** How long each part of a movement takes, in milliseconds: back, rest, there, rest. */
const TIMES = [900, 500, 1400, 2200];
const ROUND = TIMES.reduce((sum, time) => sum + time);

/**
 * The turned groups of a drawing, with the numbers in their `transform`.
 * @param {Element} svg
 * @returns {{group: Element, numbers: number[]}[]}
 */
const groups = (svg) => [...svg.querySelectorAll("g[transform]")].map((group) => ({
  group,
  numbers: (group.getAttribute("transform") ?? "").match(/-?(\d+\.?\d*|\.\d+)/g)?.map(Number) ?? [],
}));

/** @param {number} t from 0 to 1, eased at both ends */
const eased = (t) => t * t * (3 - 2 * t);

/**
 * How far a movement has come `time` milliseconds into its round: 1 is the phase itself, 0 the one before.
 * @param {number} time
 */
const progress = (time) => {
  const [back, rest, there] = TIMES;
  if (time < back) return 1 - eased(time / back);
  if (time < back + rest) return 0;
  return eased(Math.min((time - back - rest) / there, 1));
};

/** @param {Element} figure */
const animate = (figure) => {
  const items = [...figure.querySelectorAll("li")];
  const poses = items.map(groups);
  const moving = items.map((item, at) => ({ item, at, from: Number(item.dataset.after ?? -1) }))
    .filter(({ from }) => from >= 0);
  const place = /** @type {HTMLElement | null} */ (figure.querySelector(".motion"));
  if (!place || !moving.length) return;
  const button = document.createElement("button");
  button.type = "button";
  let running = false;
  let began = 0;

  /** @param {number} at @param {number} from @param {number} t */
  const put = (at, from, t) => poses[at].forEach(({ group, numbers }, index) => {
    const before = poses[from][index]?.numbers ?? numbers;
    const [x = 0, y = x, turn = 0] = numbers.map((number, n) => before[n] + (number - before[n]) * t);
    group.setAttribute("transform", `translate(${x} ${y})rotate(${turn})`);
  });

  /** @param {number} now */
  const step = (now) => {
    if (!running) return;
    began ||= now;
    const time = (now - began) % (ROUND * moving.length);
    moving.forEach(({ item, at, from }, turn) => {
      const own = time - turn * ROUND;
      const t = own >= 0 && own < ROUND ? progress(own) : 1;
      put(at, from, t);
      item.classList.toggle("moving", t < 1);
    });
    requestAnimationFrame(step);
  };

  /** @param {boolean} on */
  const set = (on) => {
    running = on;
    began = 0;
    button.textContent = (on ? place.dataset.stop : place.dataset.show) ?? "";
    if (on) return void requestAnimationFrame(step);
    for (const { item, at } of moving) {
      put(at, at, 1);
      item.classList.remove("moving");
    }
  };

  button.addEventListener("click", () => set(!running));
  calm.addEventListener("change", () => set(!calm.matches));
  addEventListener("beforeprint", () => set(false));
  place.append(button);
  set(!calm.matches);
};

document.querySelectorAll("figure.phases").forEach(animate);
