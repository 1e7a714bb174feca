import type { ApplicationInput } from '@bowline/contract';
import type { Command } from 'commander';
import { CliFailure } from '../../failure.ts';
import { collect, onOff, pairs } from '../../input/flags.ts';
import { readText } from '../../input/documents.ts';

type Spec = ApplicationInput['spec'];
type Source = Spec['sources'][number];

/** Options of `app create` and `app set` that change a spec. */
export type SpecOptions = {
  repo?: string;
  path?: string;
  chart?: string;
  revision?: string;
  destination?: string;
  destinationServer?: string;
  namespace?: string;
  autoSync?: boolean;
  selfHeal?: boolean;
  prune?: boolean;
  syncOption?: string[];
  values?: string[];
  valuesInline?: string;
  helmSet?: string[];
  releaseName?: string;
  image?: string[];
  recurse?: boolean;
};

export function addSpecOptions(command: Command): Command {
  return command
    .option('--repo <url>', 'repository of the first source')
    .option('--path <folder>', 'folder of the first source')
    .option('--chart <name>', 'chart of the Helm repository that is the first source, instead of a folder')
    .option(
      '--revision <revision>',
      'target revision: branch, tag, commit or semver range; of a chart its version or a range',
    )
    .option('--destination <cluster>', 'registered name of the cluster')
    .option('--destination-server <url>', 'API URL of the cluster, instead of its name')
    .option('-n, --namespace <name>', 'destination namespace')
    .option('--auto-sync <on|off>', 'sync by itself', onOff)
    .option('--self-heal <on|off>', 'undo drift by itself', onOff)
    .option('--prune <on|off>', 'let auto-sync delete what is no longer in git', onOff)
    .option(
      '--sync-option <Name=value>',
      'sync option, for example CreateNamespace=true; repeat for more',
      collect,
    )
    .option('--values <file>', 'Helm value file inside the repository; repeat for more', collect)
    .option('--values-inline <file>', 'local file whose text becomes the Helm values')
    .option('--helm-set <name=value>', 'Helm parameter; repeat for more', collect)
    .option('--release-name <name>', 'Helm release name')
    .option('--image <image>', 'Kustomize image override; repeat for more', collect)
    .option('--recurse <on|off>', 'read plain YAML of sub-folders too', onOff);
}

/** A copy of `spec` with the given options in it; what is not given stays. Throws CliFailure. */
export function applySpecOptions(spec: Spec, options: SpecOptions): Spec {
  const [first, ...others] = spec.sources;
  if (first === undefined) throw new CliFailure('The Application has no source.');
  return {
    ...spec,
    sources: [sourceWith(first, options), ...others],
    destination: destinationWith(spec.destination, options),
    ...policyWith(spec, options),
  };
}

function sourceWith(source: Source, options: SpecOptions): Source {
  const out: Source = { ...source };
  if (options.repo !== undefined) out.repoURL = options.repo;
  if (options.path !== undefined && options.chart !== undefined)
    throw new CliFailure('Give --path or --chart, not both.');
  if (options.path !== undefined) {
    out.path = options.path;
    delete out.chart;
  }
  if (options.chart !== undefined) {
    out.chart = options.chart;
    delete out.path;
  }
  if (options.revision !== undefined) out.targetRevision = options.revision;
  const helm = helmWith(out.helm, options);
  if (helm !== undefined) out.helm = helm;
  if (options.image !== undefined) out.kustomize = { ...out.kustomize, images: options.image };
  if (options.recurse !== undefined) out.directory = { ...out.directory, recurse: options.recurse };
  return out;
}

function helmWith(helm: Source['helm'], options: SpecOptions): Source['helm'] {
  const { values, valuesInline, helmSet, releaseName } = options;
  if (
    values === undefined &&
    valuesInline === undefined &&
    helmSet === undefined &&
    releaseName === undefined
  )
    return undefined;
  const given = pairs(helmSet);
  const kept = (helm?.parameters ?? []).filter((parameter) => !Object.hasOwn(given, parameter.name));
  return {
    ...helm,
    ...(values === undefined ? {} : { valueFiles: values }),
    ...(valuesInline === undefined ? {} : { values: readText(valuesInline) }),
    ...(releaseName === undefined ? {} : { releaseName }),
    ...(helmSet === undefined
      ? {}
      : { parameters: [...kept, ...Object.entries(given).map(([name, value]) => ({ name, value }))] }),
  };
}

function destinationWith(destination: Spec['destination'], options: SpecOptions): Spec['destination'] {
  const namespace = options.namespace ?? destination.namespace;
  if (options.destination !== undefined && options.destinationServer !== undefined)
    throw new CliFailure('Give --destination or --destination-server, not both.');
  if (options.destination !== undefined) return { name: options.destination, namespace };
  if (options.destinationServer !== undefined) return { server: options.destinationServer, namespace };
  return { ...destination, namespace };
}

function policyWith(spec: Spec, options: SpecOptions): Pick<Spec, 'syncPolicy'> | object {
  const { autoSync, selfHeal, prune, syncOption } = options;
  if (autoSync === undefined && selfHeal === undefined && prune === undefined && syncOption === undefined)
    return {};
  const before = spec.syncPolicy ?? {};
  const automated = before.automated ?? undefined;
  const asked = autoSync ?? (automated !== undefined && automated.enabled !== false);
  if ((selfHeal === true || prune === true) && !asked)
    throw new CliFailure('--self-heal and --prune are parts of auto-sync.', { hint: 'Add --auto-sync on.' });
  const { automated: _, ...rest } = before;
  return {
    syncPolicy: {
      ...rest,
      ...(asked
        ? {
            automated: {
              ...automated,
              enabled: true,
              ...(selfHeal === undefined ? {} : { selfHeal }),
              ...(prune === undefined ? {} : { prune }),
            },
          }
        : {}),
      ...(syncOption === undefined ? {} : { syncOptions: mergeOptions(before.syncOptions, syncOption) }),
    },
  };
}

/** Options by name: a new value replaces the old one. */
function mergeOptions(before: readonly string[] | undefined, given: readonly string[]): string[] {
  const nameOf = (text: string) => text.split('=')[0] ?? '';
  const names = new Set(given.map(nameOf));
  return [...(before ?? []).filter((text) => !names.has(nameOf(text))), ...given];
}
