import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import type { Difference } from './setting-words.ts';

const resultWords: Record<CalculatedValueView['resultType'], string> = {
  text: 'Text',
  number: 'Number',
  yes_no: 'Yes or no',
  date: 'Date',
  list: 'List',
  money: 'Money',
};

const parts: [what: string, words: (value: CalculatedValueView) => string][] = [
  ['Label', ({ label }) => label],
  ['Expression', ({ expression }) => expression],
  ['Result', ({ resultType }) => resultWords[resultType]],
  [
    'Examples',
    ({ examples }) => examples.map(({ storeId, expected }) => `${storeId}: ${expected}`).join('; ') || 'None',
  ],
];

/** Where two forms of a calculated value differ, in words; null: deleted. */
export function valueDifferences(
  theirs: CalculatedValueView | null,
  mine: CalculatedValueView | null,
): Difference[] {
  if (!theirs || !mine) {
    const words = (value: CalculatedValueView | null) => value?.expression ?? 'Deleted';
    return [{ what: 'Expression', theirs: words(theirs), mine: words(mine) }];
  }
  return parts
    .map(([what, words]) => ({ what, theirs: words(theirs), mine: words(mine) }))
    .filter((difference) => difference.theirs !== difference.mine);
}
