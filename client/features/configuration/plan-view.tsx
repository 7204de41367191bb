import { Box } from '@mantine/core';
import type { ImportPlan } from '../../../server/mapping/configuration/configuration.contract.ts';
import { count } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './configuration.module.css';

const records = { organization: 'Organizations', person: 'People' } as const;

/** What would change, before it does: each setting before and after, and what has no place in this company. */
export function PlanView({ plan: { changes, notPlaced, problems } }: { plan: ImportPlan }) {
  return (
    <>
      {problems.length > 0 ? (
        <Notice tone="negative" title="This cannot be applied">
          <ul className={classes['list']}>
            {problems.map(({ code, objectType, source, label, message }) => (
              <li key={`${code} ${objectType} ${source} ${message}`}>
                {[objectType && records[objectType], label ?? source].filter(Boolean).join(', ')}
                {objectType || source ? ': ' : ''}
                {message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {notPlaced.length > 0 ? (
        <Notice tone="warning" title={`${count(notPlaced.length, 'field')} could not be placed`}>
          <p>These rows are taken without a field. Choose or create one afterwards.</p>
          <ul className={classes['list']}>
            {notPlaced.map(({ objectType, label, fieldName, message }) => (
              <li key={`${objectType} ${label} ${fieldName}`}>
                {label} ({records[objectType]}) into “{fieldName}”: {message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {changes.length === 0 ? (
        <p className={classes['none']}>Nothing would change: this is how it is now.</p>
      ) : (
        <Box
          component="section"
          aria-label="What would change"
          tabIndex={0}
          className={classes['scroll'] ?? ''}
        >
          <table className={classes['table']}>
            <caption className={classes['caption']}>{count(changes.length, 'change')}</caption>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">What</th>
                <th scope="col">Now</th>
                <th scope="col">Then</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ objectType, label, what, before, after }) => (
                <tr key={`${objectType} ${label} ${what}`}>
                  <td>
                    {label}
                    {objectType === 'person' ? ' (people)' : null}
                  </td>
                  <td>{what}</td>
                  <td className={classes['before']}>{before}</td>
                  <td>{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Box>
      )}
    </>
  );
}
