import type { Connection } from 'mongoose';
import { afterEach, beforeEach } from 'vitest';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import {
  type CreateFieldsResult,
  createFieldsResult,
  type EntrySettings,
  type MappingChanges,
  type MappingRowView,
  type MappingView,
  mappingView,
} from '../../server/mapping/mapping.contract.ts';
import type { MappingEntry, ObjectType } from '../../server/mapping/mapping.ts';
import { admin, asUser, type FieldWorld, startFieldWorld } from './field-world.ts';

/** The row of a source. */
export function rowOf(
  view: MappingView,
  source: string,
  objectType: ObjectType = 'organization',
): MappingRowView {
  const found = view[objectType].rows.find((row) => row.source === source);
  if (!found) throw new Error(`no row of ${source}`);
  return found;
}

/** Changes of one entry, on top of the view that was seen. */
export function entryChange(
  view: MappingView,
  source: string,
  change: Partial<EntrySettings>,
  objectType: ObjectType = 'organization',
): MappingChanges {
  const settings = { ...rowOf(view, source, objectType).settings, ...change };
  return { edition: view.edition, [objectType]: { entries: { [source]: settings } } };
}

export type FieldActs = {
  /** The world of the present test. */
  world: FieldWorld;
  /** The mapping as the admin sees it. */
  view(): Promise<MappingView>;
  create(sources: string[], takeOver?: string[], objectType?: ObjectType): Promise<CreateFieldsResult>;
  /** Saves as the admin. */
  save(changes: MappingChanges): Promise<MappingView>;
  /** Sees the mapping, changes one entry of organizations and saves. */
  change(source: string, change: Partial<EntrySettings>): Promise<MappingView>;
  entryOf(source: string, objectType?: ObjectType): Promise<MappingEntry>;
  targetOf(source: string): Promise<MappingEntry['target']>;
  /** The live field of a name in Pipedrive. */
  fieldNamed(name: string, entity?: ObjectType): FieldWorld['sandbox']['world']['fields'][number] | undefined;
};

/** Gives every test of a file a world of its own and what an admin does in it. Call it at the top of the file. */
export function fieldActs(db: Connection): FieldActs {
  let current: FieldWorld | undefined;
  const on: FieldActs = {
    get world() {
      if (!current) throw new Error('No test is running');
      return current;
    },
    view: async () => mappingView.parse((await asUser(on.world, admin).view().expect(200)).body),
    create: async (sources, takeOver = [], objectType = 'organization') =>
      createFieldsResult.parse(
        (await asUser(on.world, admin).create(sources, takeOver, objectType).expect(200)).body,
      ),
    save: async (changes) =>
      mappingView.parse((await asUser(on.world, admin).save(changes).expect(200)).body),
    change: async (source, change) => on.save(entryChange(await on.view(), source, change)),
    async entryOf(source, objectType = 'organization') {
      const { entries } = await getMapping(on.world.deps, on.world.companyId, objectType);
      const found = entries.find((entry) => entry.source === source);
      if (!found) throw new Error(`no entry of ${source}`);
      return found;
    },
    targetOf: async (source) => (await on.entryOf(source)).target,
    fieldNamed: (name, entity = 'organization') =>
      on.world.sandbox.world.fields.find(
        (field) => field.name === name && field.entity === entity && !field.isDeleted,
      ),
  };
  beforeEach(async () => {
    current = await startFieldWorld(db);
  });
  afterEach(() => on.world.close());
  return on;
}
