import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ExpressionHelp } from '../../../server/mapping/calculated/expression.contract.ts';
import classes from './expressions.module.css';
import { LanguageHelp } from './language-help.tsx';
import { type WorkedExample, WorkedExamples } from './worked-examples.tsx';

type Props = { help: ExpressionHelp; canChange: boolean; onUse: (example: WorkedExample) => void };

/** The head of the editor: worked examples to start from, and the list of functions, one of them open at a time. */
export function EditorHelp({ help, canChange, onUse }: Props) {
  const [open, setOpen] = useState<'worked' | 'functions' | null>(null);
  const toggle = (one: 'worked' | 'functions') => setOpen(open === one ? null : one);
  return (
    <>
      <div className={classes['bar']}>
        <h3 className={classes['heading']}>Expression</h3>
        <div className={classes['actions']}>
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={open === 'worked'}
            disabled={!canChange}
            onClick={() => toggle('worked')}
          >
            {open === 'worked' ? 'Hide worked examples' : 'Worked examples'}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={open === 'functions'}
            onClick={() => toggle('functions')}
          >
            {open === 'functions' ? 'Hide functions' : 'Functions'}
          </Button>
        </div>
      </div>
      {open === 'worked' ? (
        <WorkedExamples
          examples={help.examples}
          onUse={(example) => {
            setOpen(null);
            onUse(example);
          }}
        />
      ) : null}
      {open === 'functions' ? <LanguageHelp rules={help.rules} functions={help.functions} /> : null}
    </>
  );
}
