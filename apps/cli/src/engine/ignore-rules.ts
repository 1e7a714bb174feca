import { ignoreRuleProblems } from '@bowline/sync-engine/core/diff/ignore-rules';
import type { IgnoreRule } from '@bowline/sync-engine/core/model';
import { CliFailure } from '../failure.ts';
import type { SourceDocument } from '../input/documents.ts';
import { section } from './application.ts';

/** The ignoreDifferences of a document: an Application, `{ignoreDifferences: […]}`, or one rule. Throws CliFailure. */
export function ignoreRules({ value, origin }: SourceDocument): IgnoreRule[] {
  const spec = value.spec === undefined ? value : section(value.spec);
  const list =
    spec.ignoreDifferences ??
    spec.rules ??
    (typeof spec.jsonPointers !== 'undefined' || isRule(spec) ? [spec] : []);
  if (!Array.isArray(list)) throw new CliFailure(`${origin}: ignoreDifferences is not a list.`);
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

function isRule(spec: Record<string, unknown>): boolean {
  return Array.isArray(spec.jqPathExpressions) || Array.isArray(spec.managedFieldsManagers);
}
