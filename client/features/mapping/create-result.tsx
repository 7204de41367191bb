import type { CreateFieldsResult, ObjectTypeName } from '../../../server/mapping/mapping.contract.ts';
import { count } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './create-result.module.css';

/** What became of each field asked for, refusals with their reasons. */
export function CreateResult({
  result: { created, takenOver, refused, mapping },
  objectType,
}: {
  result: CreateFieldsResult;
  objectType: ObjectTypeName;
}) {
  const done = [
    created.length > 0 ? `${count(created.length, 'field')} created` : null,
    takenOver.length > 0 ? `${count(takenOver.length, 'field')} taken over` : null,
  ].filter((part) => part !== null);
  const labels = new Map(mapping[objectType].rows.map(({ source, label }) => [source, label]));
  const title = done.length > 0 ? done.join(', ') : 'No field was created';
  if (refused.length === 0) return <Notice tone="positive" title={title} />;
  const reasons = new Map<string, string[]>();
  for (const { source, message } of refused)
    reasons.set(message, [...(reasons.get(message) ?? []), labels.get(source) ?? source]);
  return (
    <Notice tone="warning" title={`${title}, ${count(refused.length, 'refusal')}`}>
      <ul className={classes['list']}>
        {[...reasons].map(([message, names]) => (
          <li key={message}>
            {names.join(', ')}: {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
