/** What `npm start -- --help` prints: known before anything is installed. */
export const help = `npm start [-- options]
  --no-demo     no sandbox, no demo repositories, no demo Applications
  --dev         reload on change (npm run dev)
  --port N      port of the web page (also BOWLINE_PORT)
Data lives in .bowline/; BOWLINE_DATA moves it. DATABASE_URL names a PostgreSQL of your own.`;
