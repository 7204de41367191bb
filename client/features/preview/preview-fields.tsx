import { Box, Table, VisuallyHidden } from '@mantine/core';
import type { PreviewField } from '../../../server/enrichment/preview/preview.contract.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './preview-fields.module.css';
import { actionWords, ruleWords, sideNote } from './preview-words.ts';
import { isEmptyValue, ShownValue } from './shown-value.tsx';

/** The fields of one record: what each holds now, what it would hold, and why. */
export function PreviewFields({ label, fields }: { label: string; fields: PreviewField[] }) {
  return (
    // It may scroll sideways, so it must be reachable by keyboard.
    <Box component="section" className={classes['scroll'] ?? ''} aria-label={label} tabIndex={0}>
      <Table className={classes['table'] ?? ''} verticalSpacing={6} horizontalSpacing={12}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="24%">Field</Table.Th>
            <Table.Th>Now and new</Table.Th>
            <Table.Th w="24%">Rule and reason</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <FieldRow key={`${field.source} ${field.targetName}`} field={field} />
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function FieldRow({ field }: { field: PreviewField }) {
  const side = sideNote(field);
  return (
    <Table.Tr data-action={field.action}>
      <Table.Th scope="row" className={classes['field'] ?? ''}>
        <span className={classes['label']}>{field.label}</span>
        <span className={classes['target']}>{field.targetName}</span>
      </Table.Th>
      <Table.Td>
        <Values field={field} />
      </Table.Td>
      <Table.Td className={classes['why'] ?? ''}>
        {field.action === 'write' ? (
          <Tag tone="accent">{actionWords(field)}</Tag>
        ) : (
          <span>{actionWords(field)}</span>
        )}
        <span className={classes['rule']}>Rule: {ruleWords(field.rule)}</span>
        {side ? <span className={classes['note']}>{side}</span> : null}
      </Table.Td>
    </Table.Tr>
  );
}

function Values({ field: { action, now, next, targetType } }: { field: PreviewField }) {
  if (action === 'keep')
    return (
      <div className={classes['kept']}>
        <ShownValue value={now} type={targetType} />
      </div>
    );
  return (
    <div className={classes['change']}>
      <del className={classes['before']} data-empty={isEmptyValue(now)}>
        <VisuallyHidden>Now: </VisuallyHidden>
        <ShownValue value={now} type={targetType} />
      </del>
      <div className={classes['next']}>
        <span aria-hidden className={classes['arrow']}>
          →
        </span>
        <ins className={classes['after']} data-empty={isEmptyValue(next)}>
          <VisuallyHidden>New: </VisuallyHidden>
          <ShownValue value={next} type={targetType} />
        </ins>
      </div>
    </div>
  );
}
