/** What can be sent as JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What an error tells its three readers: the program (`code`, `retry`), the operator (`report`), the person (`message`). */
export type AppErrorInfo = {
  /** Stable snake_case identifier, safe to show and to store. */
  code: string;
  /** HTTP status a route answers with. */
  status: number;
  /** A sentence for the user that says what to do. Never holds customers' data or secrets. */
  message: string;
  /** True when the same call may succeed later without anybody changing anything. */
  retry?: boolean;
  /** True when an operator should look at it. */
  report?: boolean;
  /** Machine-readable extras for the client, e.g. the field's name. Never customers' data. */
  details?: Record<string, Json>;
  cause?: unknown;
};

/** The one error shape of the server. Adapters translate foreign errors into it at their own edge. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retry: boolean;
  readonly report: boolean;
  readonly details: Record<string, Json> | undefined;

  constructor(info: AppErrorInfo) {
    super(info.message, info.cause === undefined ? undefined : { cause: info.cause });
    this.name = 'AppError';
    this.code = info.code;
    this.status = info.status;
    this.retry = info.retry ?? false;
    this.report = info.report ?? false;
    this.details = info.details;
  }
}

/** True when `error` is an AppError, optionally with the given code. */
export function isAppError(error: unknown, code?: string): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
