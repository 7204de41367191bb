import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import { Notice } from '../../ui/notice.tsx';
import { userWords } from '../../ui/user-words.ts';

type Props = Pick<MappingView, 'canCreate'> & { you: number | null };

/** Why the person looking cannot create fields, and who can. */
export function CannotCreate({ canCreate: { allowed, message, usersWhoCan }, you }: Props) {
  if (allowed) return null;
  return (
    <Notice tone="warning" title="You cannot create fields">
      <p>
        {message ?? 'Pipedrive does not let you add custom fields.'}
        {usersWhoCan.length > 0
          ? ` Connected users who can: ${usersWhoCan.map((id) => userWords(id, you)).join(', ')}.`
          : null}
      </p>
    </Notice>
  );
}
