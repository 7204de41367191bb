import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { ActionMenu } from '../../ui/action-menu.tsx';
import type { RowFilter } from './selection.ts';

type Props = {
  search: string;
  filter: RowFilter;
  canSelect: boolean;
  onSearch: (text: string) => void;
  onFilter: (filter: RowFilter) => void;
  onSelectFitting: () => void;
  onSelectShown: () => void;
  onClear: () => void;
  onCollapse: (all: boolean) => void;
  onResetAll: () => void;
};

const filters: { value: RowFilter; label: string }[] = [
  { value: 'all', label: 'All rows' },
  { value: 'mapped', label: 'Mapped' },
  { value: 'not_mapped', label: 'Not mapped' },
  { value: 'found', label: 'Found from before' },
  { value: 'broken', label: 'Broken' },
  { value: 'changed', label: 'Changed' },
];

/** Finding rows, and selecting many at once. */
export function MappingToolbar(props: Props) {
  const { search, filter, canSelect, onSearch, onFilter, onSelectFitting, onClear } = props;
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
      <ActionMenu
        label="More for the list"
        actions={[
          ...(canSelect ? [{ label: 'Select all shown', onSelect: props.onSelectShown }] : []),
          { label: 'Fold all groups', onSelect: () => props.onCollapse(true) },
          { label: 'Unfold all groups', onSelect: () => props.onCollapse(false) },
          ...(canSelect ? [{ label: 'Reset all rows to defaults', onSelect: props.onResetAll }] : []),
        ]}
      />
    </Group>
  );
}
