import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StoreRecord } from '../../server/catalog/store.ts';
import { calculateFor } from '../../server/enrichment/calculate-for.ts';
import { createCompanyFacts } from '../../server/enrichment/company-facts.ts';
import { contextFor, planRecord } from '../../server/enrichment/enrichment-context.ts';
import { markGone } from '../../server/enrichment/mark-gone.ts';
import { createMissingOptions } from '../../server/enrichment/missing-options.ts';
import type { Installation } from '../../server/install/installation.ts';
import type { CalculatedResults } from '../../server/mapping/apply-mapping.ts';
import { noKnowledge } from '../../server/mapping/diff/knowledge.ts';
import { calculatedSource, type Mapping, type MappingEntry } from '../../server/mapping/mapping.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import type { Field, FieldOption } from '../../server/pipedrive/types.ts';
import { fakeClock } from '../support/fake-clock.ts';

const caller = { companyId: 1, userId: 2, lane: 'bulk' } as const;
const [platform, city, label] = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [string, string, string];

const installation: Installation = {
  companyId: 1,
  epoch: 'e',
  accountId: 'a',
  plan: 'enterprise',
  platformScope: null,
  state: 'active',
  organizationUserId: 2,
  websiteField: 'website',
  fieldPrefix: '',
  budgetSharePercent: 40,
  pipedrivePlan: null,
  tagKey: randomBytes(16),
};

const entry = (
  source: string,
  code: string,
  type: string,
  rest: Partial<MappingEntry> = {},
): MappingEntry => ({
  source,
  target: { code, type },
  rule: 'always',
  whenMissing: 'clear',
  volatility: { kind: 'exact' },
  newOption: 'create',
  enabled: true,
  broken: null,
  ...rest,
});
const mappingOf = (...entries: MappingEntry[]): Mapping => ({
  companyId: 1,
  objectType: 'organization',
  version: 1,
  enabled: true,
  calculated: [],
  entries,
});
const store = (id: string, of: Record<string, string>): StoreRecord => ({
  id,
  release: 1,
  domain: { name: id, state: 'Active', platform: 'shopify', ...of },
});

/** A company with one field of single options, and a count of the calls it got. */
function company(options: FieldOption[], refuse = false) {
  const field: Field = {
    code: platform,
    name: 'P',
    type: 'enum',
    isCustom: true,
    isOptional: false,
    options,
  };
  const calls: string[] = [];
  const pipedrive = {
    listCurrencies: async () => [],
    async listOrganizationFields() {
      calls.push('list');
      return [{ ...field, options: [...options] }];
    },
    async addFieldOptions(_: object, { labels }: { labels: readonly string[] }) {
      calls.push(`add ${labels.join(', ')}`);
      if (refuse) throw pipedriveError('no_access');
      const added = labels.map((text, at) => ({ id: 100 + options.length + at, label: text }));
      options.push(...added);
      return added;
    },
  };
  return { calls, pipedrive, facts: createCompanyFacts({ pipedrive, clock: fakeClock() }) };
}

describe('options a field lacks', () => {
  const cities = [
    store('a', { city: 'Porto' }),
    store('b', { city: 'porto ' }),
    store('c', { city: 'Faro' }),
  ];
  const mapping = mappingOf(entry('city', platform, 'enum'));

  it('are created once for all records, and used by them', async () => {
    const { calls, pipedrive, facts } = company([{ id: 1, label: 'Lisbon' }]);
    const context = await contextFor(facts, installation, caller, mapping);
    expect(planRecord(context, cities[0] as StoreRecord, noKnowledge).notes).toEqual([
      { source: 'city', note: 'option_missing' },
    ]);
    const deps = { ...facts, pipedrive: pipedrive as never };
    expect(await createMissingOptions(deps, context, caller, cities)).toBe(25);
    expect(calls).toEqual(['list', 'list', 'add Porto, Faro', 'list']);
    const written = cities.map((each) => planRecord(context, each, noKnowledge).write[platform]);
    expect(written).toEqual([101, 101, 102]);
    expect(await createMissingOptions(deps, context, caller, cities)).toBe(0);
  });

  it('stay missing, with a note, where Pipedrive refuses', async () => {
    const { pipedrive, facts } = company([], true);
    const context = await contextFor(facts, installation, caller, mapping);
    await createMissingOptions({ ...facts, pipedrive: pipedrive as never }, context, caller, cities);
    const plan = planRecord(context, cities[0] as StoreRecord, noKnowledge);
    expect(plan).toMatchObject({ fields: [], notes: [{ source: 'city', note: 'option_missing' }] });
  });

  it('are not created where nobody asked for that', async () => {
    const { calls, pipedrive, facts } = company([]);
    const skip = mappingOf(entry('city', platform, 'enum', { newOption: 'skip' }));
    const context = await contextFor(facts, installation, caller, skip);
    await createMissingOptions({ ...facts, pipedrive: pipedrive as never }, context, caller, cities);
    expect(calls).toEqual(['list']);
  });
});

it('options are not created for a rule that never writes', async () => {
  const { calls, pipedrive, facts } = company([]);
  const mapping = mappingOf(entry('city', platform, 'enum', { rule: 'never' }));
  const context = await contextFor(facts, installation, caller, mapping);
  const deps = { ...facts, pipedrive: pipedrive as never };
  expect(await createMissingOptions(deps, context, caller, [store('a', { city: 'Porto' })])).toBe(0);
  expect(calls.filter((call) => call.startsWith('add'))).toEqual([]);
});

it('a field that is gone is shown as broken and left out, and the others are written', async () => {
  const { facts } = company([]);
  const careful = { rule: 'if_empty' } as const;
  const mapping = mappingOf(entry('city', city, 'varchar', careful), entry('title', platform, 'varchar'));
  const context = await contextFor(facts, installation, caller, mapping);
  const broken: unknown[] = [];
  const mark = { markFieldBroken: async (_: object, refused: object) => void broken.push(refused) };
  await markGone(mark, context);
  await markGone(mark, context);
  expect(broken).toEqual([{ fieldCode: city, code: 'target_gone' }]);
  const plan = planRecord(context, store('a', { city: 'Porto', title: 'Shop' }), noKnowledge);
  expect(plan).toMatchObject({ write: { [platform]: 'Shop' }, needsLive: false });
});

it('the field list is not read where nothing needs it', async () => {
  const { calls, facts } = company([]);
  await contextFor(facts, installation, caller, mappingOf(entry('city', city, 'varchar')));
  expect(calls).toEqual([]);
});

describe('calculated values', () => {
  const calculated = {
    name: 'size',
    label: 'Size',
    expression: '1',
    resultType: 'text',
    examples: [],
  } as const;
  const mapping: Mapping = {
    ...mappingOf(entry(calculatedSource('size'), label, 'varchar')),
    calculated: [{ ...calculated, examples: [] }],
  };
  const stores = [store('a', {}), store('b', {})];
  const now = new Date('2026-11-20T12:00:00Z');
  const asked: [number, Date][] = [];
  const calculate = async (_: number, __: unknown, given: readonly StoreRecord[], at: Date) => {
    asked.push([given.length, at]);
    return new Map<string, CalculatedResults>([
      ['a', new Map([['size', { value: 'large' }]])],
      ['b', new Map([['size', { error: { code: 'division_by_zero' } }]])],
    ]);
  };

  it('are worked out once for all stores; one that fails is left alone with its reason', async () => {
    const { facts } = company([]);
    const context = await contextFor(facts, installation, caller, mapping);
    await calculateFor({ calculate }, context, stores, now);
    expect(asked).toEqual([[2, now]]);
    const [first, second] = stores.map((each) => planRecord(context, each, noKnowledge));
    expect(first?.write).toEqual({ [label]: 'large' });
    expect(second).toMatchObject({
      write: {},
      notes: [{ note: 'calculation_failed', detail: 'division_by_zero' }],
    });
  });

  it('are not worked out where the plan has none', async () => {
    const { facts } = company([]);
    const context = await contextFor(facts, { ...installation, plan: 'pro' }, caller, mapping);
    const never = () => Promise.reject(new Error('asked'));
    await calculateFor({ calculate: never }, context, stores, now);
    const plan = planRecord(context, stores[0] as StoreRecord, noKnowledge);
    expect(plan).toMatchObject({ write: {}, notes: [{ note: 'plan_required' }] });
  });
});
