import { Button, Group, Radio, Stack } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PreviewRequest } from '../../../server/enrichment/preview/preview.contract.ts';
import classes from './preview-list.module.css';
import { PreviewLoader } from './preview-loader.tsx';
import { RecordPicker } from './record-picker.tsx';

type Choice = 'sample' | 'one' | 'everything';

type Props = {
  objectType: PreviewRequest['objectType'];
  /** What is not saved yet; null when everything is. */
  draft: PreviewRequest['draft'];
  explain: (error: Error, retry: () => void) => ReactNode;
  /** The preview of everything; null for record types that have none. */
  everything: ReactNode;
  onClose: () => void;
};

/** Records of a sample. */
const sampleSize = 10;

/** What the mapping would write, before anything is written: to a sample, to one record or to everything. */
export function PreviewScreen({ objectType, draft, explain, everything, onClose }: Props) {
  const [choice, setChoice] = useState<Choice>('sample');
  const [picked, setPicked] = useState<{ id: number | null; look: number }>({ id: null, look: 0 });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const many = objectType === 'person' ? 'people' : 'organizations';
  const scope = scopeOf(choice, picked.id);
  /** Also for the record that is shown: it may have changed in Pipedrive. */
  const pick = (id: number | null) => setPicked(({ look }) => ({ id, look: look + 1 }));
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <h3 ref={heading} tabIndex={-1} className={classes['heading']}>
            Preview
          </h3>
          <p className={classes['loading']}>
            {draft ? 'With your unsaved changes. ' : ''}Nothing is written to Pipedrive.
          </p>
        </div>
        <Button size="xs" variant="default" onClick={onClose}>
          Back to the mapping
        </Button>
      </Group>
      <Radio.Group
        label="What to look at"
        value={choice}
        onChange={(value) => setChoice(value === 'one' || value === 'everything' ? value : 'sample')}
      >
        <Group gap="md" mt={4}>
          <Radio size="xs" value="sample" label={`Up to ${sampleSize} ${many} with a store`} />
          <Radio size="xs" value="one" label={objectType === 'person' ? 'One person' : 'One organization'} />
          {everything ? <Radio size="xs" value="everything" label="Everything" /> : null}
        </Group>
      </Radio.Group>
      {choice === 'one' ? <RecordPicker objectType={objectType} onPick={pick} /> : null}
      {choice === 'everything' ? everything : null}
      {scope ? (
        <PreviewLoader request={{ objectType, draft, scope }} look={picked.look} explain={explain} />
      ) : null}
    </Stack>
  );
}

function scopeOf(choice: Choice, id: number | null): PreviewRequest['scope'] | null {
  if (choice === 'sample') return { kind: 'sample', count: sampleSize };
  return choice === 'one' && id !== null ? { kind: 'records', ids: [id] } : null;
}
