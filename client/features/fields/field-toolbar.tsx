import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import type { FieldFilter } from './selection.ts';

type Props = {
  search: string;
  filter: FieldFilter;
  canSelect: boolean;
  onSearch: (text: string) => void;
  onFilter: (filter: FieldFilter) => void;
  onSelectFitting: () => void;
  onClear: () => void;
};

const filters: { value: FieldFilter; label: string }[] = [
  { value: 'all', label: 'All fields' },
  { value: 'not_created', label: 'Not created' },
  { value: 'created', label: 'Created' },
  { value: 'found', label: 'Found from before' },
  { value: 'broken', label: 'Refused by Pipedrive' },
];

/** Finding fields in the list, and selecting many at once. */
export function FieldToolbar({
  search,
  filter,
  canSelect,
  onSearch,
  onFilter,
  onSelectFitting,
  onClear,
}: Props) {
  return (
    <Group gap="sm">
      <TextInput
        size="xs"
        type="search"
        aria-label="Search fields"
        placeholder="Search fields"
        value={search}
        onChange={({ currentTarget }) => onSearch(currentTarget.value)}
        style={{ flex: '1 1 180px' }}
      />
      <NativeSelect
        size="xs"
        aria-label="Show"
        value={filter}
        data={filters}
        onChange={({ currentTarget }) =>
          onFilter(filters.find(({ value }) => value === currentTarget.value)?.value ?? 'all')
        }
      />
      <Button size="xs" variant="default" disabled={!canSelect} onClick={onSelectFitting}>
        Select all that fit
      </Button>
      <Button size="xs" variant="default" disabled={!canSelect} onClick={onClear}>
        Clear
      </Button>
    </Group>
  );
}
