import type { Database, Db } from '../store/database.ts';

/** Counts what is asked of tables through a context, as `application.findUnique`; the tests' own questions do not count. */
export function countCalls(
  { ctx }: { ctx: { db: Database } },
  models: readonly string[],
): { calls: Map<string, number>; stop: () => void } {
  const calls = new Map<string, number>();
  const original = ctx.db;
  const counted = <T extends Db>(db: T): T => ({
    ...db,
    prisma: new Proxy(db.prisma, {
      get(prisma, model) {
        const table: unknown = Reflect.get(prisma, model);
        if (typeof model !== 'string' || !models.includes(model)) return table;
        return new Proxy(table as object, {
          get(methods, method) {
            const name = `${model}.${String(method)}`;
            calls.set(name, (calls.get(name) ?? 0) + 1);
            return Reflect.get(methods, method);
          },
        });
      },
    }),
  });
  const db: Database = {
    ...counted(original),
    transaction: (fn) => original.transaction((tx) => fn(counted(tx))),
  };
  ctx.db = db;
  return {
    calls,
    stop: () => {
      ctx.db = original;
    },
  };
}
