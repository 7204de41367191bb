import { z } from 'zod';

const money = z.object({ amount: z.number(), currency: z.string() });

/** A store as screens show it: major units, absent data null or empty. */
export const storeView = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  merchantName: z.string().nullable(),
  title: z.string().nullable(),
  state: z.string(),
  platform: z.string(),
  plan: z.string().nullable(),
  countryCode: z.string().nullable(),
  location: z.string().nullable(),
  categories: z.array(z.string()),
  rank: z.number().nullable(),
  estimatedSales: money.nullable(),
  estimatedVisits: z.number().nullable(),
  productCount: z.number().nullable(),
  averagePrice: money.nullable(),
  employeeCount: z.number().nullable(),
  createdAt: z.string().nullable(),
  lastUpdatedAt: z.string().nullable(),
  technologies: z.array(z.string()),
  apps: z.array(z.string()),
  clusterDomains: z.array(z.string()),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  social: z.array(z.object({ network: z.string(), url: z.string(), followers: z.number().nullable() })),
});
export type StoreView = z.infer<typeof storeView>;
