import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The figures an operator watches. One set a process; labels never hold ids of customers. */
export type Metrics = {
  registry: Registry;
  /** Seconds an HTTP request took, by method, route template and status. */
  httpSeconds: Histogram<'method' | 'route' | 'status'>;
  /** Tokens spent at Pipedrive. */
  pipedriveTokens: Counter<'lane'>;
  /** Calls Pipedrive refused: for their number, for the day's tokens, or by its firewall. */
  pipedriveRefusals: Counter<'kind'>;
  /** Seconds calls waited before they left, by what for; calls there was no budget for count as none. */
  pipedriveWaitSeconds: Counter<'reason'>;
  /** Calls that did not leave because no tokens of the day were left to their lane. */
  budgetRefusals: Counter<'lane'>;
  /** Records an enrichment finished with, by outcome. */
  records: Counter<'outcome'>;
  /** Seconds between reading a record and sending what the rules allowed by what was read. */
  readToWriteSeconds: Histogram;
  /** Deliveries of Pipedrive's webhooks, by what became of them. */
  webhookDeliveries: Counter<'outcome'>;
  /** Records whose events were answered, by outcome. */
  webhookAnswers: Counter<'outcome'>;
  /** Seconds the oldest event of a record waited for its answer. */
  webhookWaitSeconds: Histogram;
  /** Events that wait, of all companies. */
  webhookDepth: Gauge;
  /** Runs that are not over, of all companies, by state. */
  runs: Gauge<'state'>;
  /** Mails handed to the mail server, by what became of them. */
  mails: Counter<'outcome'>;
};

/** What is counted in the database at the moment the figures are read, so that every process tells the same. */
export type MetricsLook = {
  waitingEvents(): Promise<number>;
  /** By state; states without a run may be missing. */
  runsByState(): Promise<Partial<Record<string, number>>>;
};

const runStates = ['queued', 'running', 'paused'];

/** Makes the figures of this process, those of Node itself included. */
export function createMetrics(look: MetricsLook): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'http_request_seconds',
      help: 'Time to answer an HTTP request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.25, 1, 5],
      registers,
    }),
    pipedriveTokens: new Counter({
      name: 'pipedrive_tokens_total',
      help: 'Tokens spent at the Pipedrive API',
      labelNames: ['lane'],
      registers,
    }),
    pipedriveRefusals: new Counter({
      name: 'pipedrive_refusals_total',
      help: 'Calls Pipedrive refused, by kind: burst, day or firewall',
      labelNames: ['kind'],
      registers,
    }),
    pipedriveWaitSeconds: new Counter({
      name: 'pipedrive_wait_seconds_total',
      help: 'Time calls waited for their turn, after a refusal, or for Pipedrive to answer again',
      labelNames: ['reason'],
      registers,
    }),
    budgetRefusals: new Counter({
      name: 'budget_refusals_total',
      help: 'Calls that did not leave because their lane had no tokens left for today',
      labelNames: ['lane'],
      registers,
    }),
    records: new Counter({
      name: 'enriched_records_total',
      help: 'Records an enrichment finished with',
      labelNames: ['outcome'],
      registers,
    }),
    readToWriteSeconds: new Histogram({
      name: 'store_leads_read_to_write_seconds',
      help: 'Time between reading a record and sending what depends on what was read; never more than 60',
      buckets: [0.1, 0.5, 1, 2, 5, 10, 20, 40, 60],
      registers,
    }),
    webhookDeliveries: new Counter({
      name: 'store_leads_webhook_deliveries_total',
      help: 'Deliveries of Pipedrive webhooks, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    webhookAnswers: new Counter({
      name: 'store_leads_webhook_answers_total',
      help: 'Records whose webhook events were answered, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    webhookWaitSeconds: new Histogram({
      name: 'store_leads_webhook_wait_seconds',
      help: 'Time the oldest event of a record waited for its answer',
      buckets: [2, 3, 5, 10, 30, 60, 300, 3600],
      registers,
    }),
    webhookDepth: new Gauge({
      name: 'store_leads_webhook_events_waiting',
      help: 'Webhook events that wait, of all companies',
      registers,
      async collect() {
        this.set(await look.waitingEvents());
      },
    }),
    runs: new Gauge({
      name: 'store_leads_runs',
      help: 'Runs that are not over, of all companies, by state',
      labelNames: ['state'],
      registers,
      async collect() {
        const counts = await look.runsByState();
        for (const state of runStates) this.set({ state }, counts[state] ?? 0);
      },
    }),
    mails: new Counter({
      name: 'store_leads_mails_total',
      help: 'Mails handed to the mail server, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
