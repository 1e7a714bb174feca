import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeApi, problem, renderPage, type Call } from '../../lib/testing/render-page.tsx';
import { ProjectPage } from './project-page.tsx';
import type { Project } from './project.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const project = (version: number, spec: Project['spec']): Project => ({
  apiVersion: 'bowline.dev/v1alpha1',
  kind: 'Project',
  metadata: {
    uid: 'u1',
    name: 'shop',
    project: '',
    labels: {},
    annotations: {},
    generation: version,
    resourceVersion: String(version),
    creationTimestamp: '2026-11-20T00:00:00Z',
    deletionTimestamp: null,
    finalizers: [],
    managedBy: null,
  },
  spec,
  status: { applications: 0, conditions: [] },
  can: { update: { ok: true, reason: '' }, delete: { ok: true, reason: '' } },
});

/** A server that keeps one project and refuses an edit of an older version, as the API does; `onSave` runs before it answers. */
function server(spec: Project['spec'], onSave: () => void = () => {}) {
  const state = { version: 1, spec, matches: [] as (string | null)[] };
  const api = fakeApi({
    'GET /projects/shop': () => project(state.version, state.spec),
    'PUT /projects/shop': (call: Call) => {
      const match = state.matches.at(-1);
      if (match !== `"${state.version}"`)
        return problem(412, 'version_mismatch', 'The Project changed meanwhile.');
      state.version += 1;
      state.spec = (call.body as { spec: Project['spec'] }).spec;
      onSave();
      return project(state.version, state.spec);
    },
  });
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    if (init?.method === 'PUT') state.matches.push(new Headers(init.headers).get('if-match'));
    return api.fetch(input, init);
  });
  return state;
}

const description = () => screen.findByLabelText<HTMLInputElement>('Description');
const type = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } });
/** By its words: computing every role of so large a form takes seconds. */
const press = async (name: string) => fireEvent.click(await screen.findByText(name, { selector: 'button' }));
const save = () => press('Save');

describe('editing a project (C17)', () => {
  it('saves the version it was made from, by If-Match', async () => {
    const state = server({ description: 'shops', roles: [] });
    renderPage(<ProjectPage name="shop" tab="edit" />);
    type(await description(), 'my shops');
    await save();
    await waitFor(() => expect(state.spec).toEqual({ description: 'my shops', roles: [] }));
    expect(state.matches).toEqual(['"1"']);
    expect(await screen.findByText('Nothing is changed.')).toBeTruthy();
  });

  it('keeps the draft when somebody was faster, shows both, and loses neither', async () => {
    const state = server({ description: 'shops' });
    renderPage(<ProjectPage name="shop" tab="edit" />);
    type(await description(), 'my shops');
    state.version = 2;
    state.spec = { description: 'shops', sourceRepos: ['https://git.shop/theirs'] };
    await save();
    const refusal = await screen.findByText(/It was not saved/);
    expect(refusal.closest('[role=alert]')).toBeTruthy();
    expect((await description()).value).toBe('my shops');
    const both = await screen.findByLabelText('Saved version and your draft');
    expect(both.textContent).toContain('https://git.shop/theirs');
    expect(both.textContent).toContain('my shops');
    expect(screen.getByText('Decide above which version goes on.')).toBeTruthy();
    await press('Keep my draft');
    await waitFor(() => expect(screen.queryByText(/It was not saved/)).toBeNull());
    await save();
    await waitFor(() =>
      expect(state.spec).toEqual({ description: 'my shops', sourceRepos: ['https://git.shop/theirs'] }),
    );
    expect(state.matches).toEqual(['"1"', '"2"']);
  });

  it('keeps what is typed while a save is on its way, to be saved next', async () => {
    const texts = ['typed meanwhile', 'and once more'];
    const state = server({ description: 'shops' }, () => {
      const next = texts.shift();
      const yaml = screen.queryByLabelText<HTMLTextAreaElement>('YAML');
      if (next !== undefined && yaml === null) type(screen.getByLabelText('Description'), next);
      if (next !== undefined && yaml !== null) type(yaml, yaml.value.replace('typed meanwhile', next));
    });
    renderPage(<ProjectPage name="shop" tab="edit" />);
    type(await description(), 'my shops');
    await save();
    await waitFor(() => expect(state.version).toBe(2));
    expect(await screen.findByText('shop saved')).toBeTruthy();
    expect((await description()).value).toBe('typed meanwhile');
    await press('YAML');
    const yaml = await screen.findByLabelText<HTMLTextAreaElement>('YAML');
    type(yaml, `${yaml.value}\n`);
    await save();
    await waitFor(() => expect(state.version).toBe(3));
    await waitFor(() => expect(state.matches).toEqual(['"1"', '"2"']));
    expect(yaml.value).toContain('and once more');
    await save();
    await waitFor(() => expect(state.spec).toEqual({ description: 'and once more' }));
    expect(state.matches).toEqual(['"1"', '"2"', '"3"']);
  });

  it('writes as YAML also what is typed while the writer loads', async () => {
    server({ description: 'shops' });
    renderPage(<ProjectPage name="shop" tab="edit" />);
    const field = await description();
    fireEvent.click(screen.getByText('YAML', { selector: 'button' }));
    type(field, 'my shops');
    expect((await screen.findByLabelText<HTMLTextAreaElement>('YAML')).value).toContain('my shops');
  });

  it('takes the saved version when asked', async () => {
    const state = server({ description: 'shops' });
    renderPage(<ProjectPage name="shop" tab="edit" />);
    type(await description(), 'my shops');
    state.version = 2;
    state.spec = { description: 'their shops' };
    await save();
    await press('Use the saved version');
    expect((await description()).value).toBe('their shops');
  });

  it('carries one draft between form and YAML, and names the line it cannot read', async () => {
    const state = server({ description: 'shops' });
    renderPage(<ProjectPage name="shop" tab="edit" />);
    type(await description(), 'my shops');
    await press('YAML');
    const text = await screen.findByLabelText<HTMLTextAreaElement>('YAML');
    expect(text.value).toContain('description: my shops');
    type(text, `${text.value}  sourceRepos: [\n`);
    await save();
    expect((await screen.findByText(/^Line \d+:/)).closest('[role=alert]')).toBeTruthy();
    expect(state.matches).toEqual([]);
    type(text, text.value.replace('sourceRepos: [', "sourceRepos: ['*']"));
    await press('Form');
    expect((await screen.findByLabelText<HTMLTextAreaElement>('Repositories')).value).toBe('*');
    await save();
    await waitFor(() => expect(state.spec).toEqual({ description: 'my shops', sourceRepos: ['*'] }));
  });

  it('grants what is ticked in a role', async () => {
    const state = server({});
    renderPage(<ProjectPage name="shop" tab="edit" />);
    await press('Add role');
    await save();
    expect(await screen.findByText(/each name once/)).toBeTruthy();
    const role = screen.getByLabelText('Role 1');
    type(within(role).getByLabelText('Name'), 'deployer');
    type(within(role).getByLabelText('Users'), 'kim\nlee');
    fireEvent.click(within(role).getByLabelText('apply plans and hold'));
    await save();
    await waitFor(() =>
      expect(state.spec.roles).toEqual([
        {
          name: 'deployer',
          permissions: ['applications:get', 'applications:sync'],
          users: ['kim', 'lee'],
        },
      ]),
    );
  });
});
