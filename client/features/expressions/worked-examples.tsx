import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ExpressionHelp } from '../../../server/mapping/calculated/expression.contract.ts';
import { Tag } from '../../ui/tag.tsx';
import { resultTypeLabel } from './draft-value.ts';
import classes from './expressions.module.css';

export type WorkedExample = ExpressionHelp['examples'][number];
type Props = { examples: WorkedExample[]; onUse: (example: WorkedExample) => void };

/** Expressions to start from, each with what it does. */
export function WorkedExamples({ examples, onUse }: Props) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = examples.filter(({ title, explanation, expression }) =>
    `${title} ${explanation} ${expression}`.toLowerCase().includes(wanted),
  );
  return (
    <section className={classes['worked']} aria-label="Worked examples">
      <TextInput
        size="xs"
        type="search"
        aria-label="Search worked examples"
        placeholder="Search worked examples"
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      {found.length === 0 ? <p className={classes['hint']}>No example has these words.</p> : null}
      <ul className={classes['examples']}>
        {found.map((example) => (
          <li key={example.title}>
            <div>
              <span className={classes['store']}>{example.title}</span>{' '}
              <Tag>{resultTypeLabel(example.resultType)}</Tag>
              <pre className={classes['code']}>{example.expression}</pre>
              <div className={classes['explanation']}>{example.explanation}</div>
            </div>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Use this: ${example.title}`}
              onClick={() => onUse(example)}
            >
              Use this
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
