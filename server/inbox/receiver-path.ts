/** Where addresses begin that Pipedrive sends events to; the rest is opaque. */
export const receiverPath = '/webhooks/pipedrive';
