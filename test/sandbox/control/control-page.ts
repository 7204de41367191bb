import { bringDayUpToDate, dailyBudget } from '../api/day-budget.ts';
import { customFieldsUsed, fieldCaps } from '../api/fields.ts';
import { escapeHtml, page } from '../web/html.ts';
import type { CallCount } from '../world.ts';
import type { ControlAction, ControlDeps } from './control-action.ts';
import { accountPlans, askOperator } from './operator.ts';

/** The page for people: how things stand, and every action as a form. */
export async function controlPage(deps: ControlDeps, actions: readonly ControlAction[]): Promise<string> {
  return page(
    'Sandbox controls',
    `<h1>Sandbox controls</h1>
<p class="dim"><a href="/">Back to the pretend Pipedrive</a> · the same as JSON: <code>GET /__control</code> with
<code>Accept: application/json</code></p>
${standing(deps)}
${await account(deps)}
<h2>Calls</h2>${calls('Endpoint', deps.world.counters.endpoints)}${calls('Caller', deps.world.counters.callers)}
<h2>Users</h2>${users(deps)}
<h2>Everything else</h2>
${actions
  .filter(({ path }) => !path.startsWith('/users/') && path !== '/account')
  .map(form)
  .join('\n')}`,
  );
}

function standing({ world, clock, webhooks }: ControlDeps): string {
  bringDayUpToDate(world, clock.now());
  const { company, budget, settings, otherApps, people } = world;
  const rows: [string, string][] = [
    [
      'Company',
      `${company.name}, plan ${company.plan}, ${company.seats} seats${company.open ? '' : ', closed'}`,
    ],
    ['Clock', clock.now().toISOString()],
    [
      'Budget today',
      `${budget.used} of ${dailyBudget(world)} tokens${settings.limits ? '' : ' (limits off)'}, other apps spend ${otherApps.perDay} a day`,
    ],
    ['Custom fields', `${customFieldsUsed(world)} of ${fieldCaps[company.plan]}`],
    ...Object.entries(settings).map(([name, value]): [string, string] => [
      name,
      String(value).replaceAll(',', ', '),
    ]),
    [
      'Webhooks',
      `${world.webhooks.length}, ${webhooks.pending().length} deliveries on their way, ${webhooks.held().length} of them held`,
    ],
    ['People at work', people.on ? `every ${people.paceMs / 1000} seconds` : 'no'],
    ['Armed faults', world.faults.length === 0 ? 'none' : JSON.stringify(world.faults)],
  ];
  return table(rows.map(([name, value]) => [escapeHtml(name), escapeHtml(value)]));
}

async function account(deps: ControlDeps): Promise<string> {
  if (!deps.appOperator) return '';
  const answer = await askOperator(deps, undefined).catch((fault: unknown) =>
    fault instanceof Error ? fault.message : 'no answer',
  );
  return `<h2>Store Leads plan of this company</h2><div class="card">
<form method="post" action="/__control/account/PUT"><select name="plan">
${accountPlans.map((plan) => `<option>${plan}</option>`).join('')}</select> <button>Set plan</button></form>
<p>The app says: <code>${escapeHtml(typeof answer === 'string' ? answer : JSON.stringify(answer))}</code></p></div>`;
}

function calls(head: string, counts: Record<string, CallCount>): string {
  const rows = Object.entries(counts).map(([name, count]) => [
    escapeHtml(name),
    String(count.calls),
    String(count.tokens),
    escapeHtml(JSON.stringify(count.statuses)),
  ]);
  return rows.length === 0
    ? '<p class="dim">None yet.</p>'
    : table([[head, 'Calls', 'Tokens', 'Statuses'], ...rows]);
}

function users({ world }: ControlDeps): string {
  const button = (id: number, path: string, label: string, body = '') =>
    `<form class="inline" method="post" action="/__control/users/${id}${path}">${body}<button>${label}</button></form>`;
  return table(
    world.users.map((user) => {
      const installed = world.installs.some((install) => install.userId === user.id);
      const toggle = `<input type="hidden" name="active" value="${String(!user.active)}">`;
      return [
        `${escapeHtml(user.name)} (${user.id}${user.isAdmin ? ', admin' : ''}${installed ? ', app installed' : ''})`,
        [
          button(user.id, '', user.active ? 'Deactivate' : 'Activate', toggle),
          ...(installed
            ? [
                button(user.id, '/uninstall', 'Remove app'),
                button(user.id, '/revoke', 'Revoke silently'),
                button(user.id, '/expire-tokens', 'Expire tokens'),
              ]
            : []),
        ].join(' '),
      ];
    }),
  );
}

function form({ method, path, about, body }: ControlAction): string {
  const [before = '', after] = path.split('/:id');
  const head = `<strong>${method} ${escapeHtml(path)}</strong><br>${escapeHtml(about)}`;
  if (after !== undefined) return `<div class="card">${head}</div>`;
  if (method === 'GET') return `<div class="card">${head}<br><a href="/__control${path}">Open</a></div>`;
  const inputs = Object.entries(body).map(([key, hint]) => {
    const options = hint.split(' | ');
    const input =
      options.length > 1
        ? `<select name="${key}"><option></option>${options.map((o) => `<option>${escapeHtml(o)}</option>`).join('')}</select>`
        : `<input name="${key}" placeholder="${escapeHtml(hint)}">`;
    return `<label>${key} ${input}</label> `;
  });
  const target = `/__control${before}${method === 'POST' ? '' : `/${method}`}`;
  return `<form class="card" method="post" action="${target}">${head}<br>${inputs.join('')}<button>Do it</button></form>`;
}

function table(rows: string[][]): string {
  return `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
}
