import type { Caller, Field, FieldValue, Organization, Pipedrive } from '../pipedrive/types.ts';
import type { WebsiteFieldChoices } from './install.contract.ts';

type Deps = {
  pipedrive: Pick<Pipedrive, 'listOrganizations' | 'listOrganizationFields'>;
  /** True when a text names a website. */
  looksLikeWebsite(text: string): boolean;
};

type Choice = WebsiteFieldChoices['choices'][number];

/** The standard field; a company has it only on some plans (pipedrive-api.md 2.7). */
export const standardWebsiteField = 'website';

const textTypes: readonly string[] = ['varchar', 'varchar_auto', 'text'];
/** Pipedrive delivers at most this many custom fields with a list. */
const codesPerCall = 15;
const pageSize = 100;

/**
 * Which organization fields may hold the website, with what the first page of organizations has in them.
 * Costs 10 tokens for the fields and 10 for every 15 text fields; nothing read is kept.
 */
export async function websiteFieldChoices(
  { pipedrive, looksLikeWebsite }: Deps,
  caller: Caller,
  { fieldPrefix }: { fieldPrefix: string },
): Promise<WebsiteFieldChoices> {
  const fields = websiteFieldCandidates(await pipedrive.listOrganizationFields(caller), fieldPrefix);
  const custom = fields.filter((field) => field.isCustom);
  const standard = fields.filter((field) => !field.isCustom);
  const choices: Choice[] = [];
  let looked = 0;
  for (let from = 0; from === 0 || from < custom.length; from += codesPerCall) {
    const batch = custom.slice(from, from + codesPerCall);
    const customFields = batch.map((field) => field.code);
    const { items } = await pipedrive.listOrganizations(caller, { limit: pageSize, customFields });
    looked = Math.max(looked, items.length);
    for (const field of from === 0 ? [...standard, ...batch] : batch) {
      const texts = items.map((organization) => textOf(organization, field)).filter((text) => text !== '');
      const looksLikeWebsites = texts.filter(looksLikeWebsite).length;
      choices.push({
        code: field.code,
        name: field.name,
        filled: texts.length,
        looksLikeWebsites,
        recommended: false,
      });
    }
  }
  return { looked, choices: recommendOne(choices) };
}

/** The fields a person may choose: the standard one and custom text fields, without those the app fills itself. */
export function websiteFieldCandidates(fields: Field[], fieldPrefix: string): Field[] {
  return fields.filter(
    ({ code, type, isCustom, name }) =>
      code === standardWebsiteField ||
      (isCustom && textTypes.includes(type) && !name.startsWith(fieldPrefix)),
  );
}

/** Best first; the first is recommended when most of what it holds are websites. */
function recommendOne(choices: Choice[]): Choice[] {
  const isStandard = (choice: Choice) => (choice.code === standardWebsiteField ? 1 : 0);
  const sorted = choices.sort(
    (a, b) =>
      b.looksLikeWebsites - a.looksLikeWebsites ||
      isStandard(b) - isStandard(a) ||
      b.filled - a.filled ||
      a.name.localeCompare(b.name, 'en'),
  );
  const best = sorted[0];
  if (best && best.looksLikeWebsites * 2 > best.filled) best.recommended = true;
  return sorted;
}

function textOf(organization: Organization, field: Field): string {
  const value: FieldValue | undefined = field.isCustom
    ? organization.customFields[field.code]
    : organization.website;
  return typeof value === 'string' ? value.trim() : '';
}
