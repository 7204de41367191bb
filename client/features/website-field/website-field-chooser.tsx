import { Button, Group, Radio, Skeleton, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { WebsiteFieldChoices } from '../../../server/install/install.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useChooseWebsiteField, useWebsiteFields } from './queries.ts';

type Props = {
  chosen: string | null;
  canChange: boolean;
  blockedBecause: string | null;
  onChosen: () => void;
  onCancel: (() => void) | null;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** The choices with how many organizations have a value; the most promising one is selected. */
export function WebsiteFieldChooser(props: Props) {
  const { chosen, canChange, blockedBecause, onChosen, onCancel, explain } = props;
  const fields = useWebsiteFields(true);
  const choose = useChooseWebsiteField();
  const [picked, setPicked] = useState<string | null>(null);
  if (fields.isPending) return <Skeleton h={150} aria-label="Loading" role="status" />;
  if (!fields.data) return explain(fields.error, () => void fields.refetch());
  const { choices } = fields.data;
  if (choices.length === 0)
    return (
      <Notice tone="warning" title="No field can hold a website">
        <p>Add a text field for the website to your organizations in Pipedrive, then reload this page.</p>
      </Notice>
    );
  const selected = picked ?? chosen ?? choices.find(({ recommended }) => recommended)?.code ?? null;
  return (
    <Stack gap="md">
      <Radio.Group value={selected} onChange={setPicked} aria-label="Website field">
        <Stack gap="sm">
          {choices.map((choice) => (
            <Radio
              key={choice.code}
              value={choice.code}
              disabled={!canChange}
              label={<ChoiceLabel choice={choice} />}
              description={choiceWords(choice, fields.data.looked)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {blockedBecause ? <span>{blockedBecause}</span> : null}
      {chosen !== null && selected !== chosen ? (
        <span>Stores found by the present field are forgotten, decisions are kept.</span>
      ) : null}
      {choose.error ? (
        <Notice tone="negative" title="Not saved">
          {toApiError(choose.error).message}
        </Notice>
      ) : null}
      <Group gap="sm">
        <Button
          size="xs"
          disabled={!canChange || blockedBecause !== null || selected === null}
          loading={choose.isPending}
          onClick={() => selected !== null && choose.mutate(selected, { onSuccess: onChosen })}
        >
          Use this field and scan
        </Button>
        {onCancel ? (
          <Button size="xs" variant="default" onClick={onCancel}>
            Keep the present one
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

type Choice = WebsiteFieldChoices['choices'][number];

function ChoiceLabel({ choice }: { choice: Choice }) {
  return (
    <Group gap={6}>
      {choice.name}
      {choice.recommended ? <Tag tone="positive">Recommended</Tag> : null}
    </Group>
  );
}

function choiceWords({ filled, looksLikeWebsites }: Choice, looked: number): string {
  if (filled === 0) return `None of ${formatInteger(looked)} organizations has a value`;
  const looks =
    looksLikeWebsites === filled
      ? 'all look like websites'
      : `${formatInteger(looksLikeWebsites)} look like websites`;
  return `${formatInteger(filled)} of ${formatInteger(looked)} have a value, ${looks}`;
}
