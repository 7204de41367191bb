/** An answer that is not a success, in one of the shapes of pipedrive-api.md 8.1. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(
    status: number,
    error: string,
    more: Record<string, unknown> = {},
    /** The whole body, where an endpoint has a shape of its own. */
    own?: Record<string, unknown>,
  ) {
    super(error);
    this.status = status;
    this.body = own ?? {
      success: false,
      error,
      error_info: 'Please check developers.pipedrive.com for more information',
      data: null,
      additional_data: null,
      ...more,
    };
  }
}

/** A request that breaks the schema: 400. `fieldCode` names the custom or system field at fault. */
export function schemaRefusal(key: string, reason: string, fieldCode?: string): Refusal {
  return new Refusal(400, `Validation failed: ${key}: ${reason}`, {
    code: 'ERR_SCHEMA_VALIDATION_FAILED',
    ...(fieldCode === undefined ? {} : { field_code: fieldCode }),
  });
}

/** The record is not there, or this user may not see it. */
export function notFound(what: string): Refusal {
  return new Refusal(404, `${what} not found`, { code: 'ERR_NOT_FOUND' });
}
