// The styles of the findings panel. It has a shadow root of its own, so the page's styles and these do not affect
// each other.

export const STYLE = `
:host {
  all: initial; color-scheme: light dark; direction: ltr;
  --paper: #fffdf9; --ink: #25211b; --soft: #4c453b; --edge: #85796a; --link: #0f5046;
  --error: #8a1c17; --warning: #7f3608; --focus: #25211b;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #24211d; --ink: #f2ece2; --soft: #d2c9bb; --edge: #a0947f; --link: #9fdccb;
    --error: #ffb9ae; --warning: #ffc48f; --focus: #ffd873;
  }
}
@media print { :host { display: none; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.side, .card {
  position: fixed; z-index: 2147483645; width: min(21rem, calc(100vw - 1rem));
  background: var(--paper); color: var(--ink); border: 1px solid var(--edge); border-radius: .4rem;
  box-shadow: 0 2px 16px #0005;
}
.side { inset: .5rem .5rem auto auto; max-height: min(80vh, 100vh - 5rem); display: flex; flex-direction: column; }
.card { z-index: 2147483646; padding: .25rem .75rem .5rem; max-height: 60vh; overflow: auto; }
header { display: flex; align-items: start; gap: .5rem; padding: .5rem .5rem .5rem .75rem; }
header div { flex: 1; min-width: 0; }
p { margin: 0; overflow-wrap: anywhere; }
.age { font-size: 1.125rem; font-weight: 600; }
.numbers, .help, .keys { color: var(--soft); }
.numbers, .counts, .keys { font-size: .875rem; }
.list { overflow: auto; overscroll-behavior: contain; padding: 0 .75rem .5rem; border-top: 1px solid var(--edge); }
h2 { font-size: .9375rem; margin: .75rem 0 0; }
ol { list-style: none; margin: 0; padding: 0; }
.entry { padding: .5rem 0; }
.entry + .entry { border-top: 1px solid var(--edge); }
.kind { font-weight: 600; }
.error { color: var(--error); }
.warning { color: var(--warning); }
a { color: var(--link); overflow-wrap: anywhere; display: inline-block; min-height: 24px; }
button {
  font: inherit; color: inherit; background: none; border: 1px solid var(--edge); border-radius: .4rem;
  min-height: 44px; min-width: 44px; cursor: pointer;
}
.words { display: block; width: 100%; margin: .25rem 0; padding: .25rem .5rem; text-align: start; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.list:focus-visible { outline-offset: -3px; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.layer { position: absolute; top: 0; left: 0; width: 0; height: 0; pointer-events: none; }
.line { position: absolute; border-bottom: 3px solid var(--warning); }
.line.error { border-bottom-color: var(--error); }
.line.asked { outline: 3px solid var(--focus); }
@media print { .layer { display: none; } }
`;
