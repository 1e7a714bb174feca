import { Client } from 'pg';

const prismaCodes = { '3D000': 'P1003', '42P04': 'P1009', '28P01': 'P1000', ECONNREFUSED: 'P1001' };

/** Runs `can-connect-to-database`, `create-database` or `drop-database`; the exit code, errors as JSON on stderr. */
export async function runDatabaseCommand(command, url) {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  const admin = new URL(target);
  admin.pathname = '/postgres';
  const quoted = `"${name.replaceAll('"', '""')}"`;
  try {
    if (command === 'can-connect-to-database') await query(target);
    else if (command === 'create-database') await query(admin, `CREATE DATABASE ${quoted}`);
    else if (command === 'drop-database')
      await query(admin, `DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`);
    else throw new Error(`unknown command ${command}`);
    return 0;
  } catch (error) {
    report(error, name);
    return 1;
  }
}

async function query(url, sql) {
  const client = new Client({ connectionString: String(url), connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    if (sql) await client.query(sql);
  } finally {
    await client.end();
  }
}

// The CLI reads the last ERROR line of this log and shows its code and message.
function report(error, databaseName) {
  const line = (level, fields) =>
    JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' });
  const fields = {
    is_panic: false,
    error_code: prismaCodes[error.code] ?? 'P1001',
    message: error.message || String(error.code),
    meta: { database_name: databaseName },
  };
  process.stderr.write(`${line('INFO', { message: 'cli' })}\n${line('ERROR', fields)}`);
}
