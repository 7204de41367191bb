import { useState } from 'react';
import type { CreateFields, ObjectTypeName } from '../../../server/mapping/mapping.contract.ts';
import type { Confirmation } from '../../host/host.ts';
import { useHost } from '../../host/use-host.tsx';
import { count } from '../../ui/format.ts';
import { useCreateFields } from './queries.ts';
import { recordsWords } from './setting-words.ts';

/**
 * Creating and taking over, each after a question in Pipedrive's own dialog.
 * @param onDone called when the server has answered
 */
export function useCreation(objectType: ObjectTypeName, onDone: () => void) {
  const { host, say } = useHost();
  const creating = useCreateFields();
  const [hostError, setHostError] = useState<Error | null>(null);

  const askThen = async (question: Confirmation, request: CreateFields) => {
    setHostError(null);
    try {
      if (!(await host.confirm(question))) return;
    } catch (error) {
      setHostError(error instanceof Error ? error : new Error('The question could not be asked.'));
      return;
    }
    creating.mutate(request, {
      onSuccess: ({ created, takenOver }) => {
        say(
          created.length > 0
            ? `${count(created.length, 'field')} created`
            : `${count(takenOver.length, 'field')} taken over`,
        );
        onDone();
      },
    });
  };

  return {
    create: (sources: string[]) =>
      void askThen(
        {
          title: `Create ${count(sources.length, 'field')}?`,
          description: `They are added to the ${recordsWords[objectType]} of your Pipedrive account, for everybody.`,
          okText: `Create ${count(sources.length, 'field')}`,
        },
        { objectType, create: sources, takeOver: [] },
      ),
    takeOver: (sources: string[]) =>
      void askThen(
        {
          title: `Take over ${count(sources.length, 'field')}?`,
          description:
            'Store Leads filled them before. Values in them are replaced, also those somebody has typed since.',
          okText: 'Take over',
          destructive: true,
        },
        { objectType, create: [], takeOver: sources },
      ),
    busy: creating.isPending,
    /** How many fields are being created now. */
    creating: creating.isPending ? creating.variables.create.length : 0,
    result: creating.data ?? null,
    error: hostError ?? creating.error,
  };
}
