import { type DestinationStream, pino } from 'pino';

type Write = (fields: object, message: string) => void;

/** Structured log: a static message, the facts in fields. error = our bug, warn = look later, info = what happened. */
export type Log = {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  /** The same log with fields on every line, e.g. `requestId`, `operationId`. */
  child(fields: object): Log;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const secretFields = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'credential',
  'kubeconfig',
  'privateKey',
];

/** JSON lines on standard output (or `destination`). Fields named like secrets are blanked, whoever put them there (X74). */
export function createLog(options: { level: LogLevel; name?: string; destination?: DestinationStream }): Log {
  return pino(
    {
      level: options.level,
      base: { name: options.name ?? 'bowline' },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      redact: {
        paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: '[hidden]',
      },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
