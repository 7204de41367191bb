import { AppError, type AppErrorInfo, isAppError } from '../platform/errors.ts';

/** Codes of every error the gateway throws. Closed: features may switch on them. */
export type PipedriveErrorCode =
  | 'record_gone'
  | 'no_access'
  | 'scope_missing'
  | 'field_refused'
  | 'request_refused'
  | 'custom_field_cap'
  | 'webhook_limit'
  | 'webhook_address_refused'
  | 'company_closed'
  | 'not_connected'
  | 'budget_exhausted'
  | 'rate_limited'
  | 'pipedrive_unavailable'
  | 'bad_answer'
  | 'cancelled'
  | 'too_late';

type Words = Pick<AppErrorInfo, 'status' | 'message' | 'retry' | 'report'>;

/*
 * Our own sentences: Pipedrive's text may hold values of the customer's records, so none of it is passed on.
 */
const words: Record<PipedriveErrorCode, Words> = {
  record_gone: {
    status: 404,
    message: 'This record no longer exists in Pipedrive, or you cannot see it. Open another one.',
  },
  no_access: {
    status: 403,
    message:
      'Your Pipedrive user is not allowed to do this. Ask a Pipedrive admin to change your permissions or to do it.',
  },
  scope_missing: {
    status: 403,
    message:
      'The connection to Pipedrive lacks a permission this needs. Connect again and allow everything asked for.',
  },
  field_refused: {
    status: 400,
    message:
      'Pipedrive refused the value of a field. Check the field in the mapping: it may have been deleted.',
  },
  request_refused: {
    status: 400,
    message: 'Pipedrive refused the request. Reload and try again; if it persists, tell support.',
    report: true,
  },
  custom_field_cap: {
    status: 403,
    message:
      'Your Pipedrive plan allows no more custom fields. Delete some in Pipedrive, choose fewer, or move to a larger plan.',
  },
  webhook_limit: {
    status: 422,
    message:
      'Pipedrive allows this user no more webhooks for the app. Have another user connect it, or remove webhooks that are left over.',
  },
  webhook_address_refused: {
    status: 400,
    message:
      'Pipedrive cannot reach this app to tell it of changes. Check that its address is public, answers over https and does not redirect.',
    report: true,
  },
  company_closed: {
    status: 402,
    message: 'This Pipedrive account is closed or unpaid. Work goes on once Pipedrive opens it again.',
  },
  not_connected: {
    status: 409,
    message: 'Pipedrive no longer accepts the connection. Connect the app again from its settings.',
  },
  budget_exhausted: {
    status: 429,
    message: 'Today’s share of Pipedrive API calls is used up. Work goes on after the reset.',
    retry: true,
  },
  rate_limited: {
    status: 429,
    message: 'Pipedrive asks for fewer calls at the moment. Try again in a minute.',
    retry: true,
  },
  pipedrive_unavailable: {
    status: 503,
    message: 'Pipedrive does not answer at the moment. Try again in a few minutes.',
    retry: true,
  },
  bad_answer: {
    status: 502,
    message:
      'Pipedrive answered in a way we do not understand. Try again later; if it persists, tell support.',
    report: true,
  },
  cancelled: { status: 499, message: 'The work was stopped before it was finished.', retry: true },
  too_late: {
    status: 503,
    message:
      'Nothing was sent: Pipedrive kept us waiting until what we had read of the record was too old. Try again.',
    retry: true,
  },
};

/**
 * Makes an error of the gateway.
 * @param details never holds anything Pipedrive wrote.
 */
export function pipedriveError(code: PipedriveErrorCode, details?: AppErrorInfo['details']): AppError {
  return new AppError({ code, ...words[code], ...(details && { details }) });
}

/**
 * What a call ends with, once an earlier attempt of it may have been carried out: the same error with the detail
 * `maybeDone`.
 */
export function maybeDone(error: unknown): unknown {
  if (!isAppError(error)) return error;
  const { code, status, message, retry, report, cause } = error;
  return new AppError({
    code,
    status,
    message,
    retry,
    report,
    ...(cause === undefined ? {} : { cause }),
    details: { ...error.details, maybeDone: true },
  });
}

/** The day's tokens are spent, or not ours to spend; `resumesAt` says when to try again. */
export function budgetExhausted(resumesAt: Date): AppError {
  return pipedriveError('budget_exhausted', { resumesAt: resumesAt.toISOString() });
}

/** A refusal as it came in: status, body as text, and what we had sent. */
export type Refusal = {
  status: number;
  body: string;
  /** What one thing the path names. */
  about: 'record' | 'field' | 'webhook' | null;
  /** Field codes of the request's body. */
  sentFields: readonly string[];
};

/** Translates a refusal that no repetition helps (statuses 3xx and 4xx but 401 and 429, which the door handles). */
export function refusalError(refusal: Refusal): AppError {
  const { status, body } = refusal;
  if (status === 402) return pipedriveError('company_closed');
  if (status === 403) return pipedriveError(forbiddenCode(body));
  if (refusal.about === 'webhook')
    return pipedriveError(webhookCode(status, body), { upstreamStatus: status });
  if (status === 404 && refusal.about === 'record') return pipedriveError('record_gone');
  if (status === 400 || (status === 404 && refusal.about === 'field')) {
    const fieldCode = refusedField(body, refusal.sentFields);
    if (fieldCode !== null) return pipedriveError('field_refused', { fieldCode });
  }
  return pipedriveError('request_refused', { upstreamStatus: status });
}

/** What the refusal of a webhook means. Bodies: pipedrive-api.md 4.1. */
function webhookCode(status: number, body: string): PipedriveErrorCode {
  if (status === 422) return 'webhook_limit';
  if (status === 404) return 'record_gone';
  return status === 400 && body.includes('"subscription_url"')
    ? 'webhook_address_refused'
    : 'request_refused';
}

/** What a 403 means. Bodies: pipedrive-api.md 8.1. */
function forbiddenCode(body: string): PipedriveErrorCode {
  if (/"code"\s*:\s*"feature_capping_/.test(body)) return 'custom_field_cap';
  if (/"error"\s*:\s*"scope and url mismatch"/i.test(body)) return 'scope_missing';
  return 'no_access';
}

/**
 * The code of the field that made Pipedrive refuse a whole request, looked for among the codes we sent:
 * first where the body names one, then the first that its text mentions, then the only one there was.
 */
function refusedField(body: string, sent: readonly string[]): string | null {
  const named = [...body.matchAll(/"field_code"\s*:\s*"([^"]{1,255})"/g)].map((match) => match[1]);
  const clean = named.find((code) => code !== undefined && sent.includes(code));
  if (clean !== undefined) return clean;
  const mentioned = sent
    .map((code) => ({ code, at: body.indexOf(code) }))
    .filter((found) => found.at >= 0)
    .sort((a, b) => a.at - b.at || b.code.length - a.code.length)[0];
  if (mentioned) return mentioned.code;
  return sent.length === 1 ? (sent[0] ?? null) : null;
}
