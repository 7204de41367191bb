import { Anchor } from '@mantine/core';
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs';
import type { ReactNode } from 'react';
import classes from './external-link.module.css';
import { safeLink } from './safe-link.ts';

type Props = { href: string; children: ReactNode; fw?: number };

/** A link to a page outside, in a tab of its own. An address that is not safe to open is shown as plain text. */
export function ExternalLink({ href, children, fw }: Props) {
  const safe = safeLink(href);
  if (!safe) return <span>{children}</span>;
  return (
    <Anchor href={safe} target="_blank" rel="noopener noreferrer" inherit {...(fw ? { fw } : {})}>
      {children}
      <IconExternalLink
        className={classes['icon'] ?? ''}
        size={12}
        aria-label="(opens in a new tab)"
        role="img"
      />
    </Anchor>
  );
}
