import { Button, Table } from '@mantine/core';
import type { ExpressionReport } from '../../../server/mapping/calculated/expression.contract.ts';
import classes from './expressions.module.css';

type Result = ExpressionReport['results'][number];
type Props = {
  results: Result[];
  /** False while a newer answer is awaited. */
  current: boolean;
  /** Null: nothing may be changed. */
  onExpect: ((result: Result) => void) | null;
  /** Stores that have an example already. */
  expected: Set<string>;
};

/** What the expression gives for stores the company knows, each of which can be made an example. */
export function LiveResults({ results, current, onExpect, expected }: Props) {
  if (results.length === 0)
    return (
      <p className={classes['hint']}>
        No matched stores to try it on yet. Scan your organizations first, then results appear here.
      </p>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable by keyboard.
    <section className={classes['scroll']} aria-label="Live results" aria-busy={!current} tabIndex={0}>
      <Table verticalSpacing={4} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Store</Table.Th>
            <Table.Th>Result</Table.Th>
            {onExpect ? (
              <Table.Th>
                <span className={classes['hidden']}>Example</span>
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.map((result) => (
            <Table.Tr key={result.storeId}>
              <Table.Td>{result.storeName}</Table.Td>
              <Table.Td>
                <ResultText result={result} />
              </Table.Td>
              {onExpect ? (
                <Table.Td className={classes['action'] ?? ''}>
                  {expected.has(result.storeId) ? (
                    // Still there for the keyboard, which would otherwise lose its place.
                    <Button size="compact-xs" variant="default" data-disabled aria-disabled>
                      Expected
                    </Button>
                  ) : (
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={!current || result.errorCode !== null}
                      aria-label={`Expect this result for ${result.storeName}`}
                      onClick={() => onExpect(result)}
                    >
                      Expect this result
                    </Button>
                  )}
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

/** A value as people read it, or why there is none. */
export function ResultText({ result: { text, errorMessage } }: { result: Result }) {
  if (errorMessage !== null) return <span className={classes['failed']}>{errorMessage}</span>;
  if (text === null) return <span className={classes['none']}>No value</span>;
  return <span className={classes['value']}>{text}</span>;
}
