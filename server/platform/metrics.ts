import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The figures an operator watches. One set a process; labels never hold ids of customers. */
export type Metrics = {
  registry: Registry;
  /** Seconds an HTTP request took, by method, route template and status. */
  httpSeconds: Histogram<'method' | 'route' | 'status'>;
  /** Calls to Pipedrive, by method, path template and status. */
  pipedriveCalls: Counter<'method' | 'path' | 'status'>;
  /** Tokens spent at Pipedrive. */
  pipedriveTokens: Counter<'lane'>;
  /** Records a run finished with, by kind of run and outcome. */
  records: Counter<'kind' | 'outcome'>;
  activeRuns: Gauge;
};

export function createMetrics(): Metrics {
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
    pipedriveCalls: new Counter({
      name: 'pipedrive_calls_total',
      help: 'Calls to the Pipedrive API',
      labelNames: ['method', 'path', 'status'],
      registers,
    }),
    pipedriveTokens: new Counter({
      name: 'pipedrive_tokens_total',
      help: 'Tokens spent at the Pipedrive API',
      labelNames: ['lane'],
      registers,
    }),
    records: new Counter({
      name: 'run_records_total',
      help: 'Records that runs finished with',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    activeRuns: new Gauge({ name: 'runs_active', help: 'Runs this process works on', registers }),
  };
}
