import type { EnrichmentDeps } from '../../server/enrichment/enrichment-deps.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { isCustomFieldCode } from '../../server/pipedrive/standard-fields.ts';
import type { Caller, FieldValue, Organization } from '../../server/pipedrive/types.ts';
import type { Company } from './company.ts';
import { actorOf, type CallMoment, type Life, unused, yieldSome } from './life.ts';
import type { Held, Value } from './model.ts';

/** The last PATCH of a record by an actor: what was sent, the record as answered, and whether it may have arrived. */
export type Sent = { values: Held; answer: Held | null; ended: 'refused' | 'unknown' };

/** Pipedrive's calls on records in memory. Every look and every PATCH is told to the model as it happens. */
export function memoryPipedrive(
  company: Company,
  life: Life,
  sent: Map<string, Sent>,
): EnrichmentDeps['pipedrive'] {
  const { fields, held, model, recordIds, tell } = company;
  const { hooks, counts } = life;

  function organization(orgId: number): Organization {
    const values = held.get(orgId) ?? {};
    const shown = fields.map(({ name, code, isAddress }): [string, FieldValue] => {
      const value = values[name] ?? null;
      return [code, isAddress && typeof value === 'string' ? { value } : value];
    });
    return {
      id: orgId,
      name: 'An organization',
      isDeleted: false,
      updateTime: null,
      website: undefined,
      standardFields: Object.fromEntries(shown.filter(([code]) => !isCustomFieldCode(code))),
      customFields: Object.fromEntries(shown.filter(([code]) => isCustomFieldCode(code))),
    };
  }

  async function call<T>(name: CallMoment['name'], caller: Caller, ids: number[], act: () => T): Promise<T> {
    const actor = actorOf(caller);
    life.check();
    life.pass(hooks.delay?.(name) ?? 0);
    await yieldSome();
    hooks.atCall?.({ name, when: 'before', ids, actor });
    life.check();
    tell(`${actor} ${name} ${ids.join(' ')} at ${life.now() % 100_000_000}`);
    if (name !== 'patch') caller.onSend?.(new Date(life.now()));
    const result = act();
    await yieldSome();
    hooks.atCall?.({ name, when: 'after', ids, actor });
    life.check();
    return result;
  }

  const look = (caller: Caller) => (orgId: number) => {
    counts.reads++;
    model.look(orgId, actorOf(caller), held.get(orgId) ?? {}, life.now());
    return organization(orgId);
  };

  return {
    listOrganizations: (caller, query) => {
      const listed = query.ids ?? recordIds.slice(Number(query.cursor ?? 0));
      const part = query.ids ? listed : listed.slice(0, 2);
      const next = Number(query.cursor ?? 0) + part.length;
      return call('list', caller, part, () => ({
        items: part.map(look(caller)),
        nextCursor: query.ids || next >= recordIds.length ? null : String(next),
      }));
    },
    getOrganization: (caller, orgId) => call('get', caller, [orgId], () => look(caller)(orgId)),
    async updateOrganization(caller, orgId, body) {
      const actor = actorOf(caller);
      const values: Held = {};
      for (const { name, code } of fields) if (code in body) values[name] = plain(body[code] ?? null);
      const key = `${orgId} ${actor}`;
      const fate = hooks.fate?.() ?? 'well';
      if (fate !== 'well') tell(`fate ${fate} ${orgId} ${JSON.stringify(values)}`);
      sent.set(key, { values, answer: null, ended: 'refused' });
      if (fate === 'no_budget') throw pipedriveError('budget_exhausted');
      return call('patch', caller, [orgId], () => {
        if (caller.sendBefore && life.now() > caller.sendBefore.getTime()) throw pipedriveError('too_late');
        caller.onSend?.(new Date(life.now()));
        sent.set(key, { values, answer: null, ended: 'unknown' });
        if (fate === 'lost_before') throw pipedriveError('pipedrive_unavailable', { maybeDone: true });
        const record = held.get(orgId) ?? {};
        model.patch(orgId, actor, values, record, life.now());
        counts.patches++;
        for (const { name, stored } of fields)
          if (name in values) record[name] = stored(values[name] ?? null);
        if (fate === 'lost_after') throw pipedriveError('pipedrive_unavailable', { maybeDone: true });
        if (fate === 'limited_after') throw pipedriveError('rate_limited', { maybeDone: true });
        sent.set(key, { values, answer: { ...record }, ended: 'unknown' });
        return organization(orgId);
      });
    },
    getPerson: unused,
    listCurrencies: unused,
    addFieldOptions: unused,
    listOrganizationFields: async () =>
      fields.map(({ name, code, type }) => ({
        code,
        name,
        type,
        isCustom: isCustomFieldCode(code),
        isOptional: false,
        options: [],
      })),
  };
}

const plain = (value: FieldValue): Value =>
  value !== null && typeof value === 'object' && 'value' in value ? (value.value as Value) : (value as Value);
