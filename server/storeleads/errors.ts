import { AppError, type AppErrorInfo } from '../platform/errors.ts';

/** Codes of every error of the Store Leads API. */
export type StoreLeadsErrorCode =
  | 'store_leads_unavailable'
  | 'store_leads_busy'
  | 'store_leads_key_refused'
  | 'store_leads_refused'
  | 'store_leads_empty';

const words: Record<StoreLeadsErrorCode, Pick<AppErrorInfo, 'status' | 'message' | 'retry' | 'report'>> = {
  store_leads_unavailable: {
    status: 503,
    message: 'Store Leads does not answer at the moment. Try again in a few minutes.',
    retry: true,
  },
  store_leads_busy: {
    status: 503,
    message: 'Store Leads asks for fewer calls at the moment. Try again in a minute.',
    retry: true,
  },
  store_leads_key_refused: {
    status: 502,
    message: 'Store Leads refused the key of this app. An operator has to check STORELEADS_API_KEY.',
    report: true,
  },
  store_leads_refused: {
    status: 502,
    message: 'Store Leads refused a request of this app. If it persists, tell support.',
    report: true,
  },
  store_leads_empty: {
    status: 502,
    message: 'Store Leads knows none of the stores in the catalogue. The release before stays.',
    report: true,
  },
};

/** An error of the Store Leads API in our own words: nothing it wrote is passed on. */
export function storeLeadsError(code: StoreLeadsErrorCode): AppError {
  return new AppError({ code, ...words[code] });
}
