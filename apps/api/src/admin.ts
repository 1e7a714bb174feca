import { adminFailure, runAdmin } from './admin/run-admin.ts';

// Commands of the operator; `bowline admin` runs the same.
runAdmin(process.argv.slice(2)).then(
  (message) => console.log(message),
  (error: unknown) => {
    console.error(adminFailure(error));
    process.exitCode = 1;
  },
);
