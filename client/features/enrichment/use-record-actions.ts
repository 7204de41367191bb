import { useState } from 'react';
import type { LinkDecision, PanelView } from '../../../server/enrichment/enrichment.contract.ts';
import { type ApiError, toApiError } from '../../api/api-error.ts';
import type { Confirmation } from '../../host/host.ts';
import type { PanelRecord } from '../../host/surface-query.ts';
import { useHost } from '../../host/use-host.tsx';
import { count } from '../../ui/format.ts';
import { useDecision, useEnrich } from './queries.ts';

const questions = {
  not_this_store: {
    title: 'Not this store?',
    description:
      'The store is taken off this organization and is not matched to it again. Fields keep their values.',
    okText: 'Not this store',
  },
  do_not_enrich: {
    title: 'Stop enriching this organization?',
    description:
      'Its fields keep their values and are not updated any more. You can change this at any time.',
    okText: 'Stop enriching',
  },
} satisfies Record<string, Confirmation>;

/** What a person can do with the organization shown, with the first question to confirm where it lasts. */
export function useRecordActions(record: PanelRecord, view: Pick<PanelView, 'organizationId' | 'store'>) {
  const { host, say } = useHost();
  const enriching = useEnrich(record, view.organizationId);
  const deciding = useDecision(record, view.organizationId);
  const [hostError, setHostError] = useState<ApiError | null>(null);

  const decide = (decision: LinkDecision, done: string) =>
    deciding.mutate(decision, { onSuccess: () => say(done) });
  const confirmThen = async (question: Confirmation, act: () => void) => {
    setHostError(null);
    try {
      if (await host.confirm(question)) act();
    } catch (error) {
      setHostError(toApiError(error));
    }
  };

  return {
    enrich: () =>
      enriching.mutate(undefined, { onSuccess: ({ enrichment }) => say(enrichedWords(enrichment)) }),
    notThisStore: () =>
      confirmThen(questions.not_this_store, () =>
        decide(
          { decision: 'not_this_store', ...(view.store ? { storeId: view.store.id } : {}) },
          'Store taken off this organization',
        ),
      ),
    doNotEnrich: () =>
      confirmThen(questions.do_not_enrich, () =>
        decide({ decision: 'do_not_enrich' }, 'This organization is not enriched any more'),
      ),
    enrichAgain: () => decide({ decision: 'enrich_again' }, 'This organization is enriched again'),
    chooseStore: (storeId: string) => decide({ decision: 'this_store', storeId }, 'Store chosen'),
    enriching: enriching.isPending,
    deciding: deciding.isPending,
    choosing: deciding.isPending ? (deciding.variables.storeId ?? null) : null,
    error: hostError ?? firstError(enriching.error, deciding.error),
  };
}

function firstError(...errors: (Error | null)[]): ApiError | null {
  const error = errors.find((candidate) => candidate !== null);
  return error ? toApiError(error) : null;
}

function enrichedWords({ state, fieldsWritten }: PanelView['enrichment']): string {
  if (state === 'failed') return 'The organization was not updated';
  if (state === 'working') return 'The organization is being updated';
  return fieldsWritten > 0 ? `${count(fieldsWritten, 'field')} updated` : 'Everything is already in step';
}
