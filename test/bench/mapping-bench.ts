import { sampleStore } from '../../server/catalog/sample-stores.ts';
import type { StoreDomain } from '../../server/catalog/store.ts';
import { applyMapping, type Desired } from '../../server/mapping/apply-mapping.ts';
import { defaultMapping } from '../../server/mapping/default-mapping.ts';
import { confirmWrite, type Diff } from '../../server/mapping/diff.ts';
import { diffKnown } from '../../server/mapping/diff-known.ts';
import { catalogField } from '../../server/mapping/field-catalog.ts';
import { type Knowledge, noKnowledge } from '../../server/mapping/knowledge.ts';
import type { Mapping } from '../../server/mapping/mapping.ts';
import { createTagger } from '../../server/mapping/tags.ts';

export type MappingBench = {
  /** Mapping 97 fields, tags and diff: microseconds of processor time per record, one release later. */
  usPerRecord: number;
  /** Shares of records with a write, one release later. */
  share: {
    /** With the default mapping. */
    written: number;
    /** If every source were exact. */
    withoutTolerance: number;
    /** The same release again: must be 0. */
    again: number;
  };
};

const records = 2000;
const rounds = 5;
const context = { currencies: null, options: () => null };

/** Measures the pure core on invented stores that move from one release to the next as real ones do. */
export async function benchMapping(): Promise<MappingBench> {
  const mapping = mappingToEverything();
  const first = Array.from({ length: records }, (_, index) => sampleStore(index, 1, 1));
  const second = Array.from({ length: records }, (_, index) => sampleStore(index, 1, 2));
  const knowledge = first.map((domain) => settle(diffOf(domain, mapping, noKnowledge)));

  const pass = () => second.map((domain, index) => diffOf(domain, mapping, knowledge[index] ?? noKnowledge));
  const diffs = pass();
  // Processor time, garbage collection included: the same whether or not the machine has other work.
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) pass();
  const { user, system } = process.cpuUsage(before);
  const after = diffs.map(settle);
  const exactly = exact(mapping);
  return {
    usPerRecord: (user + system) / rounds / records,
    share: {
      written: shareWritten(diffs),
      withoutTolerance: shareWritten(
        second.map((domain, index) => diffOf(domain, exactly, knowledge[index] ?? noKnowledge)),
      ),
      again: shareWritten(
        second.map((domain, index) => diffOf(domain, mapping, after[index] ?? noKnowledge)),
      ),
    },
  };
}

const tagger = createTagger(Uint8Array.from({ length: 16 }, (_, index) => index * 11));

function diffOf(domain: StoreDomain, mapping: Mapping, knowledge: Knowledge): Diff {
  const desired: Desired[] = applyMapping(domain, mapping, context, null);
  return diffKnown({ desired, knowledge, tagger });
}

function settle(diff: Diff): Knowledge {
  return diff.fields.length === 0 ? diff.settled : confirmWrite(diff, diff.write, tagger);
}

function shareWritten(diffs: readonly Diff[]): number {
  return diffs.filter((diff) => diff.fields.length > 0).length / diffs.length;
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

function exact(mapping: Mapping): Mapping {
  return {
    ...mapping,
    entries: mapping.entries.map((entry) => ({ ...entry, volatility: { kind: 'exact' } as const })),
  };
}
