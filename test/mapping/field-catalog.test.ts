import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogField, fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import { fieldPriority } from '../../server/mapping/fields/field-catalog-priority.ts';

const listFile = new URL('../../../shared/reference/storeleads-fields.json', import.meta.url);

const typeNames = {
  varchar: 'Text (max length 255)',
  text: 'Large text',
  double: 'Numerical',
  monetary: 'Monetary',
  date: 'Date',
};

describe('the field catalogue', () => {
  it('has 97 fields with distinct keys and labels', () => {
    expect(fieldCatalog).toHaveLength(97);
    expect(new Set(fieldCatalog.map((field) => field.key)).size).toBe(97);
    expect(new Set(fieldCatalog.map((field) => field.label)).size).toBe(97);
    expect(catalogField.get('city')?.label).toBe('City');
  });

  it('ranks every field once by usefulness', () => {
    expect(fieldPriority.toSorted()).toEqual(fieldCatalog.map((field) => field.key).toSorted());
    const priorities = fieldCatalog.map((field) => field.priority).sort((a, b) => a - b);
    expect(priorities).toEqual(Array.from({ length: 97 }, (_, index) => index + 1));
  });

  it('pairs kinds with the Pipedrive types they are written to', () => {
    const pairs = new Set(fieldCatalog.map((field) => `${field.kind} → ${field.pipedriveType}`));
    expect([...pairs].sort()).toEqual([
      'date → date',
      'list → text',
      'list → varchar',
      'long_text → text',
      'money → monetary',
      'number → double',
      'text → varchar',
    ]);
  });

  it('lets what moves every week wait for a real change', () => {
    const moving = fieldCatalog
      .filter((field) => field.volatility.kind !== 'exact')
      .map((field) => field.key);
    expect(moving.sort()).toEqual(
      [
        ...['rank', 'rank_percentile', 'platform_rank', 'platform_rank_percentile', 'last_updated_at'],
        ...['estimated_sales', 'estimated_sales_yearly', 'estimated_visits', 'estimated_page_views'],
        ...['tiktok', 'twitter', 'youtube', 'pinterest'].flatMap((n) => [
          `${n}_followers`,
          `${n}_followers_30d`,
        ]),
      ].sort(),
    );
  });

  // The list lies beside the repository where the product is developed; the copy of its facts is what is tested.
  it.skipIf(!existsSync(listFile))(
    'agrees with the seed list in order, label, description, type and unit',
    () => {
      const list: { key: string; label: string; description: string; pipedriveType: string; unit: string }[] =
        JSON.parse(readFileSync(listFile, 'utf8'));
      const ours = fieldCatalog.map(({ key, label, description, pipedriveType, unit }) => ({
        key,
        label,
        description,
        pipedriveType: typeNames[pipedriveType],
        unit,
      }));
      expect(ours).toEqual(
        list.map(({ key, label, description, pipedriveType, unit }) => ({
          key,
          label,
          description,
          pipedriveType,
          unit,
        })),
      );
    },
  );
});
