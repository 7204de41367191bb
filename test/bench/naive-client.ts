import { z } from 'zod';

/** A record as the naive client finds and writes it. */
export type NaiveRecord = { orgId: number; name: string; fields: Record<string, unknown> };

const found = z.object({
  data: z.object({ items: z.array(z.object({ item: z.object({ id: z.number() }) })) }),
});
const page = z.object({
  data: z.array(z.object({ id: z.number(), name: z.string() })),
  additional_data: z.object({ next_cursor: z.string().nullable() }),
});

const money = z.object({
  data: z.array(z.object({ code: z.string(), decimal_points: z.number(), active_flag: z.boolean() })),
});

/** How an integration that remembers nothing works: search by name, read, write every field, for each organization. */
export function createNaiveClient(sandbox: { url: string; naiveToken: string }) {
  /** Sends a request, and again after a 429, as soon as the header allows. */
  async function call(method: string, path: string, body?: object): Promise<unknown> {
    for (;;) {
      const response = await fetch(`${sandbox.url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${sandbox.naiveToken}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const answer = await response.json();
      if (response.ok) return answer;
      if (response.status !== 429) throw new Error(`${method} ${path}: ${response.status}`);
      const seconds = Number(response.headers.get('x-ratelimit-reset') ?? 2);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }

  async function update({ orgId, name, fields }: NaiveRecord): Promise<void> {
    const query = new URLSearchParams({ term: name, fields: 'name', exact_match: 'true' });
    const hits = found.parse(await call('GET', `/v2/organizations/search?${query}`)).data.items;
    const hit = hits.find(({ item }) => item.id === orgId) ?? hits[0];
    if (!hit) throw new Error('The naive client did not find an organization');
    await call('GET', `/v2/organizations/${hit.item.id}`);
    await call('PATCH', `/v2/organizations/${hit.item.id}`, { custom_fields: fields });
  }

  return {
    /** Decimals of the currencies that are switched on: others are refused. */
    async currencies(): Promise<ReadonlyMap<string, number>> {
      const { data } = money.parse(await call('GET', '/v1/currencies'));
      const active = data.filter((currency) => currency.active_flag);
      return new Map(active.map(({ code, decimal_points }) => [code, decimal_points]));
    },
    /** Names by id of all organizations. */
    async names(): Promise<Map<number, string>> {
      const names = new Map<number, string>();
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query = new URLSearchParams({ limit: '500', ...(cursor && { cursor }) });
        const { data, additional_data } = page.parse(await call('GET', `/v2/organizations?${query}`));
        for (const { id, name } of data) names.set(id, name);
        cursor = additional_data.next_cursor;
      }
      return names;
    },
    /** Updates all records, some at a time. Returns how many seconds it took. */
    async updateAll(records: readonly NaiveRecord[], concurrency: number): Promise<number> {
      const startedAt = Date.now();
      const queue = records.values();
      await Promise.all(
        Array.from({ length: concurrency }, async () => {
          for (const record of queue) await update(record);
        }),
      );
      return (Date.now() - startedAt) / 1000;
    },
  };
}
