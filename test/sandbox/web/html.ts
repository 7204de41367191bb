/** Text made safe to stand in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A plain page of the pretend Pipedrive. `body` is HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
  :root {
    color-scheme: light dark;
    --text: light-dark(#192435, #e2e2e4); --dim: light-dark(#5c6673, #9ea5ad);
    --page: light-dark(#f4f5f6, #0e1017); --surface: light-dark(#fff, #1e2029);
    --line: light-dark(#c8ccd2, #4c4f55); --link: light-dark(#0d6ece, #6e9dec); --go: light-dark(#6861f2, #6a64de);
  }
  body { font: 450 14px/21px Inter, system-ui, "DejaVu Sans", sans-serif; margin: 0; background: var(--page); color: var(--text); }
  main { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { font-size: 24px; line-height: 32px; margin: .3rem 0; } h2 { font-size: 16px; }
  a { color: var(--link); }
  .card { background: var(--surface); border-radius: 8px; padding: 1rem 1.2rem; margin: 1rem 0; box-shadow: 0 1px 3px rgb(0 0 0 / 12%), 0 0 1px rgb(0 0 0 / 15%); }
  .card > p:first-child { margin-top: 0; }
  .dim { color: var(--dim); }
  button, .button { font: inherit; font-weight: 600; padding: .35rem .8rem; border-radius: 4px; border: 1px solid var(--line); background: var(--surface); color: inherit; cursor: pointer; text-decoration: none; display: inline-block; }
  button:focus-visible, a:focus-visible { outline: 2px solid var(--go); outline-offset: 2px; }
  .go { background: var(--go); border-color: var(--go); color: #fff; }
  form.inline { display: inline; } label { display: inline-block; margin: .3rem .6rem .3rem 0; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
  input, select { font: inherit; padding: .3rem; max-width: 14rem; }
</style>
</head>
<body><main>
${body}
</main></body>
</html>`;
}
