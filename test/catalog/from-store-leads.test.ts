import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeView } from '../../server/catalog/catalog.contract.ts';
import { fromStoreLeads } from '../../server/catalog/from-store-leads.ts';
import { sampleStores } from '../../server/catalog/sample-stores.ts';
import { storeKeys } from '../../server/catalog/store-keys.ts';
import { toStoreView } from '../../server/catalog/store-view.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';

const good = { name: 'shop.example', state: 'Active', platform: 'shopify' };

/** What comes out of one row with these attributes more. */
function read(more: Record<string, unknown>) {
  const result = fromStoreLeads({ ...good, ...more });
  return result.ok ? result.store.domain : result.reason;
}

describe('reading a row of Store Leads', () => {
  it('keeps a well-formed record as it is', () => {
    for (const domain of sampleStores({ count: 200 })) {
      expect(fromStoreLeads(domain)).toMatchObject({ ok: true, store: { domain } });
    }
  });

  it('names a store by its host in ASCII, in lower case, without www', () => {
    const id = (name: string) => {
      const result = fromStoreLeads({ ...good, name });
      return result.ok ? result.store.id : result.reason;
    };
    expect(id('WWW.Shop.Example')).toBe('shop.example');
    expect(id(' shop.example. ')).toBe('shop.example');
    expect(id('bücher.example')).toBe('xn--bcher-kva.example');
    expect(id('www.com')).toBe('www.com');
  });

  it.each([
    [null, 'not an object'],
    ['shop.example', 'not an object'],
    [[good], 'not an object'],
    [{}, 'no name'],
    [{ ...good, name: null }, 'no name'],
    [{ ...good, name: '' }, 'no name'],
    [{ ...good, name: 7 }, 'name is not a text'],
    [{ ...good, name: 'not a host' }, 'name is not a host name'],
    [{ ...good, name: 'https://shop.example' }, 'name is not a host name'],
    [{ ...good, name: 'localhost' }, 'name is not a host name'],
    [{ ...good, name: '10.0.0.1' }, 'name is not a host name'],
    [{ ...good, name: 'co.uk' }, 'name is not a host name'],
  ])('refuses %j: %s', (row, reason) => {
    expect(fromStoreLeads(row)).toEqual({ ok: false, reason });
  });

  it('takes a record wrapped as the API answers it', () => {
    expect(fromStoreLeads({ domain: good })).toEqual({
      ok: true,
      store: { id: 'shop.example', domain: good },
    });
  });

  it('leaves out what it cannot use and keeps what it does not know', () => {
    expect(read({ rank: 'first', aliases: 7, theme: 3, apps: 'none', trustpilot: [], tld1: 5 })).toEqual({
      ...good,
      aliases: undefined,
    });
    expect(
      read({
        rank: ' 12 ',
        aliases: 'a.example',
        contact_info: [{ type: 'phone', value: 5 }, { value: 'x' }, null],
      }),
    ).toEqual({
      ...good,
      rank: 12,
      aliases: ['a.example'],
      contact_info: [{ type: 'phone', value: '5' }],
    });
    const unknown = { region: 'Europe', cc_rank: 7, nested: { a: [1, { b: true }] }, '': 'x' };
    expect(read(unknown)).toEqual({ ...good, ...unknown });
    expect(read({ platform: 'Shopify', state: 9 })).toEqual({ ...good, state: '' });
  });

  it('counts null as absent at any depth and drops names a database would misread', () => {
    const parsed: Record<string, unknown> = JSON.parse(
      '{"plan":null,"theme":{"name":"A","style":null},"a":[null,{"b":null}],"$where":"1","x.y":2,"__proto__":{"z":1}}',
    );
    expect(read(parsed)).toEqual({ ...good, theme: { name: 'A' }, a: [{}] });
  });

  it('never throws, and what it lets through never breaks a view, a key or a field', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const names = [
      'rank',
      'apps',
      'technologies',
      'contact_info',
      'theme',
      'trustpilot',
      'aliases',
      'cluster_domains',
      'platform_domain',
    ];
    const attributes = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), json, { maxKeys: 8 });
    fc.assert(
      fc.property(attributes, fc.oneof(fc.domain(), json), (more, name) => {
        const result = fromStoreLeads({ ...more, name });
        if (!result.ok) return;
        storeKeys(result.store.domain);
        for (const field of fieldCatalog) field.derive(result.store.domain);
        storeView.parse(toStoreView({ ...result.store, release: 1 }));
      }),
      { numRuns: 1000 },
    );
  });
});
