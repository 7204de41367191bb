import { Button, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './detail.module.css';

type Props = {
  items: { key: string; content: ReactNode }[];
  short: number;
  look: 'tags' | 'list';
  noun: string;
};

/** The first few items and a button for the rest, so that a long list does not push everything else away. */
export function ExpandableList({ items, short, look, noun }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, short);
  return (
    <>
      <ul className={classes[look]}>
        {shown.map(({ key, content }) => (
          <li key={key}>{content}</li>
        ))}
      </ul>
      {items.length > short ? (
        <Button
          className={classes['more'] ?? ''}
          variant="subtle"
          size="compact-xs"
          ml={-6}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Show fewer' : `Show all ${items.length}`}
          <VisuallyHidden> {noun}</VisuallyHidden>
        </Button>
      ) : null}
    </>
  );
}
