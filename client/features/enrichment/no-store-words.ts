import type { PanelView } from '../../../server/enrichment/enrichment.contract.ts';

/** Reasons that need no choice from the person; `ambiguous` has a screen of its own. */
export type PlainReason = Exclude<NonNullable<PanelView['noStoreReason']>, 'ambiguous'>;

/** What is the case and what to do, for each reason. */
export function noStoreWords(reason: PlainReason, website: string | null): { title: string; text: string } {
  const address = website ?? 'this website';
  switch (reason) {
    case 'no_website':
      return {
        title: 'No website yet',
        text: 'Add the shop’s address to the website field of this organization, then check again.',
      };
    case 'no_match':
      return {
        title: 'No store found',
        text: `Store Leads knows no shop at ${address}. Check the address for typos. A new shop appears with one of the next weekly updates.`,
      };
    case 'not_a_shop':
      return {
        title: 'Not a shop’s own website',
        text: `${address} belongs to a social network, marketplace or link page. Put the shop’s own address into the website field, then check again.`,
      };
    case 'out_of_plan':
      return {
        title: 'Outside your plan',
        text: `Store Leads knows the shop at ${address}, but your plan does not cover its platform. The account’s owner can extend the plan.`,
      };
    case 'not_this_store':
      return {
        title: 'Not the right store',
        text: `Somebody said that the store found for ${address} is not this organization. It stays that way until you look again.`,
      };
    case 'merged':
      return {
        title: 'Merged from two stores',
        text: 'Two organizations with different stores were merged, and the website names neither store. Put the right shop’s address into the website field, then check again.',
      };
    case 'website_field_not_chosen':
      return {
        title: 'One step is missing',
        text: 'Choose in settings which field holds the website of an organization. Stores are found by it.',
      };
  }
}
