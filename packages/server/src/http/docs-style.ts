const light = `
  --canvas: #f7f8fa; --surface: #ffffff; --sunken: #f1f2f5; --fill: #edeef2;
  --line: #e4e6ea; --border: #d5d7dd;
  --text: #171921; --text-2: #4a4d56; --text-3: #5b5f68;
  --accent: #5251db; --accent-text: #4742cb; --selected: #ecefff; --focus: #5c5bee;
  --success: #006a34; --success-fill: #e7faeb; --info: #006495; --info-fill: #ebf6fe;
  --warning: #825601; --warning-fill: #fef3de; --danger: #bc1724; --danger-fill: #fff1ef;
  --violet: #6a2fb5; --violet-fill: #f5effe;
  --code: #13151a; --code-head: #1c1e24; --code-line: #13151a;`;

const dark = `
  --canvas: #0d0e12; --surface: #13151a; --sunken: #1a1c22; --fill: #1e2027;
  --line: #23252b; --border: #30333a;
  --text: #eff0f3; --text-2: #b5b7be; --text-3: #989ba3;
  --accent: #a5b1ff; --accent-text: #a5b1ff; --selected: #1d2046; --focus: #8e9aff;
  --success: #65d68a; --success-fill: #0e2615; --info: #75c4fa; --info-fill: #092334;
  --warning: #f9b64f; --warning-fill: #2d1d05; --danger: #fe8b83; --danger-fill: #331715;
  --violet: #cfa8ff; --violet-fill: #261a3a;
  --code: #090a0e; --code-head: #13151a; --code-line: #23252b;`;

const base = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 5rem; text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--canvas); color: var(--text); font: 1rem/1.6 var(--sans); -webkit-font-smoothing: antialiased; }
h1, h2, h3 { line-height: 1.2; letter-spacing: -0.02em; margin: 0; text-wrap: balance; }
h1 { font-size: clamp(2rem, 1.5rem + 2vw, 2.75rem); font-weight: 650; }
h2 { font-size: 1.5rem; font-weight: 620; }
h3 { font-size: 1.1875rem; font-weight: 600; letter-spacing: -0.012em; }
p { margin: 0; max-width: 68ch; text-wrap: pretty; }
a { color: var(--accent-text); text-underline-offset: 0.18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
code, pre { font-family: var(--mono); font-variant-ligatures: none; font-size: 0.875em; }
:not(pre) > code { overflow-wrap: anywhere; }
p > code, dd code, td code, .values code { padding: 0.1em 0.35em; border-radius: 4px; background: var(--fill); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 3; padding: 0.5rem 1rem; border-radius: 0 0 8px 8px; background: var(--accent-text); color: var(--canvas); }
.skip:focus { top: 0; }`;

const frame = `
.banner { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: clamp(0.4rem, 2vw, 0.75rem); height: 3.5rem; padding: 0 clamp(1rem, 3vw, 2rem); background: var(--surface); border-bottom: 1px solid var(--line); }
.brand { display: inline-flex; align-items: center; gap: 0.6rem; color: var(--text); font-weight: 600; font-size: 1.0625rem; letter-spacing: -0.02em; text-decoration: none; }
.brand .wall { fill: var(--accent); }
.brand .door { fill: #eda421; }
.version { padding: 0.05rem 0.5rem; border: 1px solid var(--border); border-radius: 99px; color: var(--text-3); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
@media (max-width: 21.5rem) { .version { display: none; } }
.banner nav { display: flex; gap: clamp(0.75rem, 3vw, 1.25rem); margin-left: auto; font-size: 0.875rem; }
.banner nav a { color: var(--text-2); text-decoration: none; padding: 0.5rem 0; }
.banner nav a:hover { color: var(--text); text-decoration: underline; }
.layout { max-width: 96rem; margin: 0 auto; }
.contents { font-size: 0.8125rem; line-height: 1.4; border-bottom: 1px solid var(--line); }
.contents ul { list-style: none; margin: 0; padding: 0; }
.contents summary { padding: 0.75rem clamp(1rem, 3vw, 2rem); font-weight: 600; cursor: pointer; }
.contents details > ul { max-height: 30vh; overflow: auto; padding: 0 0.5rem 1rem; }
.contents a { display: flex; gap: 0.6rem; align-items: baseline; padding: 0.3rem 0.75rem; border-radius: 6px; color: var(--text-2); text-decoration: none; }
.contents a:hover { background: var(--fill); color: var(--text); }
.contents a.chapter { margin-top: 0.6rem; color: var(--text); font-weight: 600; }
.contents .method { flex: none; width: 3.1rem; padding: 0; font-size: 0.625rem; }
main { padding: clamp(1.5rem, 4vw, 3.5rem) clamp(1rem, 3vw, 2rem) 6rem; min-width: 0; }
@media (min-width: 64rem) {
  .layout { display: grid; grid-template-columns: 17.5rem minmax(0, 1fr); }
  .contents { position: sticky; top: 3.5rem; height: calc(100vh - 3.5rem); overflow: auto; border-bottom: 0; border-right: 1px solid var(--line); padding: 1rem 0 3rem; }
  .contents summary { display: none; }
  .contents details > ul { max-height: none; overflow: visible; }
  main { padding-inline: clamp(2rem, 4vw, 4rem); }
}`;

const sections = `
.lead { margin-top: 0.75rem; color: var(--text-2); font-size: 1.0625rem; }
.base { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline; margin-top: 1.25rem; }
.base span { color: var(--text-3); font-size: 0.875rem; }
.start h2 { font-size: 1.1875rem; margin: 1.75rem 0 0.5rem; }
.start .text > h2:first-child { margin-top: 0; }
.start .columns { margin-top: 2rem; }
section.chapter { margin-top: 5rem; }
section.chapter > h2 { padding-top: 2rem; border-top: 1px solid var(--border); font-size: 1.75rem; }
.operation { margin-top: 3.5rem; padding-top: 0.25rem; }
.self { color: inherit; text-decoration: none; }
.self:hover { text-decoration: underline; text-decoration-color: var(--text-3); }
.self::after { content: " #"; color: var(--text-3); opacity: 0; }
.self:hover::after, .self:focus-visible::after { opacity: 1; }
.operation:target > header h3, .schema:target > h3 { color: var(--accent-text); }
.route { display: flex; gap: 0.6rem; align-items: baseline; max-width: none; margin-top: 0.5rem; color: var(--text-2); }
.route code { padding: 0; background: none; font-size: 0.9375rem; min-width: 0; }
.method { display: inline-block; padding: 0.1rem 0.45rem; border-radius: 4px; font: 600 0.6875rem/1.5 var(--mono); letter-spacing: 0.03em; }
.method.get { color: var(--info); }
.route .get { background: var(--info-fill); }
.method.post { color: var(--success); }
.route .post { background: var(--success-fill); }
.method.put { color: var(--warning); }
.route .put { background: var(--warning-fill); }
.method.patch { color: var(--violet); }
.route .patch { background: var(--violet-fill); }
.method.delete { color: var(--danger); }
.route .delete { background: var(--danger-fill); }
.columns { display: grid; gap: 1.5rem; margin-top: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.text > * + * { margin-top: 1.25rem; }
@media (min-width: 80rem) { .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 26rem); gap: 3rem; } }
.facts { display: grid; gap: 0.35rem; margin: 0; font-size: 0.875rem; }
.facts > div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.75rem; }
.facts dt { color: var(--text-3); }
.facts dd { margin: 0; }
.facts ul { list-style: none; margin: 0; padding: 0; }
.refusal { color: var(--text-3); white-space: nowrap; }
.refusal::before { content: "\\2014\\00a0"; }
.outcome { font-size: 0.9375rem; color: var(--text-2); }
.outcome strong { color: var(--text); margin-right: 0.5rem; }
.schema { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.schema h3 { font-family: var(--mono); font-size: 1rem; letter-spacing: 0; overflow-wrap: anywhere; }
.schema p { margin-top: 0.35rem; color: var(--text-2); font-size: 0.9375rem; }
.schema details { margin-top: 0.6rem; }`;

const tables = `
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 0.875rem; line-height: 1.5; }
caption { padding: 0.25rem 0 0.5rem; text-align: left; font-weight: 600; font-size: 0.9375rem; }
caption.hidden { padding: 0; }
thead th { padding: 0 0 0.35rem; color: var(--text-3); font-size: 0.75rem; font-weight: 500; }
tbody tr { border-top: 1px solid var(--line); }
th, td { padding: 0.6rem 0; text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
th { width: 42%; padding-right: 1rem; }
tbody th > code { display: block; font-weight: 600; font-size: 0.8125rem; }
.errors th { width: 5rem; font-variant-numeric: tabular-nums; font-weight: 600; }
.type { color: var(--text-3); font-size: 0.8125rem; }
.mark { display: inline-block; margin-left: 0.5rem; font-size: 0.75rem; }
.mark.required { color: var(--danger); }
.mark.optional { color: var(--text-3); font-style: italic; }
.meaning { display: block; color: var(--text-2); }
.limits { display: block; margin-top: 0.25rem; color: var(--text-3); font-size: 0.8125rem; }
details > summary { cursor: pointer; padding: 0.35rem 0; font-weight: 600; font-size: 0.9375rem; }
details > summary:hover { color: var(--accent-text); }
.count { margin-left: 0.5rem; color: var(--text-3); font-weight: 400; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.examples { display: grid; gap: 1rem; align-content: start; min-width: 0; }
@media (min-width: 80rem) { .examples { position: sticky; top: 5rem; align-self: start; max-height: calc(100vh - 6.5rem); grid-template-rows: auto minmax(0, 1fr); } }
figure { display: flex; flex-direction: column; min-height: 0; margin: 0; border: 1px solid var(--code-line); border-radius: 10px; overflow: hidden; background: var(--code); }
figcaption { padding: 0.5rem 0.9rem; background: var(--code-head); color: #b5b7be; font-size: 0.75rem; font-weight: 600; }
figcaption span { font-weight: 400; font-variant-numeric: tabular-nums; }
pre { margin: 0; padding: 0.9rem; overflow: auto; max-height: 28rem; color: #e4e6ea; font-size: 0.8125rem; line-height: 1.6; tab-size: 2; }
pre:focus-visible { outline: 2px solid #8e9aff; outline-offset: -3px; border-radius: 10px; }
pre code { font-size: inherit; }
.k { color: #a5b1ff; } .s { color: #65d68a; } .v { color: #f9b64f; }
@media print { .banner, .contents, .examples { display: none; } .layout, .columns { display: block; } }
@media (forced-colors: active) { .method { border: 1px solid; } }`;

const welcome = `
main.welcome { max-width: 54rem; margin: 0 auto; padding-block: clamp(2rem, 6vw, 4.5rem) 6rem; }
.hero > svg { display: block; margin-left: -0.4375rem; }
.hero h1 { margin-top: 0.75rem; }
.hero .wall { fill: var(--accent); }
.hero .door { fill: #eda421; }
.welcome section { margin-top: clamp(2.5rem, 6vw, 4rem); }
.welcome section > p { margin-top: 0.75rem; color: var(--text-2); }
.welcome figure { margin-top: 1rem; }
.welcome pre { overflow-x: auto; }
.copy code { user-select: all; -webkit-user-select: all; }
.cards { list-style: none; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(13.5rem, 100%), 1fr)); margin: 1.25rem 0 0; padding: 0; }
.cards li { position: relative; padding: 1.125rem 1.25rem; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); }
.cards li:hover { border-color: var(--accent); }
.cards a { font-weight: 600; text-decoration: none; }
.cards a::before { content: ""; position: absolute; inset: 0; border-radius: 10px; }
.cards span { display: block; margin-top: 0.25rem; color: var(--text-2); font-size: 0.875rem; line-height: 1.5; }
.cards code { padding: 0.1em 0.35em; border-radius: 4px; background: var(--fill); }
.hero + .cards { margin-top: 2.5rem; }`;

/**
 * The style sheet of the reference page, for `/docs/style.css`.
 *
 * Colours are those of the console, checked for WCAG 2.2 AA on their grounds; light and dark follow the system.
 */
export const docsStyle = `:root {
  color-scheme: light dark;
  --sans: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: "JetBrains Mono", ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;${light}
}
@media (prefers-color-scheme: dark) { :root {${dark}
} }${base}${frame}${sections}${tables}${welcome}
`;
