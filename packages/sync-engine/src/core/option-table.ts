/** What one sync option means here: the values it takes, and where it may stand. */
type OptionRow = {
  values: readonly string[];
  where: 'both' | 'application';
  /** Values that are understood and change nothing here, each with the reason. */
  idle?: Readonly<Record<string, string>>;
};

const flag = ['true', 'false'];
const permission = ['true', 'false', 'confirm'];
const whole = { where: 'application' } as const;
const both = { where: 'both' } as const;

/** Every sync option of Argo CD (SYNC-4). One row per option: it works, or its row says why it does not. */
export const optionTable: Readonly<Record<string, OptionRow>> = {
  Prune: { ...both, values: permission },
  Delete: { ...both, values: permission },
  PruneLast: { ...both, values: flag },
  PrunePropagationPolicy: { ...whole, values: ['foreground', 'background', 'orphan'] },
  CreateNamespace: { ...whole, values: flag },
  Replace: { ...both, values: flag },
  Force: { ...both, values: flag },
  Validate: { ...both, values: flag },
  DisableKubectlValidation: { ...whole, values: flag },
  SkipDryRunOnMissingResource: { ...both, values: flag },
  RespectIgnoreDifferences: { ...whole, values: flag },
  ClientSideApplyMigration: { ...both, values: flag },
  ServerSideApply: {
    ...both,
    values: flag,
    idle: { false: 'everything is applied server-side' },
  },
  ApplyOutOfSyncOnly: {
    ...whole,
    values: flag,
    idle: { false: 'objects in sync never have a step' },
  },
  FailOnSharedResource: {
    ...whole,
    values: flag,
    idle: { false: 'an object of another Application is never taken over' },
  },
};

/** `code` is that of the risk: option-unknown, option-invalid or option-no-effect. */
export type OptionNote = { code: string; option: string; message: string };

/** What is to be said of written options: nothing is ignored silently. `where` is what they are written on. */
export function optionNotes(options: readonly string[], where: 'application' | 'object'): OptionNote[] {
  return options.flatMap((text) => {
    const option = text.trim();
    const note = option === '' ? undefined : noteOf(option, where);
    return note === undefined ? [] : [{ ...note, option }];
  });
}

function noteOf(option: string, where: 'application' | 'object'): Omit<OptionNote, 'option'> | undefined {
  const at = option.indexOf('=');
  const [name, value] = at < 0 ? [option, ''] : [option.slice(0, at).trim(), option.slice(at + 1).trim()];
  const row = Object.hasOwn(optionTable, name) ? optionTable[name] : undefined;
  if (row === undefined)
    return { code: 'option-unknown', message: `The sync option ${option} is not known and has no effect.` };
  if (!row.values.includes(value))
    return {
      code: 'option-invalid',
      message: `The sync option ${option} has no effect: ${name} takes ${row.values.join(', ')}.`,
    };
  if (where === 'object' && row.where === 'application')
    return {
      code: 'option-no-effect',
      message: `The sync option ${option} works on an Application, not on one object.`,
    };
  const idle = row.idle?.[value];
  return idle === undefined
    ? undefined
    : { code: 'option-no-effect', message: `The sync option ${option} has no effect: ${idle}.` };
}
