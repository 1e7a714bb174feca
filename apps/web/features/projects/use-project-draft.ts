'use client';
import { useEffect, useState } from 'react';
import { useUnloadWarning } from '../../lib/form/use-unload-warning.ts';
import { formOf, formProblems, specOf, type ProjectForm } from './project-form.ts';
import { declaredOf, type Declared, type Project } from './project.ts';
import { isSame } from './merge.ts';
import { loadWriter, readYaml, writeYaml, type YamlProblem } from './project-yaml.ts';

type Base = { version: string; declared: Declared };
export type DraftState = {
  base: Base;
  /** Labels and annotations, which the form does not show, and the spec that its fields are laid over. */
  under: Declared;
  mode: 'form' | 'yaml';
  form: ProjectForm;
  text: string;
  /** The text as it was written from the form; another text is a change. */
  written: string;
};
type Read = { declared: Declared } | { problem: YamlProblem } | { invalid: true };

/** What is being edited, apart from what is saved: only `adopt` and `rebase` bring a newer version in. */
export function useProjectDraft(project: Project) {
  const [state, setState] = useState<DraftState>(() => fresh(project, 'form'));
  const { base, mode, form, text } = state;
  const { name } = project.metadata;
  const now = declaredNow(state);
  const isChanged = mode === 'yaml' && text !== state.written ? true : !isSame(now, base.declared);
  const problems = formProblems(form);

  // Nobody is editing: follow what is saved.
  if (!isChanged && base.version !== project.metadata.resourceVersion && mode === 'form')
    setState(fresh(project, mode));
  const isBehind = !isChanged && base.version !== project.metadata.resourceVersion;
  useEffect(() => {
    if (isBehind && mode === 'yaml') void toYaml(project, declaredOf(project)).then(setState);
  }, [isBehind, mode, project]);
  useUnloadWarning(isChanged);

  const read = () => readDraft(name, state);
  return {
    state,
    base,
    mode,
    form,
    text,
    problems,
    isChanged,
    read,
    setForm: (next: ProjectForm) => setState((known) => ({ ...known, form: next })),
    setText: (next: string) => setState((known) => ({ ...known, text: next })),
    /** Carries the draft over to the other view; answers what keeps it here. */
    show: async (next: 'form' | 'yaml'): Promise<YamlProblem | null> => {
      if (next === mode) return null;
      if (next === 'yaml') {
        const write = await loadWriter();
        // What was typed while the writer loaded is in it.
        setState((known) => {
          const written = write(name, declaredNow(known));
          return { ...known, mode: 'yaml', text: written, written };
        });
        return null;
      }
      const result = await read();
      if ('problem' in result) return result.problem;
      if ('declared' in result) {
        const { declared } = result;
        setState((known) =>
          known.text === text
            ? { ...known, mode: 'form', under: declared, form: formOf(declared.spec) }
            : known,
        );
      }
      return null;
    },
    /** Takes a saved version in place of the draft; what was typed since that was `sent` stays, over that version. */
    adopt: async (saved: Project, sent?: DraftState) => {
      const next = mode === 'yaml' ? await toYaml(saved, declaredOf(saved)) : fresh(saved, 'form');
      setState((known) =>
        sent === undefined || known === sent ? next : { ...known, base: next.base, under: next.under },
      );
    },
    /** Puts a merged draft onto a newer version; null leaves the text as it stands. */
    rebase: (newer: Project, merged: Declared | null) => {
      const next = { version: newer.metadata.resourceVersion, declared: declaredOf(newer) };
      if (merged === null) setState((known) => ({ ...known, base: next }));
      else if (mode === 'form')
        setState({ ...fresh(newer, 'form'), under: merged, form: formOf(merged.spec) });
      else void toYaml(newer, merged).then(setState);
    },
  };
}

/** The draft as it would be saved, or what keeps it from being that. */
export async function readDraft(name: string, state: DraftState): Promise<Read> {
  if (state.mode === 'yaml' && state.text !== state.written) return readYaml(name, state.text);
  return state.mode === 'form' && formProblems(state.form).length > 0
    ? { invalid: true }
    : { declared: declaredNow(state) };
}

function declaredNow({ under, form }: DraftState): Declared {
  return { ...under, spec: specOf(form, under.spec) };
}

function fresh(project: Project, mode: 'form' | 'yaml'): DraftState {
  const declared = declaredOf(project);
  return {
    base: { version: project.metadata.resourceVersion, declared },
    under: declared,
    mode,
    form: formOf(declared.spec),
    text: '',
    written: '',
  };
}

async function toYaml(project: Project, declared: Declared): Promise<DraftState> {
  const text = await writeYaml(project.metadata.name, declared);
  return { ...fresh(project, 'yaml'), under: declared, form: formOf(declared.spec), text, written: text };
}
