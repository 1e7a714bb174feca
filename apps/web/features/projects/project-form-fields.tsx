'use client';
import type { FormProblem, ProjectForm } from './project-form.ts';
import { RoleFields } from './role-fields.tsx';
import { ApprovalFields, RuleFields } from './rule-fields.tsx';
import { WindowFields } from './window-fields.tsx';

/** Every rule of a project as fields. */
export function ProjectFormFields({
  form,
  problems,
  onChange,
}: {
  form: ProjectForm;
  problems: readonly FormProblem[];
  onChange: (form: ProjectForm) => void;
}) {
  const fields = { form, problems, onChange: (part: Partial<ProjectForm>) => onChange({ ...form, ...part }) };
  return (
    <>
      <RuleFields {...fields} />
      <ApprovalFields {...fields} />
      <WindowFields {...fields} />
      <RoleFields {...fields} />
    </>
  );
}
