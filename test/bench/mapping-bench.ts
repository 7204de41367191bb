import { sampleStore } from '../../server/catalog/sample-stores.ts';
import type { StoreDomain, StoreRecord } from '../../server/catalog/store.ts';
import { createExpressionEngine } from '../../server/expressions/engine.ts';
import type { ExpressionEngine } from '../../server/expressions/types.ts';
import { applyMapping, type Desired } from '../../server/mapping/apply-mapping.ts';
import { calculateFor } from '../../server/mapping/calculated/calculate.ts';
import { workedExamples } from '../../server/mapping/calculated/worked-examples.ts';
import { defaultMapping } from '../../server/mapping/default-mapping.ts';
import { confirmWrite, type Diff } from '../../server/mapping/diff/diff.ts';
import { diffKnown } from '../../server/mapping/diff/diff-known.ts';
import { type Knowledge, noKnowledge } from '../../server/mapping/diff/knowledge.ts';
import { createTagger } from '../../server/mapping/diff/tags.ts';
import { catalogField } from '../../server/mapping/fields/field-catalog.ts';
import { calculatedSource, type Mapping, type MappingEntry } from '../../server/mapping/mapping.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { Row } from './row.ts';

const records = 2000;
const batch = 200;
const now = new Date('2026-11-02T09:00:00.000Z');
const context = { currencies: null, options: () => null };

/**
 * Measures the core on invented stores that move from one release to the next as real ones do: processor time per
 * record of 97 fields and five calculated values with tags and diff, step by step, and the share of records written.
 * Processor time, garbage collection and the worker's thread included: the same whether or not the machine has other
 * work.
 * @param workerFile the built program, `dist/server/expression-worker.js`
 * @param rounds how often each record is measured
 */
export async function benchMapping(workerFile: string, rounds: number): Promise<Row[]> {
  const mapping = mappingToEverything();
  const first = releaseOf(1);
  const second = releaseOf(2);
  const knowledge = first.map(({ domain }) => settle(diffOf(domain, mapping, noKnowledge)));
  const engine = createExpressionEngine({ workerFile, log: silentLog, clock: systemClock });
  try {
    const given = { mapping: withCalculated(mapping), stores: second, knowledge, rounds };
    const steps = await measureSteps(engine, given);
    return [...sharesOf(mapping, second, knowledge), ...steps];
  } finally {
    await engine.close();
  }
}

function sharesOf(mapping: Mapping, stores: StoreRecord[], knowledge: Knowledge[]): Row[] {
  const diffs = (by: Mapping) =>
    stores.map(({ domain }, index) => diffOf(domain, by, knowledge[index] ?? noKnowledge));
  const share = (of: Diff[]) => of.filter((diff) => diff.fields.length > 0).length / of.length;
  return [
    {
      id: 'written_share_without_tolerance',
      value: share(diffs(exact(mapping))),
      unit: 'share',
      bar: null,
      better: 'lower',
      about: 'records a realistic release would write if every field were exact',
    },
  ];
}

async function measureSteps(
  engine: ExpressionEngine,
  of: { mapping: Mapping; stores: StoreRecord[]; knowledge: Knowledge[]; rounds: number },
): Promise<Row[]> {
  const { mapping, stores, knowledge, rounds } = of;
  const us = { calculated: 0, converted: 0, compared: 0 };
  // The first pass warms up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (let at = 0; at < stores.length; at += batch) {
      const part = stores.slice(at, at + batch);
      const given = { companyId: 1, calculated: mapping.calculated, stores: part, now };
      const started = process.cpuUsage();
      const results = await calculateFor({ engine }, given);
      const calculatedAt = process.cpuUsage();
      const desire = ({ id, domain }: StoreRecord) =>
        applyMapping(domain, mapping, context, results.get(id) ?? null);
      for (const store of part) desire(store);
      const convertedAt = process.cpuUsage();
      // Record by record, as a run does it; what conversion takes is known and taken off again.
      for (const [index, store] of part.entries()) {
        diffKnown({ desired: desire(store), knowledge: knowledge[at + index] ?? noKnowledge, tagger });
      }
      if (round === 0) continue;
      const converted = between(calculatedAt, convertedAt);
      us.calculated += between(started, calculatedAt);
      us.converted += converted;
      us.compared += between(convertedAt, process.cpuUsage()) - converted;
    }
  }
  const perRecord = (total: number) => total / rounds / stores.length;
  const step = (id: string, value: number, about: string): Row => ({
    id,
    value: perRecord(value),
    unit: 'µs',
    bar: null,
    better: 'lower',
    about,
  });
  return [
    {
      ...step(
        'mapping_97_fields_5_expressions_us',
        us.calculated + us.converted + us.compared,
        '97 fields, 5 calculated values, tags and diff, processor time a record',
      ),
      bar: 200,
    },
    step('mapping_step_expressions_us', us.calculated, 'of it: 5 expressions, through the worker'),
    step('mapping_step_conversion_us', us.converted, 'of it: reading and converting 102 values'),
    step('mapping_step_diff_us', us.compared, 'of it: tags and diff'),
  ];
}

const between = (from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number =>
  to.user - from.user + to.system - from.system;

function releaseOf(release: number): StoreRecord[] {
  return Array.from({ length: records }, (_, index) => {
    const domain = sampleStore(index, 1, release);
    return { id: `store-${index}`, domain, release };
  });
}

const tagger = createTagger(Uint8Array.from({ length: 16 }, (_, index) => index * 11));

function diffOf(domain: StoreDomain, mapping: Mapping, knowledge: Knowledge): Diff {
  const desired: Desired[] = applyMapping(domain, mapping, context, null);
  return diffKnown({ desired, knowledge, tagger });
}

function settle(diff: Diff): Knowledge {
  return diff.fields.length === 0 ? diff.settled : confirmWrite(diff, diff.write, tagger);
}

function mappingToEverything(): Mapping {
  const mapping = defaultMapping(1);
  const entries = mapping.entries.map((entry, index) => ({
    ...entry,
    target: {
      code: index.toString(16).padStart(40, 'c0de'),
      type: catalogField.get(entry.source)?.pipedriveType ?? 'varchar',
    },
  }));
  return { ...mapping, entries };
}

/** With five calculated values as admins write them, each to a field of its own. */
function withCalculated(mapping: Mapping): Mapping {
  const calculated = workedExamples.slice(0, 5).map(({ title, expression, resultType }, index) => ({
    name: `value_${index}`,
    label: title,
    expression,
    resultType,
    examples: [],
  }));
  const added = calculated.map(
    ({ name, resultType }, index): MappingEntry => ({
      source: calculatedSource(name),
      target: {
        code: (1000 + index).toString(16).padStart(40, 'c0de'),
        type: resultType === 'number' ? 'double' : 'varchar',
      },
      rule: 'always',
      whenMissing: 'clear',
      volatility: { kind: 'exact' },
      newOption: 'skip',
      enabled: true,
      broken: null,
    }),
  );
  return { ...mapping, calculated, entries: [...mapping.entries, ...added] };
}

function exact(mapping: Mapping): Mapping {
  return {
    ...mapping,
    entries: mapping.entries.map((entry) => ({ ...entry, volatility: { kind: 'exact' } as const })),
  };
}
