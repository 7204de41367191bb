import type { Connection } from 'mongoose';
import { afterEach, beforeEach } from 'vitest';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import {
  type CreateFieldsResult,
  createFieldsResult,
  type FieldList,
  fieldList,
} from '../../server/mapping/mapping.contract.ts';
import type { MappingEntry } from '../../server/mapping/mapping.ts';
import { admin, asUser, type FieldWorld, startFieldWorld } from './field-world.ts';

/** The row of a source in the list of fields. */
export const rowOf = (list: FieldList, source: string) => list.rows.find((row) => row.source === source);

export type FieldActs = {
  /** The world of the present test. */
  world: FieldWorld;
  /** The list as the admin sees it. */
  list(): Promise<FieldList>;
  create(sources: string[], takeOver?: string[]): Promise<CreateFieldsResult>;
  targetOf(source: string): Promise<MappingEntry['target'] | undefined>;
  /** The live field of a name in Pipedrive. */
  fieldNamed(name: string): FieldWorld['sandbox']['world']['fields'][number] | undefined;
};

/** Gives every test of a file a world of its own and what an admin does in it. Call it at the top of the file. */
export function fieldActs(db: Connection): FieldActs {
  let current: FieldWorld | undefined;
  const on: FieldActs = {
    get world() {
      if (!current) throw new Error('No test is running');
      return current;
    },
    list: async () => fieldList.parse((await asUser(on.world, admin).list().expect(200)).body),
    create: async (sources, takeOver = []) =>
      createFieldsResult.parse((await asUser(on.world, admin).create(sources, takeOver).expect(200)).body),
    async targetOf(source) {
      const { entries } = await getMapping(on.world.deps, on.world.companyId);
      return entries.find((entry) => entry.source === source)?.target;
    },
    fieldNamed: (name) =>
      on.world.sandbox.world.fields.find((field) => field.name === name && !field.isDeleted),
  };
  beforeEach(async () => {
    current = await startFieldWorld(db);
  });
  afterEach(() => on.world.close());
  return on;
}
