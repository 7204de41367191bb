import type { EnrichmentDeps } from '../../server/enrichment/enrichment-deps.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import type { Caller, Organization } from '../../server/pipedrive/types.ts';
import { unused, yieldSome } from '../write-rules/life.ts';
import type { Fields } from './model.ts';
import { createRecords, mapped, nameOf, type RecordsParts, type Row } from './pipedrive-records.ts';
import type { FieldCode } from './told.ts';

/** Pipedrive in memory as the app calls it. The model is told of whatever the app reads and writes. */
export function createPipedriveWorld(
  parts: RecordsParts & {
    /** Told of an answer to a PATCH that arrives, and up to which event it tells; null: the record is gone. */
    onAnswer(record: number, order: number | null): void;
  },
) {
  const { life, model, looks, tell } = parts;
  const records = createRecords(parts);
  const { rows, change, nextMoment, timeNow, lastOrder } = records;
  const counts = { calls: 0, patches: 0, looks: 0 };

  const organization = (id: number, found: Row): Organization => {
    const { [mapped[1].code]: linkedin = null, ...custom } = found.fields;
    return {
      id,
      name: 'An organization',
      isDeleted: found.isDeleted,
      updateTime: found.updateTime,
      website: undefined,
      standardFields: { linkedin },
      customFields: custom,
    };
  };

  async function call<T>(
    name: 'list' | 'get' | 'patch',
    caller: Caller,
    ids: number[],
    act: () => T,
    codes: readonly string[] = [],
  ): Promise<T> {
    const actor = caller.lane === 'click' ? 'button' : 'run';
    life.check();
    life.pass(life.hooks.delay?.(name) ?? 0);
    await yieldSome();
    life.hooks.atCall?.({ name, when: 'before', ids, actor, codes });
    life.check();
    counts.calls++;
    tell(`  ${caller.lane} ${name} ${ids.join(' ')} at ${timeNow()}`);
    if (name !== 'patch') {
      if (caller.lane === 'event') counts.looks++;
      caller.onSend?.(new Date(life.now()));
    }
    const result = act();
    if (name !== 'patch') for (const id of ids.length > 0 ? ids : rows.keys()) model.looked(id, nextMoment());
    await yieldSome();
    life.hooks.atCall?.({ name, when: 'after', ids, actor, codes });
    life.check();
    return result;
  }

  const api: EnrichmentDeps['pipedrive'] = {
    listOrganizations: (caller, query) =>
      call('list', caller, query.ids ?? [], () => ({
        items: [...rows]
          .filter(([id, { isDeleted }]) => !isDeleted && (query.ids?.includes(id) ?? true))
          .filter(([, { updateTime }]) => !query.updatedSince || updateTime >= query.updatedSince)
          .sort(([a], [b]) => a - b)
          .map(([id, found]) => organization(id, found)),
        nextCursor: null,
      })),
    getOrganization: (caller, id) =>
      call('get', caller, [id], () => {
        const found = rows.get(id);
        if (!found) throw pipedriveError('record_gone');
        return organization(id, found);
      }),
    async updateOrganization(caller, id, body) {
      const fate = life.hooks.fate?.() ?? 'well';
      if (fate === 'no_budget') throw pipedriveError('budget_exhausted');
      let until = 0;
      const answer = await call(
        'patch',
        caller,
        [id],
        () => {
          if (caller.sendBefore && life.now() > caller.sendBefore.getTime()) throw pipedriveError('too_late');
          caller.onSend?.(new Date(life.now()));
          const found = rows.get(id);
          if (!found || found.isDeleted) {
            looks.patchGone(id, life.now());
            if (caller.lane !== 'click') parts.onAnswer(id, null);
            throw pipedriveError('record_gone');
          }
          if (fate !== 'well') model.doubt(id);
          if (fate === 'lost_before') throw pipedriveError('pipedrive_unavailable', { maybeDone: true });
          const sent: Fields = {};
          const holds: Fields = {};
          const values: Record<FieldCode, string | null> = {};
          for (const [code, value] of Object.entries(body)) {
            values[code] = value as string | null;
            const name = nameOf.get(code) ?? code;
            sent[name] = value as string | null;
            holds[name] = found.fields[code] ?? null;
          }
          counts.patches++;
          tell(`  patch ${id} ${JSON.stringify(sent)}`);
          model.patch(id, sent, holds, {
            ...parts.circumstances(),
            ...nextMoment(),
            event: caller.lane === 'event',
          });
          change(id, values, { userId: caller.userId, source: 'api', byApp: true });
          if (fate === 'lost_after') throw pipedriveError('pipedrive_unavailable', { maybeDone: true });
          if (fate === 'limited_after') throw pipedriveError('rate_limited', { maybeDone: true });
          until = lastOrder();
          return organization(id, found);
        },
        Object.keys(body),
      );
      parts.onAnswer(id, until);
      return answer;
    },
    getPerson: unused,
    listCurrencies: unused,
    addFieldOptions: unused,
    listOrganizationFields: async () =>
      mapped.map(({ name, code }) => ({
        code,
        name,
        type: 'varchar',
        isCustom: code.length === 40,
        isOptional: false,
        options: [],
      })),
  };

  return { ...records, api, counts };
}
