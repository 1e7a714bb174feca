import { adminFailure, runAdmin } from './admin/run-admin.ts';

// Commands of the operator; `bowline admin` runs the same.
runAdmin(process.argv.slice(2)).then(
  (message) => console.log(message),
  (error: unknown) => {
    const { message, hint } = adminFailure(error);
    console.error(hint === '' ? message : `${message}\n${hint}`);
    process.exitCode = 1;
  },
);
