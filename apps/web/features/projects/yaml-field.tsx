'use client';
import { Field, TextArea } from '@bowline/ui/field';
import { useTranslations } from 'use-intl';
import type { YamlProblem } from './project-yaml.ts';

/** The draft as text; what cannot be read is said with its line. */
export function YamlField({
  value,
  problem,
  onChange,
}: {
  value: string;
  problem: YamlProblem | null;
  onChange: (text: string) => void;
}) {
  const t = useTranslations('registry.project');
  return (
    <Field
      label={t('mode.yaml')}
      isLabelHidden
      hint={t('yamlHint')}
      error={problem ? <Sentence problem={problem} /> : undefined}
    >
      <TextArea
        isMono
        rows={24}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

function Sentence({ problem }: { problem: YamlProblem }) {
  const t = useTranslations('registry.project.yamlProblem');
  switch (problem.kind) {
    case 'syntax':
      return t('syntax', { line: problem.line, message: problem.message });
    case 'not-a-project':
      return t('notProject');
    case 'other-name':
      return t('otherName', { name: problem.name });
  }
}
