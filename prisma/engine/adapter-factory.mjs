import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { Client } from 'pg';

const catalogueCharOid = 18;
const textOid = 25;
const characterColumn = 6; // ColumnTypeEnum.Character

/** Driver adapter factory for the schema engine; works around four faults of adapter-pg noted below. */
export function createAdapterFactory(datasource) {
  const url = new URL(datasource.url ?? 'postgresql://none@none/none');
  const factory = new PrismaPg(connectionFields(url), {
    schema: url.searchParams.get('schema') ?? undefined,
  });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => mend(await connect());
  factory.connectToShadowDb = async () => {
    if (datasource.shadowDatabaseUrl) {
      const shadow = new PrismaPg(connectionFields(new URL(datasource.shadowDatabaseUrl)));
      return mend(await shadow.connect());
    }
    return connectToScratchDatabase(connectionFields(url));
  };
  return factory;
}

// Discrete fields, never connectionString: pg lets that win over `database`, and adapter-pg would then replay
// migrations onto the main database, taking it for the shadow one.
function connectionFields(url) {
  const secure = /sslmode=(require|verify)/.test(url.search);
  return {
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    ssl: secure ? { rejectUnauthorized: /sslmode=verify/.test(url.search) } : undefined,
  };
}

// adapter-pg drops its shadow database before it disconnects, which PostgreSQL refuses: disconnect, then drop.
async function connectToScratchDatabase(fields) {
  const database = `prisma_migrate_shadow_db_${randomUUID()}`;
  await runOnce(fields, `CREATE DATABASE "${database}"`);
  const adapter = mend(await new PrismaPg({ ...fields, database }).connect());
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    await runOnce(fields, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  };
  return adapter;
}

async function runOnce(fields, sql) {
  const client = new Client(fields);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function mend(adapter) {
  // adapter-pg splits a script at every semicolon, also inside a function's body; PostgreSQL takes it whole.
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return readCatalogueChars(adapter);
}

// adapter-pg cannot map the catalogue type "char" (oid 18), which the engine reads and wants as Character: fetch
// such columns as text and name their type afterwards.
function readCatalogueChars(adapter) {
  const base = Object.getPrototypeOf(Object.getPrototypeOf(adapter));
  if (base.readsCatalogueChars) return adapter;
  base.readsCatalogueChars = true;
  const { queryRaw, performIO } = base;
  base.queryRaw = async function queryRawWithChars(query) {
    let chars = [];
    const perform = async (io) => {
      const result = await performIO.call(this, io);
      chars = result.fields.flatMap((field, index) => (field.dataTypeID === catalogueCharOid ? [index] : []));
      for (const index of chars) result.fields[index].dataTypeID = textOid;
      return result;
    };
    const result = await queryRaw.call(Object.create(this, { performIO: { value: perform } }), query);
    for (const index of chars) result.columnTypes[index] = characterColumn;
    return result;
  };
  return adapter;
}
