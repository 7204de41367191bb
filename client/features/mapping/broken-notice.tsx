import { Button } from '@mantine/core';
import type { MappingRowView } from '../../../server/mapping/mapping.contract.ts';
import { count, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';

type Props = {
  rows: readonly MappingRowView[];
  /** Whether the list shows them alone. */
  shown: boolean;
  onShow: (alone: boolean) => void;
};

/** Says above the list that fields are not filled any more, since they may stand anywhere in it. */
export function BrokenNotice({ rows, shown, onShow }: Props) {
  if (rows.length === 0) return null;
  return (
    <Notice
      tone="warning"
      title={brokenWords(rows)}
      actions={
        <Button size="xs" variant="default" onClick={() => onShow(!shown)}>
          {shown ? 'Show all rows' : 'Show'}
        </Button>
      }
    />
  );
}

/** How many fields are broken, and why. */
export function brokenWords(rows: readonly Pick<MappingRowView, 'brokenCode'>[]): string {
  const gone = rows.filter(({ brokenCode }) => brokenCode === 'target_gone').length;
  const refused = rows.length - gone;
  const fields = `${count(rows.length, 'field')} ${rows.length === 1 ? 'is' : 'are'} broken`;
  const subject = rows.length === 1 ? 'it was' : 'they were';
  if (refused === 0) return `${fields}: ${subject} deleted in Pipedrive`;
  if (gone === 0) return `${fields}: ${subject} refused by Pipedrive`;
  return `${fields}: ${formatInteger(gone)} deleted in Pipedrive, ${formatInteger(refused)} refused by Pipedrive`;
}
