import { Button, VisuallyHidden } from '@mantine/core';
import type { StoreView } from '../../../server/catalog/catalog.contract.ts';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatInteger } from '../../ui/format.ts';
import { platformName } from '../../ui/proper-names.ts';
import classes from './candidates.module.css';

type Props = { stores: StoreView[]; busyWith: string | null; onChoose: (storeId: string) => void };

/** Several stores fit the website: a person says which one it is. */
export function Candidates({ stores, busyWith, onChoose }: Props) {
  return (
    <section aria-labelledby="candidates-title">
      <h2 id="candidates-title" className={classes['title']}>
        Which store is it?
      </h2>
      <p className={classes['hint']}>The website fits more than one store. Your choice is kept.</p>
      <ul className={classes['list']}>
        {stores.map((store) => (
          <li key={store.id} className={classes['item']}>
            <div className={classes['words']}>
              <b>{store.merchantName ?? store.name}</b>
              <ExternalLink href={store.url}>{store.name}</ExternalLink>
              <span className={classes['facts']}>
                {[
                  platformName(store.platform),
                  store.location,
                  store.rank === null ? null : `rank ${formatInteger(store.rank)}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
            <Button
              size="xs"
              variant="default"
              loading={busyWith === store.id}
              disabled={busyWith !== null && busyWith !== store.id}
              onClick={() => onChoose(store.id)}
              style={{ flex: 'none' }}
            >
              Use this<VisuallyHidden> store: {store.name}</VisuallyHidden>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
