import { Button } from '@mantine/core';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import { Notice } from '../../ui/notice.tsx';
import { resultTypeLabel } from './draft-value.ts';
import classes from './expressions.module.css';

type Props = {
  /** As somebody else saved it; null: they deleted it. */
  theirs: CalculatedValueView | null;
  busy: boolean;
  onMine: () => void;
  onTheirs: (theirs: CalculatedValueView) => void;
};

/** Two people saved at once: shows what the other one has saved and lets this one choose. */
export function SavedMeanwhile({ theirs, busy, onMine, onTheirs }: Props) {
  return (
    <Notice
      tone="warning"
      title="Somebody else saved the mapping meanwhile"
      actions={
        <>
          <Button size="xs" variant="default" loading={busy} onClick={onMine}>
            Save mine
          </Button>
          {theirs ? (
            <Button size="xs" variant="default" disabled={busy} onClick={() => onTheirs(theirs)}>
              Take theirs
            </Button>
          ) : null}
        </>
      }
    >
      {theirs ? (
        <>
          <p>
            “{theirs.label}” ({resultTypeLabel(theirs.resultType).toLowerCase()}) as it is saved now:
          </p>
          <pre className={classes['code']}>{theirs.expression}</pre>
        </>
      ) : (
        <p>This calculated value was deleted. Saving yours brings it back.</p>
      )}
    </Notice>
  );
}
