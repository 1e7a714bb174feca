import { readComparisonSettings } from '@bowline/sync-engine/core/diff/comparison-settings';
import { ignoreRuleProblems } from '@bowline/sync-engine/core/diff/ignore-rules';
import type { IgnoreRule } from '@bowline/sync-engine/core/model';
import { CliFailure } from '../failure.ts';
import { parseDocuments, type SourceDocument } from '../input/documents.ts';
import { section } from './application.ts';

/**
 * The ignoreDifferences of a document: an Application, `{ignoreDifferences: […]}`, one rule, or Argo CD's argocd-cm with
 * `resource.customizations.ignoreDifferences.…`. Throws CliFailure.
 */
export function ignoreRules(document: SourceDocument): IgnoreRule[] {
  const { value, origin } = document;
  const system = systemRules(document);
  if (system !== undefined) return system;
  const spec = value.spec === undefined ? value : section(value.spec);
  const list =
    spec.ignoreDifferences ??
    spec.rules ??
    (typeof spec.jsonPointers !== 'undefined' || isRule(spec) ? [spec] : []);
  if (!Array.isArray(list)) throw new CliFailure(`${origin}: ignoreDifferences is not a list.`);
  return checked(list, origin);
}

function checked(list: readonly unknown[], origin: string): IgnoreRule[] {
  const rules = list.map((entry: unknown) => {
    const rule = section(entry);
    if (typeof rule.kind !== 'string')
      throw new CliFailure(`${origin}: a rule of ignoreDifferences has no kind.`);
    for (const field of ['jsonPointers', 'jqPathExpressions', 'managedFieldsManagers']) {
      const words = rule[field];
      if (words !== undefined && !(Array.isArray(words) && words.every((word) => typeof word === 'string')))
        throw new CliFailure(`${origin}: ${field} of a rule is not a list of texts.`);
    }
    return rule as IgnoreRule; // kind and the lists, which are what is used without care, are checked
  });
  const [problem] = ignoreRuleProblems(rules);
  if (problem)
    throw new CliFailure(`${origin}: rule ${problem.rule + 1}, ${problem.expression}: ${problem.message}`);
  return rules;
}

const systemKey = /^resource\.(customizations(\.ignore|$)|compareoptions)/;

/** Rules of a whole installation, as its server reads them; undefined where the document holds none. */
function systemRules({ value, origin }: SourceDocument): IgnoreRule[] | undefined {
  const data = value.kind === 'ConfigMap' || value.data !== undefined ? section(value.data) : value;
  if (!Object.keys(data).some((name) => systemKey.test(name))) return undefined;
  const parseOne = (text: string) => parseDocuments(text, origin)[0]?.value ?? null;
  const { settings, problems } = readComparisonSettings(data, parseOne);
  const [problem] = problems;
  if (problem) throw new CliFailure(`${origin}: ${problem.where}: ${problem.message}`);
  return [...settings.ignore];
}

function isRule(spec: Record<string, unknown>): boolean {
  return Array.isArray(spec.jqPathExpressions) || Array.isArray(spec.managedFieldsManagers);
}
