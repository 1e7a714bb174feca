import { type Customization, findCustomization, type LuaScript } from '../../core/health/customizations.ts';
import { healthOf, isGoing } from '../../core/health/health.ts';
import { explainHealth } from '../../core/health/rule-of.ts';
import { type Health, type HealthStatus, healthOrder, type KubeObject } from '../../core/model.ts';
import { gvkOf } from '../../core/resource-key.ts';
import { ConfinedWorker, type WorkerOutcome } from '../worker/confined-worker.ts';
import type { LuaAnswer, LuaJob } from './lua-job.ts';

/** Verdicts remembered; the oldest go first. */
const rememberedMax = 100_000;

/** What a script said of an object; `isSure` unless its time was up, which a busy machine can bring about, too. */
type Verdict = { health: Health | null; isSure: boolean };

/** Argo CD's limit for one script on one object (HLTH-2), and the memory of the thread around it. */
const limits = { timeoutMs: 1_000, memoryMbMax: 128 };

/**
 * Health with the customisations of a person before the rules of the tables: exact, then glob, then ours. Scripts run one
 * after the other in a thread of their own; whatever they do ends as a verdict: Unknown with a sentence when one fails.
 */
export class CustomHealth {
  private readonly customizations: readonly Customization[];
  private readonly timeoutMs: number;
  private readonly worker: ConfinedWorker;
  private readonly remembered = new Map<string, Verdict & { looks: number }>();

  constructor(customizations: readonly Customization[], timeoutMs = limits.timeoutMs) {
    this.customizations = customizations;
    this.timeoutMs = timeoutMs;
    this.worker = new ConfinedWorker(new URL('./lua-worker.ts', import.meta.url), { ...limits, timeoutMs });
  }

  /** As `explainHealth`; the rule of a customisation is `customization:<its name>`. Never rejects. */
  async explain(object: KubeObject): Promise<{ health: Health | null; rule: string }> {
    const found = this.find(object);
    if (found === undefined) return explainHealth(object);
    const { health } = await this.check(found, object);
    return { health, rule: health === null ? 'none' : `customization:${found.id}` };
  }

  /** A `healthOf` for exactly these objects. A script in time judges a version of an object only once. Never rejects. */
  async judgeAll(objects: readonly KubeObject[]): Promise<(object: KubeObject) => Health | null> {
    const verdicts = new Map<KubeObject, Health | null>();
    for (const object of objects) {
      const found = this.find(object);
      if (found !== undefined) verdicts.set(object, await this.checkOnce(found, object));
    }
    return (object) => {
      const verdict = verdicts.get(object);
      return verdict === undefined ? healthOf(object) : verdict;
    };
  }

  /** Ends the thread. */
  async stop(): Promise<void> {
    await this.worker.stop();
  }

  private find(object: KubeObject): Customization | undefined {
    const { group, kind } = gvkOf(object);
    return isGoing(object) ? undefined : findCustomization(this.customizations, group, kind);
  }

  /** Where a script was out of time it is asked again, at looks 2, 4, 8 …: one without end costs ever less. */
  private async checkOnce(found: Customization, object: KubeObject): Promise<Health | null> {
    const { uid, resourceVersion } = object.metadata;
    if (!uid || !resourceVersion) return (await this.check(found, object)).health;
    const version = `${uid} ${resourceVersion}`;
    const known = this.remembered.get(version);
    const looks = (known?.looks ?? 0) + 1;
    if (known !== undefined) known.looks = looks;
    if (known !== undefined && (known.isSure || !Number.isInteger(Math.log2(looks)))) return known.health;
    const verdict = await this.check(found, object);
    this.remembered.set(version, { ...verdict, looks });
    if (this.remembered.size > rememberedMax) {
      const [oldest] = this.remembered.keys();
      this.remembered.delete(oldest as string);
    }
    return verdict.health;
  }

  private async check(found: Customization, object: KubeObject): Promise<Verdict> {
    if ('lua' in found.check) return this.run(found.id, found.check.lua, object);
    return { health: found.check.judge(object), isSure: true };
  }

  private async run(id: string, script: LuaScript, object: KubeObject): Promise<Verdict> {
    const job: LuaJob = { ...script, object };
    const outcome = await this.worker.run<LuaAnswer>(job);
    return { health: this.healthFrom(id, outcome), isSure: outcome.end !== 'timeout' };
  }

  private healthFrom(id: string, outcome: WorkerOutcome<LuaAnswer>): Health | null {
    const failed = (why: string): Health => ({
      status: 'Unknown',
      message: `The health script of ${id} ${why}`,
    });
    switch (outcome.end) {
      case 'timeout':
        return failed(`did not end within ${this.timeoutMs / 1000} s.`);
      case 'out-of-memory':
        return failed('needs too much memory.');
      case 'stopped':
        return failed('ended its thread.');
      case 'failed':
        return failed(`broke Lua: ${outcome.message}`);
      case 'done':
        return healthFromAnswer(outcome.value, failed);
    }
  }
}

function healthFromAnswer(answer: LuaAnswer, failed: (why: string) => Health): Health | null {
  if (answer.kind === 'none') return null;
  if (answer.kind === 'failed') return failed(`failed: ${answer.message}`);
  const { status, message } = answer;
  if (!(healthOrder as readonly string[]).includes(status))
    return failed(
      status === ''
        ? 'returned no status.'
        : `returned "${status}", which is none of ${healthOrder.join(', ')}.`,
    );
  const isSilent = message === '' && status !== 'Healthy';
  return {
    status: status as HealthStatus, // one of the six, as was just found
    message: isSilent ? failed(`says ${status} without a message.`).message : message,
  };
}
