import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ExpressionHelp } from '../../../server/mapping/calculated/expression.contract.ts';
import classes from './expressions.module.css';

/** How expressions calculate, and every function there is. */
export function LanguageHelp({ rules, functions }: Pick<ExpressionHelp, 'rules' | 'functions'>) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const has = (words: string) => words.toLowerCase().includes(wanted);
  const foundRules = rules.filter(({ text, example }) => has(`${text} ${example}`));
  const found = functions.filter(({ signature, description }) => has(`${signature} ${description}`));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable by keyboard.
    <section className={classes['worked']} aria-label="Functions and rules" tabIndex={0}>
      <TextInput
        size="xs"
        type="search"
        aria-label="Search functions and rules"
        placeholder="Search functions and rules"
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      {foundRules.length + found.length === 0 ? (
        <p className={classes['hint']}>No function or rule has these words.</p>
      ) : null}
      {foundRules.length > 0 ? (
        <ul className={classes['examples']} aria-label="How it calculates">
          {foundRules.map(({ text, example, gives }) => (
            <li key={text}>
              <div>
                <div className={classes['value']}>{text}</div>
                <code className={classes['signature']}>{example}</code>{' '}
                <span className={classes['value']}>
                  gives <code>{gives}</code>
                </span>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {found.length > 0 ? (
        <ul className={classes['examples']} aria-label="Functions">
          {found.map(({ name, form, signature, description }) => (
            <li key={`${name} ${form}`}>
              <div>
                <code className={classes['signature']}>{signature}</code>
                <div className={classes['explanation']}>{description}</div>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
