import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Redact } from './redaction.js';

/** Traces of jobs, one for each, with a span for each stage. */
export interface Tracing {
  span<T>(
    name: string,
    attributes: Readonly<Record<string, string | number>>,
    work: () => Promise<T>,
  ): Promise<T>;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Sends traces to where the variables of OpenTelemetry say: `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_SERVICE_NAME`, and others. */
export function startTracing(env: NodeJS.ProcessEnv, redact: Redact): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME ?? 'scrutineer' }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const tracer = trace.getTracer('scrutineer');
  return {
    span: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes }, context.active(), async (span) => {
        try {
          return await work();
        } catch (error) {
          const message = redact(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown');
          span.setStatus({ code: SpanStatusCode.ERROR, message });
          throw error;
        } finally {
          span.end();
        }
      }),
    close: () => provider.shutdown(),
  };
}
