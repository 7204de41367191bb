import { describe, expect, it } from 'vitest';
import { expressionVariables, variableValues } from '../../server/mapping/calculated/expression-variables.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';

const store = {
  name: 'nordlicht.example',
  state: 'Active',
  platform: 'shopify',
  city: 'Lisbon',
  avg_price: 1999,
  currency_code: 'EUR',
  employee_count: 12,
  technologies: [{ name: 'Klaviyo' }, { name: 'Meta Pixel' }],
};

describe('the variables of expressions', () => {
  it('are all fields of the catalogue, with names an expression can hold', () => {
    expect(expressionVariables.map(({ name }) => name)).toEqual(fieldCatalog.map(({ key }) => key));
    for (const { name } of expressionVariables) expect(name).toMatch(/^[a-z_][a-z0-9_]*$/);
    const types = new Map(expressionVariables.map(({ name, type }) => [name, type]));
    const some = ['city', 'description', 'rank', 'avg_price', 'created_at', 'technologies'];
    expect(some.map((name) => types.get(name))).toEqual(['text', 'text', 'number', 'number', 'date', 'list']);
  });

  it('have the values of the catalogue, money as its amount in major units, null where there is none', () => {
    const names = ['city', 'avg_price', 'employee_count', 'technologies', 'zip', '_domain', 'nonsense'];
    expect(variableValues(store, names)).toEqual({
      city: 'Lisbon',
      avg_price: 19.99,
      employee_count: 12,
      technologies: ['Klaviyo', 'Meta Pixel'],
      zip: null,
    });
  });

  it('never hold more than they say', () => {
    const values = variableValues(
      store,
      expressionVariables.map(({ name }) => name),
    );
    for (const { name, type } of expressionVariables) {
      const value = values[name];
      if (value === null) continue;
      const kind = Array.isArray(value) ? 'list' : typeof value === 'number' ? 'number' : 'text';
      expect([name, kind]).toEqual([name, type === 'date' ? 'text' : type]);
    }
  });
});
