import type { EntrySettings, MappingRowView } from '../../../server/mapping/mapping.contract.ts';
import { Tag } from '../../ui/tag.tsx';
import { stateWith } from './selection.ts';

type Props = {
  row: MappingRowView;
  settings: EntrySettings;
  changed: boolean;
  /** False for rows that the plan keeps from being written. */
  inPlan: boolean;
};

/** Where a row stands, in a word. */
export function RowState({ row, settings, changed, inPlan }: Props) {
  return (
    <>
      {stateTag(row, settings, inPlan)}
      {changed ? <Tag tone="accent">Changed</Tag> : null}
    </>
  );
}

function stateTag(row: MappingRowView, settings: EntrySettings, inPlan: boolean) {
  switch (stateWith(row, settings)) {
    case 'not_mapped':
      return null;
    case 'found':
      return <Tag tone="info">Found</Tag>;
    case 'broken':
      return (
        <Tag tone="negative">
          {row.brokenCode === 'target_gone' ? 'Field deleted in Pipedrive' : 'Refused by Pipedrive'}
        </Tag>
      );
    case 'mapped':
      if (!inPlan) return <Tag tone="warning">Not in your plan</Tag>;
      return settings.enabled && settings.rule !== 'never' ? <Tag tone="positive">On</Tag> : <Tag>Off</Tag>;
  }
}
