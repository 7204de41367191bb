import { shopHost } from '../seed/shop-hosts.ts';
import type { World } from '../world.ts';
import { type Shop, shopAt } from './shop-at.ts';

/** Finds shops by the names Store Leads knows them under. */
export function createFindShops(world: World) {
  let names = new Map<string, number>();
  let known = 0;

  /** The names of all shops: made once, and anew when there are more or fewer. */
  const indexOf = (name: string): number | undefined => {
    if (known !== world.storeLeads.shops) {
      names = new Map();
      known = world.storeLeads.shops;
      for (let i = 0; i < known; i += 1) {
        const { host, platformHost } = shopHost(i);
        names.set(bare(host), i);
        if (platformHost) names.set(platformHost, i);
      }
    }
    return names.get(name);
  };

  return {
    /** The shop with this public or platform domain; a domain it has left only where redirects are followed. */
    byName(name: string, followRedirects: boolean): Shop | null {
      const wanted = bare(name.trim().toLowerCase());
      const i =
        indexOf(wanted) ?? (followRedirects ? indexOf(wanted.replace(/^(formerly|shop)\./, '')) : undefined);
      return i === undefined ? null : shopAt(i, world.storeLeads.release);
    },
    /** All shops of a platform (`all` for any), in their own order. */
    *all(provider: string): Generator<Shop> {
      for (let i = 0; i < world.storeLeads.shops; i += 1) {
        const shop = shopAt(i, world.storeLeads.release);
        if (provider === 'all' || shop.platform === provider) yield shop;
      }
    },
  };
}

export type FindShops = ReturnType<typeof createFindShops>;

function bare(host: string): string {
  return host.replace(/^www\./, '');
}
