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
  :root { color-scheme: light dark; --line: light-dark(#d8dbe0, #3a3f47); --dim: light-dark(#5b6470, #9aa3ad); --go: #1b6e3c; }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 0; }
  main { max-width: 46rem; margin: 2.5rem auto; padding: 0 1rem; }
  .card { border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.2rem; margin: .8rem 0; }
  .card > p:first-child { margin-top: 0; }
  .dim { color: var(--dim); }
  button, .button { font: inherit; padding: .45rem 1rem; border-radius: 6px; border: 1px solid var(--line); background: none; color: inherit; cursor: pointer; text-decoration: none; display: inline-block; }
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
