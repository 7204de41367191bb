import { Button, Group, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { userWords } from '../../ui/user-words.ts';
import { ImportFile } from './import-file.tsx';
import { useExport } from './queries.ts';
import { VersionList } from './version-list.tsx';

type Props = {
  /** The version the mapping on this page is of; null while it is being read. */
  saved: Pick<MappingView, 'edition' | 'savedBy'> | null;
  you: number | null;
  canChange: boolean;
  /** True while the mapping has changes that are not saved: those would be in the way. */
  unsaved: boolean;
  explain: (error: Error, retry: () => void) => ReactNode;
};

type Open = 'versions' | 'import' | null;

/** Earlier versions to go back to, and the configuration as a file. */
export function ConfigurationSection({ saved, you, canChange, unsaved, explain }: Props) {
  const [open, setOpen] = useState<Open>(null);
  const exporting = useExport();
  const blockedBecause = unsaved ? 'Save or discard your changes to the mapping first.' : null;
  return (
    <Section
      id="configuration"
      title="Versions and configuration file"
      description="The last fifty saved mappings are kept. A file holds mapping, rules and calculated values, for this or another company."
    >
      <Stack gap="md">
        {saved?.savedBy ? (
          <span>
            Version {saved.edition}, saved by {userWords(saved.savedBy.userId, you)}{' '}
            <RelativeTime at={saved.savedBy.at} />.
          </span>
        ) : null}
        {exporting.error ? (
          <Notice tone="negative" title="The file could not be made">
            {toApiError(exporting.error).message}
          </Notice>
        ) : null}
        <Group gap="sm">
          <Button
            size="xs"
            variant="default"
            loading={exporting.isPending}
            disabled={!canChange}
            onClick={() => exporting.mutate()}
          >
            Export
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={!canChange}
            aria-expanded={open === 'import'}
            onClick={() => setOpen(open === 'import' ? null : 'import')}
          >
            Import
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-expanded={open === 'versions'}
            onClick={() => setOpen(open === 'versions' ? null : 'versions')}
          >
            Versions
          </Button>
        </Group>
        {open === 'import' ? (
          <ImportFile blockedBecause={blockedBecause} onClose={() => setOpen(null)} />
        ) : null}
        {open === 'versions' ? (
          <VersionList you={you} canChange={canChange} blockedBecause={blockedBecause} explain={explain} />
        ) : null}
      </Stack>
    </Section>
  );
}
