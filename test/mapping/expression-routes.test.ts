import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ExpressionDraft,
  expressionHelp,
  expressionReport,
} from '../../server/mapping/calculated/expression.contract.ts';
import { createFieldsResult, mappingView } from '../../server/mapping/mapping.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { operatorToken } from '../support/start-app.ts';

const db = await testDatabase();
let app: PreparedApp;
/** The same company before its first scan. */
let unscanned: PreparedApp;

beforeAll(async () => {
  await ensureBuilt();
  unscanned = await preparedApp(await testDatabase(), { sandbox: { organizations: 5 }, withoutWork: true });
  app = await preparedApp(db, { sandbox: { organizations: 60 } });
  await app.finished(await app.startRun('/api/scans'));
});
afterAll(async () => {
  await app.close();
  await unscanned.close();
});

const check = (draft: Partial<ExpressionDraft>, by = app) =>
  by.ask(expressionReport, by.admin, 'POST', '/api/expressions/check', {
    expression: '1',
    resultType: 'number',
    examples: [],
    ...draft,
  });

/** Takes seconds, were it let. */
function endless(n: number): string {
  const numbers = Array.from({ length: 400 }, (_, index) => index).join(',');
  return `cel.bind(few, [${numbers}], cel.bind(many, few + few + few + few + few + few + few + few,
    many.all(a, many.all(b, a + b >= -${n}))))`;
}

async function setPlan(plan: string, platformScope: string[] | null = null): Promise<void> {
  const response = await fetch(`${app.url}/operator/accounts/${app.sandbox.world.company.id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ plan, platformScope }),
  });
  expect(response.status).toBe(200);
}

describe('checking an expression', () => {
  it('gives its result for twenty different stores of the company’s own matches', async () => {
    const report = await check({ expression: 'has(_domain.technologies) ? _domain.technologies.size() : 0' });
    expect(report.problems).toEqual([]);
    expect(report.results).toHaveLength(20);
    expect(new Set(report.results.map(({ storeId }) => storeId)).size).toBe(20);
    for (const { text, errorCode } of report.results) {
      expect(errorCode).toBeNull();
      expect(Number(text)).toBeGreaterThanOrEqual(0);
    }
  });

  it('says what is wrong and where, and then tries nothing', async () => {
    const report = await check({
      expression: '1 + oops',
      examples: [{ storeId: 'x.example', expected: '2' }],
    });
    expect(report).toMatchObject({ type: null, results: [], examples: [] });
    expect(report.problems).toMatchObject([{ from: 4, to: 8, message: expect.stringContaining('oops') }]);
  });

  it('says so when the result does not fit its type', async () => {
    const { problems } = await check({ expression: '"a"', resultType: 'number' });
    expect(problems).toMatchObject([{ code: 'wrong_result_type', from: 0, to: 3 }]);
  });

  it('tells of each store alone what went wrong there', async () => {
    const { results } = await check({ expression: '_domain.employee_count * 2' });
    const missing = results.filter(({ errorCode }) => errorCode !== null);
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.length).toBeLessThan(results.length);
    for (const { text, errorMessage } of missing) {
      expect(text).toBeNull();
      expect(errorMessage).toContain('employee_count');
    }
  });

  it('shows money, lists and yes or no as people read them', async () => {
    const texts = async (expression: string, resultType: ExpressionDraft['resultType']) =>
      (await check({ expression, resultType })).results.map(({ text }) => text);
    expect(new Set(await texts('money(12.5, "EUR")', 'money'))).toEqual(new Set(['12.5 EUR']));
    expect(new Set(await texts('["a", "b"]', 'list'))).toEqual(new Set(['a, b']));
    expect(new Set(await texts('1 == 1', 'yes_no'))).toEqual(new Set(['Yes']));
    expect(new Set(await texts('1 == 2 ? "a" : null', 'text'))).toEqual(new Set([null]));
  });

  it('holds examples against what comes out now, also those with no value', async () => {
    const { results } = await check({ expression: '_domain.name', resultType: 'text' });
    const [first, second] = results;
    if (!first || !second) throw new Error('There are no matches.');
    const { examples } = await check({
      expression: `_domain.name == "${first.text}" ? "one" : null`,
      resultType: 'text',
      storeIds: [],
      examples: [
        { storeId: second.storeId, expected: '' },
        { storeId: first.storeId, expected: 'two' },
        { storeId: first.storeId, expected: 'one' },
        { storeId: 'never-seen.example', expected: '' },
      ],
    });
    expect(examples).toMatchObject([
      { met: true, text: null },
      { met: false, text: 'one' },
      { met: true, text: 'one' },
      { met: false, errorCode: 'store_gone' },
    ]);
  });

  it('holds to a result with spaces around it, as it was taken over', async () => {
    const [first] = (await check({ expression: '" " + _domain.name + "\\n"', resultType: 'text' })).results;
    const { examples } = await check({
      expression: '" " + _domain.name + "\\n"',
      resultType: 'text',
      storeIds: [],
      examples: [{ storeId: first?.storeId ?? '', expected: first?.text ?? '' }],
    });
    expect(examples).toMatchObject([{ met: true }]);
  });

  it('refuses a flood from one company in words, and answers it again after', async () => {
    const body = (n: number) => ({ expression: endless(n), resultType: 'yes_no', examples: [] });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => app.api(app.admin, 'POST', '/api/expressions/check', body(n))),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({
      body: { error: { code: 'too_many_checks', message: expect.stringContaining('try again') } },
    });
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(40 - refused.length);
    expect((await check({})).results[0]?.text).toBe('1');
  });

  it('stops what would take for ever, and goes on serving', async () => {
    const { problems, results } = await check({ expression: endless(1000), resultType: 'yes_no' });
    expect(problems).toEqual([]);
    expect(new Set(results.map(({ errorCode }) => errorCode))).toEqual(new Set(['too_slow']));
    expect(results[0]?.errorMessage).toMatch(/\w/);
    expect((await check({})).results[0]?.text).toBe('1');
  });

  it('refuses a text that is far too long in words', async () => {
    const body = { expression: `"${'x'.repeat(3_000_000)}"`, resultType: 'text', examples: [] };
    const answer = await app.api(app.admin, 'POST', '/api/expressions/check', body);
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'expression_too_long' } } });
    const little = await check({ expression: `"${'x'.repeat(5000)}"`, resultType: 'text' });
    expect(little.problems).toMatchObject([{ code: 'expression_too_long' }]);
  });

  it('takes the longest expression with the most examples', async () => {
    const examples = Array.from({ length: 20 }, (_, n) => ({
      storeId: `shop-${n}.example`,
      expected: '靴'.repeat(1000),
    }));
    const report = await check({ expression: `"${'店'.repeat(3990)}"`, resultType: 'text', examples });
    expect(report.problems).toEqual([]);
    expect(report.examples).toHaveLength(20);
  });

  it('has nothing to try it on before the first scan', async () => {
    expect(await check({}, unscanned)).toMatchObject({ problems: [], results: [] });
    const help = await unscanned.ask(expressionHelp, unscanned.admin, 'GET', '/api/expressions/help');
    expect(help.variables).toHaveLength(97);
    expect(help.variables.filter(({ sample }) => sample !== null)).toEqual([]);
  });
});

describe('help for writing expressions', () => {
  it('names variables, keys and functions, with samples from the company’s own matches', async () => {
    const help = await app.ask(expressionHelp, app.admin, 'GET', '/api/expressions/help');
    expect(help.variables.find(({ name }) => name === 'estimated_sales')).toMatchObject({
      type: 'number',
      label: 'Estimated Sales (monthly)',
      sample: expect.stringMatching(/^\d/),
    });
    expect(help.domainKeys.find(({ name }) => name === 'technologies')?.sample).toContain('"name"');
    expect(help.functions.map(({ name }) => name)).toEqual(expect.arrayContaining(['size', 'money', 'join']));
    expect(help.examples.length).toBeGreaterThanOrEqual(20);
    expect(help.gate).toEqual({ allowed: true, plans: ['enterprise'] });
  });
});

describe('a calculated value', () => {
  it('is written to its field, as the check has shown it', async () => {
    const expression = 'has(_domain.technologies) ? _domain.technologies.size() : 0';
    const value = { name: 'technologies_used', label: 'Technologies used', expression, examples: [] };
    const { edition } = await app.ask(mappingView, app.admin, 'GET', '/api/mapping');
    await app.ask(mappingView, app.admin, 'PUT', '/api/mapping', {
      edition,
      calculated: [{ ...value, resultType: 'number' }],
    });
    const created = await app.ask(createFieldsResult, app.admin, 'POST', '/api/mapping/fields', {
      objectType: 'organization',
      create: ['calculated:technologies_used'],
      takeOver: [],
    });
    const row = created.mapping.organization.rows.find(
      ({ source }) => source === 'calculated:technologies_used',
    );
    const code = row?.settings.target ?? '';
    const { results } = await check({ expression });
    await app.finished(await app.startRun('/api/enrich-all'));
    const written = app.sandbox.world.organizations
      .map((organization) => organization.custom_fields[code])
      .filter((one) => one !== undefined && one !== null);
    expect(written.length).toBeGreaterThanOrEqual(results.length);
    for (const { text } of results) expect(written.map(String)).toContain(text);
  });
});

describe('the gate', () => {
  it('refuses the check and names the plan, and leaves the help to look at', async () => {
    await setPlan('pro');
    const body = { expression: '1', resultType: 'number', examples: [] };
    expect(await app.api(app.admin, 'POST', '/api/expressions/check', body)).toMatchObject({
      status: 403,
      body: { error: { code: 'plan_required', message: expect.stringContaining('Enterprise') } },
    });
    const help = await app.ask(expressionHelp, app.admin, 'GET', '/api/expressions/help');
    expect(help.gate).toEqual({ allowed: false, plans: ['enterprise'] });
  });

  it('keeps stores that the plan does not reach out of sight', async () => {
    await setPlan('enterprise');
    const [known] = (await check({})).results;
    await setPlan('enterprise', ['volusion']);
    const report = await check({ examples: [{ storeId: known?.storeId ?? '', expected: '1' }] });
    expect(report.examples).toMatchObject([{ met: false, errorCode: 'store_gone' }]);
    expect(report.results.map(({ storeId }) => storeId)).not.toContain(known?.storeId);
    await setPlan('enterprise');
  });
});
