import { z } from 'zod';

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    retry: z.boolean().default(false),
    requestId: z.string().nullish(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

type ApiErrorInfo = {
  code: string;
  status: number;
  message: string;
  retry: boolean;
  requestId?: string | null;
  details?: Record<string, unknown> | undefined;
};

/** What went wrong with a call to our server, in the words and with the code the server gave. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** True when the same call may succeed later without anybody changing anything. */
  readonly retry: boolean;
  readonly requestId: string | null;
  /** What the server says besides, by code: the place of a fault, the rows it refuses. */
  readonly details: Record<string, unknown> | undefined;

  constructor(info: ApiErrorInfo) {
    super(info.message);
    this.name = 'ApiError';
    this.code = info.code;
    this.status = info.status;
    this.retry = info.retry;
    this.requestId = info.requestId ?? null;
    this.details = info.details;
  }
}

/** Reads an answer that is not 2xx. Anything that is not our error shape came from something in between. */
export async function apiErrorFrom(response: Response): Promise<ApiError> {
  const body = errorBody.safeParse(await response.json().catch(() => null));
  if (body.success)
    return new ApiError({
      ...body.data.error,
      requestId: body.data.error.requestId ?? null,
      status: response.status,
    });
  return new ApiError({
    code: 'unreachable',
    status: response.status,
    message: 'Store Leads cannot be reached right now. Try again in a minute.',
    retry: response.status >= 500 || response.status === 429,
  });
}

/** Turns whatever was thrown into an ApiError, so that screens know one shape only. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof Error && error.name === 'HostError')
    return new ApiError({ code: 'host', status: 0, message: error.message, retry: true });
  return new ApiError({
    code: 'unexpected',
    status: 0,
    message: 'This page ran into an error of its own. Reload it.',
    retry: false,
  });
}
