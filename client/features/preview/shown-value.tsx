import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ShownValue as Value } from '../../../server/enrichment/preview/preview.contract.ts';
import { formatExact, formatExactMoney, formatPlainDay } from '../../ui/format-exact.ts';
import classes from './shown-value.module.css';

/** Characters of a text that are shown before somebody asks for all of it. */
const shortText = 140;

/** A value as it stands, or will stand, in Pipedrive. Nothing is rounded: a preview that rounds shows no difference. */
export function ShownValue({ value, type }: { value: Value; type: string }) {
  if (isEmptyValue(value)) return <span className={classes['empty']}>empty</span>;
  if (typeof value === 'number') return <span>{formatExact(value)}</span>;
  if (typeof value === 'string')
    return type === 'date' ? <span>{formatPlainDay(value)}</span> : <Text text={value} />;
  if (Array.isArray(value)) return <Text text={value.join(', ')} />;
  return <span>{formatExactMoney(value)}</span>;
}

/** Whether a field holds nothing. */
export function isEmptyValue(value: Value): value is null | '' | [] {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function Text({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  if (text.length <= shortText) return <span className={classes['text']}>{text}</span>;
  return (
    <span className={classes['text']}>
      {all ? text : `${text.slice(0, shortText).trimEnd()}…`}{' '}
      <Button variant="subtle" size="compact-xs" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? 'Show less' : 'Show all'}
      </Button>
    </span>
  );
}
