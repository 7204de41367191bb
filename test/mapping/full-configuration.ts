import type { MappingView } from '../../server/mapping/mapping.contract.ts';
import { type FieldActs, rowOf } from './field-acts.ts';

/** A configuration with a bit of everything. */
export async function configure(on: FieldActs): Promise<MappingView> {
  const codeOf = (name: string) => on.fieldNamed(name)?.code ?? '';
  await on.create(['rank', 'technologies']);
  await on.create(['name'], [], 'person');
  const view = await on.view();
  const monthly = {
    name: 'monthly',
    label: 'Monthly',
    expression: 'rank * 2.0',
    resultType: 'number',
  } as const;
  return on.save({
    edition: view.edition,
    calculated: [{ ...monthly, examples: [{ storeId: 'nordlicht.example', expected: '14' }] }],
    organization: {
      entries: {
        city: { ...rowOf(view, 'city').settings, target: codeOf('City'), rule: 'if_empty_or_ours' },
        rank: { ...rowOf(view, 'rank').settings, volatility: { kind: 'tolerance', share: 0.3, plus: 2 } },
        'calculated:monthly': { ...rowOf(view, 'city').settings, target: codeOf('Discount') },
      },
    },
    person: { enabled: true },
  });
}
