import { Anchor, Stack } from '@mantine/core';
import type { StoreView } from '../../../server/catalog/catalog.contract.ts';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatCompact, formatDay } from '../../ui/format.ts';
import { categoryPath, networkName } from '../../ui/proper-names.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './detail.module.css';
import { Detail } from './detail.tsx';
import { ExpandableList } from './expandable-list.tsx';

const unique = (values: string[]) => [...new Set(values)];
const words = (values: string[]) =>
  unique(values).map((value) => ({ key: value, content: <Tag>{value}</Tag> }));
const lines = (values: string[], link: (value: string) => string) =>
  unique(values).map((value) => ({
    key: value,
    content: (
      <Anchor href={link(value)} inherit>
        {value}
      </Anchor>
    ),
  }));

/** Everything else about a store: where and what it sells, with which tools, and how to reach it. */
export function StoreDetails({ store }: { store: StoreView }) {
  const social = store.social.map((account) => ({
    key: account.url,
    content: (
      <div className={classes['row']}>
        <ExternalLink href={account.url}>{networkName(account.network)}</ExternalLink>
        {account.followers === null ? null : (
          <span className={classes['muted']}>{formatCompact(account.followers)} followers</span>
        )}
      </div>
    ),
  }));
  const blocks = [
    { label: 'Location', content: store.location },
    {
      label: 'Categories',
      content: list(words(store.categories.map(categoryPath)), 3, 'tags', 'categories'),
    },
    { label: 'Apps', content: list(words(store.apps), 6, 'tags', 'apps') },
    { label: 'Technologies', content: list(words(store.technologies), 6, 'tags', 'technologies') },
    {
      label: 'E-mail',
      content: list(
        lines(store.emails, (value) => `mailto:${value}`),
        3,
        'list',
        'e-mail addresses',
      ),
    },
    {
      label: 'Phone',
      content: list(
        lines(store.phones, (value) => `tel:${value.replaceAll(/[^\d+]/g, '')}`),
        3,
        'list',
        'phone numbers',
      ),
    },
    { label: 'Social', content: list(social, 4, 'list', 'social accounts') },
    {
      label: 'Also sells at',
      content: list(
        unique(store.clusterDomains).map((domain) => ({
          key: domain,
          content: <ExternalLink href={`https://${domain}`}>{domain}</ExternalLink>,
        })),
        3,
        'list',
        'domains',
      ),
    },
  ];
  return (
    <Stack gap="md">
      {blocks.map(({ label, content }) =>
        content ? (
          <Detail key={label} label={label}>
            {content}
          </Detail>
        ) : null,
      )}
      <p className={classes['muted']} style={{ margin: 0, fontSize: 12 }}>
        {store.createdAt ? <>Open since {formatDay(store.createdAt)}. </> : null}
        {store.lastUpdatedAt ? (
          <>
            Store data updated <RelativeTime at={store.lastUpdatedAt} />.
          </>
        ) : null}
      </p>
    </Stack>
  );
}

function list(
  items: Parameters<typeof ExpandableList>[0]['items'],
  short: number,
  look: 'tags' | 'list',
  noun: string,
) {
  return items.length > 0 ? <ExpandableList items={items} short={short} look={look} noun={noun} /> : null;
}
