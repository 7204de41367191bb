import { NativeSelect, Progress } from '@mantine/core';
import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import { formatInteger } from '../../ui/format.ts';
import classes from './cap-meter.module.css';
import type { PipedrivePlan } from './queries.ts';

type Props = {
  cap: MappingView['cap'];
  selected: number;
  canState: boolean;
  onState: (plan: PipedrivePlan) => void;
};

const plans: { value: PipedrivePlan; label: string }[] = [
  { value: 'lite', label: 'Lite' },
  { value: 'growth', label: 'Growth' },
  { value: 'premium', label: 'Premium' },
  { value: 'ultimate', label: 'Ultimate' },
];

/**
 * How many custom fields the company has used up. Pipedrive counts those of deals and products too and tells
 * neither them nor the plan, so it is "at least", and somebody may state the plan.
 */
export function CapMeter({ cap, selected, canState, onState }: Props) {
  const { used, limit, pipedrivePlan } = cap;
  const percent = (value: number) => (limit ? Math.min(100, (value / limit) * 100) : 0);
  return (
    <div className={classes['meter']}>
      <div className={classes['row']}>
        <span>
          At least <b>{formatInteger(used)}</b>
          {limit === null ? ' custom fields used' : ` of ${formatInteger(limit)} custom fields used`}
          {selected > 0 ? `, ${formatInteger(selected)} more selected` : ''}
        </span>
        <NativeSelect
          size="xs"
          aria-label="Your Pipedrive plan"
          value={pipedrivePlan ?? ''}
          disabled={!canState}
          onChange={({ currentTarget }) => {
            const plan = plans.find(({ value }) => value === currentTarget.value);
            if (plan) onState(plan.value);
          }}
          data={[...(pipedrivePlan ? [] : [{ value: '', label: 'Which Pipedrive plan?' }]), ...plans]}
        />
      </div>
      {limit === null ? null : (
        <Progress.Root size="sm">
          <Progress.Section value={percent(used)} color="gray" aria-label="Custom fields used" />
          <Progress.Section value={Math.min(percent(selected), 100 - percent(used))} aria-label="Selected" />
        </Progress.Root>
      )}
      <p className={classes['basis']}>{basisWords(cap)}</p>
    </div>
  );
}

function basisWords({ basis, pipedrivePlan }: MappingView['cap']): string {
  const plan = plans.find(({ value }) => value === pipedrivePlan)?.label;
  switch (basis) {
    case 'stated':
      return `Pipedrive ${plan ?? ''} plan, as stated here. Fields of deals and products count as well.`;
    case 'inferred':
      return `Looks like the ${plan ?? ''} plan. Correct it if it is another one. Fields of deals and products count as well.`;
    case 'refused':
      return 'Pipedrive refused to create more fields: the plan’s limit is reached. Delete unused fields in Pipedrive or get a larger plan.';
    case 'unknown':
      return 'Pipedrive does not tell which plan you have. Choose it to see how many fields fit.';
  }
}
