import { namesOf } from '../seed/invented-names.ts';
import { shopHost } from '../seed/shop-hosts.ts';
import type { CustomValue, Field } from '../world.ts';

/** A chance: a whole number below `n`. */
export type Dice = (n: number) => number;

/** What a person types into the website field: mostly a shop, sometimes nothing, sometimes no shop. */
export function typedWebsite(dice: Dice): string | null {
  const chance = dice(10);
  if (chance === 0) return null;
  if (chance === 1) return `www.${namesOf(dice(500)).last.toLowerCase()}-partners.example`;
  const { host } = shopHost(dice(2000));
  return [host, `https://${host}`, `https://${host}/shop`, host.toUpperCase()][dice(4)] ?? host;
}

/** The name of a company somebody has just met. */
export function companyName(dice: Dice): string {
  return `${namesOf(dice(800)).last} ${['Trading', 'Retail', 'Studio', 'Goods'][dice(4)]}`;
}

/** A value for a custom field in the form of REST v2; undefined where people leave fields of the type alone. */
export function typedValue(field: Field, dice: Dice): CustomValue | undefined {
  const words = `${namesOf(dice(500)).last} ${dice(1000)}`;
  switch (field.type) {
    case 'varchar':
    case 'varchar_auto':
    case 'text':
      return words;
    case 'phone':
      return `+353 1 555 ${1000 + dice(9000)}`;
    case 'double':
      return dice(100_000) / 4;
    case 'monetary':
      return { value: dice(1_000_000) / 100, currency: 'EUR' };
    case 'date':
      return `2026-0${1 + dice(9)}-1${dice(10)}`;
    case 'enum':
      return optionOf(field, dice);
    case 'set': {
      const option = optionOf(field, dice);
      return option === undefined ? undefined : [option];
    }
    default:
      return undefined;
  }
}

function optionOf({ options }: Field, dice: Dice): number | undefined {
  const id = options?.[dice(options.length)]?.id;
  return typeof id === 'number' ? id : undefined;
}
