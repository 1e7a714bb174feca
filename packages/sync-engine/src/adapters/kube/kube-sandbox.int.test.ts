import { startSandbox } from '../../../../sandbox/src/start.ts';
import { describeKube } from './testing/conformance.ts';

describeKube('against the sandbox', () => startSandbox());
